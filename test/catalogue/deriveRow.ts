import { splitType } from "../../automation/attribute/resourceServices";
import type { CatalogueRow } from "../../automation/catalogue";
import type { CloudFormationType } from "./cloudFormation";
import { CLOUDFORMATION, KEYS, SERVICES, SERVICES_OF_TYPE, TWINS } from "./names";
import { isOperationOf, spellingsOf } from "./nouns";
import type { PulumiType } from "./pulumiTypes";
import type { Operation, ServiceModel } from "./serviceModels";

/** What rows are derived from. */
export interface Sources {
  readonly cloudFormation: ReadonlyMap<string, CloudFormationType>;
  readonly services: readonly string[];
  readonly model: (service: string) => ServiceModel | undefined;
}

const READS = /^(Get|List|Describe|Head|BatchGet|Query|Scan|Search|Lookup|Check|Test|Validate|PassRole|Invoke|Send|Publish)/;
const TAGS = /Tags?$|^(Tag|Untag)(Resource|s)?|Tagging$|TagSet$|Tags(For|To|From)/;
/** Their calls are the tagging calls. */
const IS_TAG = /^(Tag|LfTag|ResourceLfTags?)$/;
const DELETES = /^(BatchDelete|Delete|Terminate|Deregister|Release|Revoke|Schedule)/;
const PARTS = /^(BatchDisassociate|Disassociate|Detach|Remove|AdminRemove|Deregister|Delete|Reject|Ungroup|Disable)/;
const CREATES = /^(BatchCreate|Create|Run|Import|Restore|Copy|Allocate|Register|Request|Purchase)/;
/** Of members that a call requires, those that say which thing is meant, not how. */
const IS_NAME = /(name|id|identifier|arn|url|bucket|key|alias|domain|address)$/i;

/** The row of one type. Every list is empty where the sources are silent. */
export function deriveRow({ type, outputs, inputs }: PulumiType, sources: Sources): CatalogueRow {
  const { module, kind, name } = splitType(type);
  const models = (SERVICES_OF_TYPE[kind] ?? servicesOfModule(module, sources.services)).flatMap((service) => sources.model(service) ?? []);
  const twin = twinOf(module, kind, name, sources.cloudFormation);
  const owned = models.map((model) => ({ model, own: ownOperations(model, type, twin) }));
  const most = Math.max(...owned.map(({ own }) => own.length), 0);
  const owners = most === 0 ? [] : owned.filter(({ own }) => own.length === most);
  const own = [...new Set(owners.flatMap((owner) => owner.own))].sort();
  const modelled = new Map(owners.flatMap(({ model }) => [...model.operations]));
  const removal = onlyRemoval(own, twin);
  const of = (wanted: Class) => own.filter((operation) => (operation === removal ? "deletes" : classOf(operation, type, twin)) === wanted);
  const carried = (operations: readonly string[]) => (property: string) => operations.some((operation) => carries(modelled.get(operation)?.members ?? new Set(), property));
  const isSet = carried(of("updates"));
  const isMade = carried(of("creates"));
  const naming = [...of("deletes"), ...of("updates"), ...of("creates")].filter((operation) => operation === removal || isOperationOf(operation, type, twin?.typeName) !== undefined);
  const rest = settableInputs(inputs).filter((property) => !isSet(property));
  return {
    type,
    twin: twin?.typeName ?? "",
    services: [...new Set((most === 0 ? models : owners.map(({ model }) => model)).flatMap((model) => model.sources))],
    keys: KEYS[kind] ?? keysOf(outputs, spellingsOf(type, twin?.typeName), twin, naming.flatMap((operation) => modelled.get(operation) ?? [])),
    creates: of("creates"),
    updates: of("updates"),
    deletes: of("deletes"),
    atCreation: rest.filter(isMade),
    unlinked: rest.filter((property) => !isMade(property)),
  };
}

/** Tags have calls of their own, and the region is the provider's. */
export function settableInputs(inputs: readonly string[]): readonly string[] {
  return inputs.filter((input) => !["region", "tags", "tagsAll"].includes(input));
}

type Class = "creates" | "updates" | "deletes" | "another";

/** Where CloudFormation needs one deleting call alone, it deletes the thing, whatever its noun (a listener's rule: `DeleteRule`). */
function onlyRemoval(own: readonly string[], twin: CloudFormationType | undefined): string | undefined {
  const actions = new Set((twin?.permissions.delete ?? []).map((permission) => permission.split(":")[1] ?? ""));
  const [removal, ...others] = own.filter((operation) => actions.has(operation) && DELETES.test(operation));
  return others.length === 0 ? removal : undefined;
}

