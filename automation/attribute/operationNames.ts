import { catalogued, ownersOf, type CatalogueRow } from "../catalogue";
import { splitType } from "./resourceServices";

const VERB = /^(BatchDelete|BatchUpdate|Put|Update|Modify|Set|Create|Delete|Change|Register|Deregister|Attach|Detach|Associate|Disassociate|Enable|Disable|Add|Remove|Start|Stop|Replace|Reset|Import|Restore|Terminate|Run|Allocate|Release|Copy|Grant|Revoke|Authorize|Reboot|Schedule|Cancel|Tag|Untag|Invoke|Send|Publish|Failover|Promote|Apply|Accept|Reject|Move|Rotate|Purge)/;
const MAKES = /^(Create|Run|Import|Restore|Copy|Allocate|Register|Start|Send|Invoke|Publish)$/;
const DELETES = /^(BatchDelete|Delete|Terminate|Deregister|Remove|Release|Schedule|Cancel|Revoke|Detach|Disassociate)$/;

// What may follow the resource's own noun and still mean the resource itself.
const ASPECT = /^(Attributes?|Configurations?|Config|Settings?|Options?|Propert(y|ies)|Policy|Status|State|Description|Capacity|Code|Parameters?|Metadata|Details|Name|Protection|Deletion)*$/;

/** How an operation's name relates to a resource type, where no table knows the type. */
export type Relation =
  | "changes" // its noun is the resource
  | "deletes"
  | "makes-another" // creates something of another noun, which refers to the resource
  | "changes-another" // the catalogue lists it to other types, and not to this one
  | "unclear";

export function relationOf(operation: string, type: string): Relation {
  const verb = VERB.exec(operation)?.[0];
  if (verb === undefined) return listedRelation(operation, type) ?? "unclear";
  const own = isOwnNoun(operation.slice(verb.length), splitType(type).name);
  // Detaching or disabling a thing deletes an attachment, and only changes the thing itself: the catalogue knows which.
  if (own) return DELETES.test(verb) && catalogued(type)?.updates.includes(operation) !== true ? "deletes" : "changes";
  return listedRelation(operation, type) ?? (MAKES.test(verb) ? "makes-another" : "unclear");
}

/** What the catalogue adds where the noun is another: only of operations that belong to one type alone, or to others. */
function listedRelation(operation: string, type: string): Relation | undefined {
  const row = catalogued(type);
  if (row === undefined) return undefined;
  const others = row.services.flatMap((service) => ownersOf(service, operation)).filter((owner) => !isSameThing(owner, row));
  if (row.updates.includes(operation)) return others.length === 0 ? "changes" : undefined;
  if (row.deletes.includes(operation)) return others.length === 0 ? "deletes" : undefined;
  // Of a type without CloudFormation's schema only the operations of its own name are known: silence says nothing.
  return row.twin !== "" && others.length > 0 && !row.creates.includes(operation) && !MAKES.test(VERB.exec(operation)?.[0] ?? "") ? "changes-another" : undefined;
}

/** `alb` and `lb`, and the second implementation of a type, are one thing under several names. */
function isSameThing(a: CatalogueRow, b: CatalogueRow): boolean {
  return (a.twin !== "" && a.twin === b.twin) || splitType(a.type).kind === splitType(b.type).kind;
}

/** `DBInstance` and `FunctionConfiguration` are `Instance` and `Function`; `DBInstanceReadReplica` is another thing. */
function isOwnNoun(noun: string, type: string): boolean {
  // `WebACL` is Pulumi's `WebAcl`.
  const at = noun.toLowerCase().lastIndexOf(type.toLowerCase());
  if (at < 0) return false;
  const rest = noun.slice(at + type.length).replace(/^s(?=$|[A-Z])/, "");
  const before = noun.slice(0, at);
  return ASPECT.test(rest) && /^[A-Z0-9]*$/.test(before);
}
