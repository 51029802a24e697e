import { canonicalJson, isJsonObject, readPath, type FoundChange, type FoundDrift, type Json, type JsonObject, type PropertyPath } from "../../policypack/model";
import type { Observation } from "../refresh/observation";
import { attachmentKey, documentKey, inlinePolicyKey, listOf, objectOf, plainType, routeKey, ruleKey, SOURCES, textOf, versioningKey, type ClaimKey, type Direction } from "./claimKeys";
import { valueAt } from "./valueAt";

/** By fingerprint: settings that would explain a change, each by the names that it may have. */
export type Claimable = ReadonlyMap<string, readonly (readonly ClaimKey[])[]>;

type Read = Extract<Observation, { outcome: "read" }>;

interface Shown {
  readonly resource: Read["resource"];
  readonly path: PropertyPath;
  readonly value: Json;
  /** The state that shows it. */
  readonly state: JsonObject;
}

type Settings = (shown: Shown) => readonly (readonly ClaimKey[] | ClaimKey | undefined)[];

/** Which settings of which types another resource may have made. Types without their "V2". */
const SHOWN: readonly { readonly type: string; readonly property: string; readonly settings: Settings }[] = [
  { type: "aws:ec2/securityGroup:SecurityGroup", property: "ingress", settings: (shown) => ruleKeys(shown, "ingress") },
  { type: "aws:ec2/securityGroup:SecurityGroup", property: "egress", settings: (shown) => ruleKeys(shown, "egress") },
  {
    type: "aws:ec2/routeTable:RouteTable", property: "routes",
    settings: ({ resource, path, value }) => {
      if (path.length !== 2 || !isJsonObject(value)) return [];
      const [destination, another] = ["cidrBlock", "ipv6CidrBlock", "destinationPrefixListId"].map((name) => textOf(value[name])).filter((one) => one !== "");
      return another === undefined ? [routeKey(resource.id ?? "", destination, value)] : [];
    },
  },
  {
    type: "aws:iam/role:Role", property: "managedPolicyArns",
    settings: (shown) => (shown.path.length === 2 && typeof shown.value === "string" ? [ofRole(shown, (account, role) => attachmentKey(account, role, textOf(shown.value)))] : []),
  },
  {
    type: "aws:iam/role:Role", property: "inlinePolicies",
    settings: (shown) => {
      const { name = null, policy = null } = objectOf(shown.value);
      return shown.path.length === 2 ? [ofRole(shown, (account, role) => inlinePolicyKey(account, role, name, policy))] : [];
    },
  },
  { type: "aws:s3/bucket:Bucket", property: "policy", settings: documentKeys },
  { type: "aws:sqs/queue:Queue", property: "policy", settings: documentKeys },
  { type: "aws:sns/topic:Topic", property: "policy", settings: documentKeys },
  { type: "aws:kms/key:Key", property: "policy", settings: documentKeys },
  { type: "aws:secretsmanager/secret:Secret", property: "policy", settings: documentKeys },
  {
    type: "aws:s3/bucket:Bucket", property: "versioning",
    settings: ({ resource, path, value }) => (path.at(-1) === "enabled" ? [versioningKey(resource.id ?? "", value === true)] : []),
  },
];

/** What another stack's resources would have to declare to explain the drifts of a stack; see `ClaimIndex.find`. */
export function claimable(drifts: readonly FoundDrift[], observations: readonly Observation[]): Claimable {
  const seen = new Map(observations.flatMap((one) => (one.outcome === "read" ? [[one.resource.urn, one] as const] : [])));
  return new Map(
    drifts.flatMap(({ resource, changes }) => {
      const observation = seen.get(resource.urn);
      const shown = SHOWN.filter(({ type }) => type === plainType(resource.type));
      if (observation === undefined || shown.length === 0) return [];
      return changes.flatMap((change) => {
        const settings = settingsOf(change, observation);
        return settings.length === 0 ? [] : [[change.fingerprint, settings] as const];
      });
    }),
  );
}

function settingsOf(change: FoundChange, { resource, actual }: Read): readonly (readonly ClaimKey[])[] {
  const { actual: value } = change;
  const path = readPath(change.path) ?? [];
  const [property] = path;
  const row = SHOWN.find((one) => one.type === plainType(resource.type) && one.property === property);
  if (row === undefined || value === undefined || change.noise !== undefined || isReplaced(change, path)) return [];
  // An element's index is one of the state that the change was seen in; what is masked is in neither.
  const state = [actual?.inputs, actual?.outputs].find((one) => canonicalJson(valueAt(one, path) ?? null) === canonicalJson(value));
  if (state === undefined) return [];
  const settings = row.settings({ resource, path, value, state });
  if (settings.some((one) => one === undefined)) return [];
  return settings.flatMap((one) => (one === undefined ? [] : [typeof one === "string" ? [one] : one]));
}

/** Somebody's claim explains an element that came, and none that became another; documents and flags are replaced as a whole. */
function isReplaced({ expected }: FoundChange, path: PropertyPath): boolean {
  return expected !== undefined && typeof path[1] === "number" && path.at(-1) !== "self";
}

function ruleKeys({ resource, path, value, state }: Shown, direction: Direction): readonly ClaimKey[] {
  const group = resource.id ?? "";
  const rule = objectOf(valueAt(state, path.slice(0, 2)));
  return sourcesOf(path, value, group).map((source) => ruleKey(group, direction, rule, source));
}

/** Whom a changed part of a rule lets in or out. */
function sourcesOf([, , part, ...rest]: PropertyPath, value: Json, group: string): readonly Json[] {
  if (part === undefined) return [...SOURCES.flatMap((name) => listOf(objectOf(value)[name])), ...(objectOf(value)["self"] === true ? [group] : [])];
  if (part === "self") return value === true ? [group] : [];
  return rest.length === 1 && SOURCES.some((name) => name === part) ? [value] : [];
}

function documentKeys({ resource: { id, outputs }, path, value }: Shown): readonly (readonly ClaimKey[])[] {
  if (path.length !== 1 || typeof value !== "string") return [];
  const names = [id ?? "", textOf(outputs["arn"])].filter((name) => name !== "");
  return [names.map((name) => documentKey(name, value))];
}

function ofRole({ resource: { id = "", outputs } }: Shown, key: (account: string, role: string) => ClaimKey): ClaimKey | undefined {
  const account = /^arn:aws[\w-]*:iam::(\d{12}):role\//.exec(textOf(outputs["arn"]))?.[1];
  return account === undefined ? undefined : key(account, id);
}

