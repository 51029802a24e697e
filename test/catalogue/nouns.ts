import { splitType } from "../../automation/attribute/resourceServices";
import { SYNONYMS } from "./synonyms";

// The first words of names that say a part of a service, which its operations leave out.
const PART = /^(Agentcore|Agent|Sdkvoice|V2models|Smsvoicev2|Contacts|Quicksetup|Appregistry|Vectors|Files|Resolver|Profiles|Serverless|Log|Event|V2|Firehose|Catalog|Elastic|Default|Vpc|Microvms|Core|Video|Analytics|Custom|User|Managed|Bucket|Direct|Control|Lf|Ontap|OpenZfs|Lustre|Windows)(?=[A-Z])/;
// Modules of EC2 whose types have shorter names than EC2 gives them.
const MODULE_PREFIX: Readonly<Record<string, string>> = { ec2transitgateway: "TransitGateway", ec2clientvpn: "ClientVpn", verifiedaccess: "VerifiedAccess" };
const PREFIX = /^[A-Z0-9]*$/;
// What may follow the noun and still mean the thing itself.
const ASPECT = /^s?(Attributes?|Configurations?|Config|Settings?|Options?|Propert(y|ies)|Policy|Status|State|Description|Capacity|Code|Parameters?|Metadata|Details|Name|Protection|Deletion|Association|Request|Input|V2|Version|OfListener)*$/i;
const VERB = /^(AdminAdd|AdminRemove|BatchAssociate|BatchDisassociate|BatchCreate|BatchDelete|BatchUpdate|Put|Update|Modify|Set|Create|Delete|Change|Register|Deregister|Attach|Detach|Associate|Disassociate|Enable|Disable|Add|Remove|Replace|Reset|Import|Restore|Terminate|Run|Allocate|Release|Copy|Grant|Revoke|Authorize|Request|Purchase|Accept|Reject|Move|Rotate|Provision|Deprovision|Assign|Unassign|Upload|Apply|Schedule|Cancel|Start|Stop|Deactivate|Activate|Define|Initiate|Complete|Subscribe|Unsubscribe|Publish|Confirm|Verify|Group|Ungroup|Untag|Tag)/;
const JOINS = /^(Attach|Detach|Associate|Disassociate|Add|Remove|Register|Deregister|BatchAssociate|BatchDisassociate|Assign|Unassign)$/;
const ACCEPTS = /^(Accept|Reject|Delete|Deregister|Allocate|Confirm)$/;

interface Noun {
  readonly noun: string;
  readonly verbs?: RegExp;
}

/**
 * Does the operation's noun say this type: exactly, or an aspect of it (`ModifyListenerAttributes`)? Generous, unlike
 * the product's rule: whoever reads the table sees the rows.
 * `twin` is CloudFormation's type, whose noun is often the operations'.
 */
export function isOperationOf(operation: string, type: string, twin: string | undefined): "exact" | "aspect" | undefined {
  const verb = VERB.exec(operation)?.[0];
  if (verb === undefined) return undefined;
  const rest = operation.slice(verb.length);
  const fits = nounsOf(type, twin).map(({ noun, verbs }) => (verbs === undefined || verbs.test(verb) ? fitOf(rest, noun) : undefined));
  return fits.includes("exact") ? "exact" : fits.find((fit) => fit !== undefined);
}

/** The nouns by which parameters call the type (`ImageId` is an AMI's), and the last word of its name, in lower case. */
export function spellingsOf(type: string, twin: string | undefined): readonly string[] {
  const last = /[A-Z][a-z]+$/.exec(splitType(type).name)?.[0] ?? "";
  return [...nounsOf(type, twin).map(({ noun }) => noun), last].filter((noun) => noun.length >= 3).map((noun) => noun.toLowerCase());
}

function nounsOf(type: string, twin: string | undefined): readonly Noun[] {
  const { kind, module, name: short } = splitType(type);
  const name = `${MODULE_PREFIX[module] ?? ""}${short}`;
  const names = [name, name.replace(/V2$/i, ""), name.replace(PART, ""), name.replace(/Configuration$/, "Config"), `Cache${name}`, `${module}${name}`, ...(SYNONYMS[kind] ?? []), ...(twin?.split("::").slice(2) ?? [])];
  const joined = /^(.+?)(Attachment|Association|Registration|Membership|Assignment|Attachments)$/.exec(name)?.[1];
  const accepted = /^(.+)(Accepter|Acceptor)$/.exec(name)?.[1];
  return [
    ...[...new Set(names)].map((noun) => ({ noun })),
    ...(joined === undefined ? [] : [{ noun: joined, verbs: JOINS }, { noun: joined.replace(PART, ""), verbs: /^(Attach|Detach|Associate|Disassociate|Register|Deregister)$/ }]),
    ...(accepted === undefined ? [] : [{ noun: accepted, verbs: ACCEPTS }]),
  ];
}

function fitOf(rest: string, noun: string): "exact" | "aspect" | undefined {
  const at = rest.toLowerCase().lastIndexOf(noun.toLowerCase());
  if (at < 0 || noun.length < 3 || !PREFIX.test(rest.slice(0, at))) return undefined;
  const after = rest.slice(at + noun.length).replace(/^(s|es)(?=$|[A-Z])/, "");
  return after === "" || after === "Deletion" ? "exact" : ASPECT.test(after) ? "aspect" : undefined;
}