/** Taking a part of the thing away changes it; making another thing beside it does not. */
function classOf(operation: string, type: string, twin: CloudFormationType | undefined): Class {
  const fit = isOperationOf(operation, type, twin?.typeName);
  const isJoin = /(Attachment|Association|Membership|Registration|Assignment|Permission|Accepter|InGroup|Exclusive)s?$/.test(splitType(type).name);
  if (operation === "Unsubscribe" || (fit === "exact" && DELETES.test(operation)) || (fit === "exact" && isJoin && PARTS.test(operation))) return "deletes";
  if (CREATES.test(operation)) return fit === undefined ? "another" : "creates";
  return "updates";
}

/** The mutating operations of a service that the twin's handlers may call, or whose noun is the type. */
function ownOperations({ operations }: ServiceModel, type: string, twin: CloudFormationType | undefined): readonly string[] {
  const handlers = twin === undefined ? [] : [...twin.permissions.create, ...twin.permissions.update, ...twin.permissions.delete];
  const actions = handlers.map((permission) => permission.split(":")[1] ?? "").filter((action) => operations.has(action));
  const named = [...operations.keys()].filter((operation) => isOperationOf(operation, type, twin?.typeName) !== undefined);
  const isTag = IS_TAG.test(splitType(type).name);
  return [...new Set([...actions, ...named])].filter((operation) => !READS.test(operation) && (isTag || !TAGS.test(operation)));
}

function servicesOfModule(module: string, services: readonly string[]): readonly string[] {
  return SERVICES[module] ?? services.filter((service) => service.replaceAll("-", "") === module.toLowerCase());
}

function twinOf(module: string, kind: string, name: string, all: ReadonlyMap<string, CloudFormationType>): CloudFormationType | undefined {
  const listed = TWINS[kind];
  if (listed !== undefined) return all.get(listed.toLowerCase());
  const names = [name, `DB${name}`, `Cache${name}`, `${module}${name}`, `Vpc${name}`, name.replace(/^(Event|Log|Firehose|Default|Vpc|Resolver|Agent|AgentcoreX?|Serverless|Data|User)/, ""), name.replace(/^Agentcore/, ""), name.replace(/Association$/, "Attachment"), name.replace(/Configuration$/, "Config")];
  for (const service of CLOUDFORMATION[module] ?? [module]) {
    for (const candidate of names) {
      const found = all.get(`aws::${service}::${candidate}`.toLowerCase());
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** `parameter:output` of each member that the first operation on the thing itself requires, and of the twin's primary identifier. */
function keysOf(outputs: readonly string[], nouns: readonly string[], twin: CloudFormationType | undefined, operations: readonly Operation[]): readonly string[] {
  const required = operations.find(({ required: members }) => members.length > 0)?.required ?? [];
  const members = [...new Set([...required, ...(twin?.primaryIdentifier ?? [])])].filter((member) => IS_NAME.test(member));
  return [...new Map(members.flatMap((member) => {
    const output = outputOf(member, nouns, outputs);
    return output === undefined ? [] : [[member.toLowerCase(), `${member}:${output}`] as const];
  })).values()];
}

function outputOf(member: string, nouns: readonly string[], outputs: readonly string[]): string | undefined {
  const has = new Map(outputs.map((output) => [output.toLowerCase(), output]));
  const plain = member.toLowerCase();
  const end = /(name|identifier|id|arn|url)$/.exec(plain)?.[0] ?? "";
  const stem = plain.slice(0, plain.length - end.length);
  const isOwn = stem === "" || stem === "resource" || nouns.some((noun) => stem.endsWith(noun) || noun.endsWith(stem));
  return (
    has.get(plain) ??
    (isOwn ? has.get(end) : undefined) ??
    outputs.find((output) => output.length >= 5 && plain.endsWith(output.toLowerCase())) ??
    (isOwn && (end === "id" || end === "identifier") ? "id" : undefined) ??
    has.get(stem) ??
    [`${stem}id`, `${stem}arn`, `${stem}name`].map((spelling) => has.get(spelling)).find((output) => output !== undefined)
  );
}

/** A property is carried by the member of its name, singular or plural, or by one that ends in it (`DBInstanceClass`). */
function carries(members: ReadonlySet<string>, property: string): boolean {
  const plain = property.toLowerCase();
  return [plain, `${plain}s`, plain.replace(/s$/, "")].some((name) => members.has(name)) || (plain.length >= 5 && [...members].some((member) => member.endsWith(plain)));
}
