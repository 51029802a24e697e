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
  | "unclear";

export function relationOf(operation: string, type: string): Relation {
  const verb = VERB.exec(operation)?.[0];
  if (verb === undefined) return "unclear";
  const own = isOwnNoun(operation.slice(verb.length), splitType(type).name);
  if (own) return DELETES.test(verb) ? "deletes" : "changes";
  return MAKES.test(verb) ? "makes-another" : "unclear";
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
