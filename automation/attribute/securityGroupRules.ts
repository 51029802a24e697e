import { isJsonObject, type FoundChange, type FoundDrift, type Json } from "../../policypack/model";
import type { CloudTrailRecord } from "../audit/trailRecord";
import { elementDelta, listDelta, pathOf, resourceDelta, type ElementDelta } from "./elements";
import { elsewhere, type Evidence } from "./evidence";
import { operationOf } from "./mutatingCalls";
import { agree, equal, matches, OWN_GROUP, permissionsIn, permissionsOfCall, type Permission } from "./permissions";
import { rulesById } from "./ruleIds";

/** What an Authorize, Revoke or Modify call says about a changed rule of a security group. */
export function weighRules(record: CloudTrailRecord, drift: FoundDrift, change: FoundChange): Evidence {
  const operation = operationOf(record);
  const own = resourceNames(drift);
  const called = permissionsOfCall(record, own);
  const byId = weighRuleIds(record, drift, change);
  if (byId !== undefined) return byId;
  if (called.length === 0) return { verdict: "touches", says: "changed the rules of this security group; which ones is not recorded" };
  const [property] = pathOf(change);
  const isList = property === "ingress" || property === "egress" || property === undefined;
  const [element, list] = isList ? [elementDelta(drift, change), listDelta(drift, change)] : [resourceDelta(drift), resourceDelta(drift)];
  const delta = netDelta(permissionsOf(element, own), permissionsOf(list, own));
  // What changes descriptions only neither opens nor closes: the description has to be the call's as well.
  const fits = operation.startsWith("UpdateSecurityGroupRuleDescriptions") ? (wanted: Permission, permission: Permission) => matches(wanted, permission) && wanted.description === permission.description : matches;
  const openedBy = called.find((permission) => delta.added.some((wanted) => fits(wanted, permission)));
  const closedBy = called.find((permission) => delta.removed.some((wanted) => fits(wanted, permission)));
  if (operation.startsWith("Revoke")) {
    if (closedBy !== undefined) {
      return delta.added.length > 0
        ? { verdict: "touches", says: "removed the rule that was there before" }
        : { verdict: "explains", says: `removed ${tellRule(closedBy)}, which is gone`, ...wholeOf(delta.removed, closedBy) };
    }
    return openedBy !== undefined ? { verdict: "contradicts", says: `removed ${tellRule(openedBy)}, which is there again` } : elsewhere;
  }
  if (openedBy !== undefined) return { verdict: "explains", says: `${operation.startsWith("Authorize") ? "added" : "set"} ${tellRule(openedBy)}, which is there now`, ...wholeOf(delta.added, openedBy) };
  if (closedBy !== undefined) return { verdict: "contradicts", says: `${operation.startsWith("Authorize") ? "added" : "set"} ${tellRule(closedBy)}, which is missing now` };
  const replacement = isReplacing(operation) && delta.removed.length > 0 ? called.find((permission) => permissionsOf(list, own).added.some((wanted) => fits(wanted, permission))) : undefined;
  return replacement === undefined ? elsewhere : { verdict: "touches", says: `changed a rule into ${tellRule(replacement)}; what it was before is not recorded` };
}

/** These change a rule in place: to the comparison one is gone, and another has come. */
function isReplacing(operation: string): boolean {
  return operation === "ModifySecurityGroupRules" || operation.startsWith("UpdateSecurityGroupRuleDescriptions");
}

/** Where the change is of a rule that has an id of EC2's, and the call tells which rules it is about by their ids. */
function weighRuleIds(record: CloudTrailRecord, drift: FoundDrift, change: FoundChange): Evidence | undefined {
  const own = drift.resource.identities.filter((identity) => identity.startsWith("sgr-"));
  const rules = rulesById(record.requestParameters ?? {});
  if (own.length === 0 || rules.size === 0) return undefined;
  const rule = own.map((id) => rules.get(id)).find((found) => found !== undefined);
  if (rule === undefined) return elsewhere;
  const told = rule["description"] ?? rule["Description"];
  if (!aboutDescription(change) || typeof told !== "string") return undefined;
  return told === change.actual ? { verdict: "explains", says: "set this rule's description to the actual value, by its id" } : { verdict: "contradicts", says: "set another description, which is not there any more" };
}

/** `tcp 22 from 0.0.0.0/0`, as far as the call tells. */
function tellRule({ protocol, from, to, peer }: Permission): string {
  const ports = from === undefined ? [] : [from === to || to === undefined ? from : `${from}-${to}`];
  const told = [...(protocol === undefined ? [] : [protocol === "-1" ? "every protocol" : protocol]), ...ports, ...(peer === undefined ? [] : ["for", peer === OWN_GROUP ? "the group itself" : peer])];
  return told.every(isPlain) ? `the rule ${told.join(" ")}` : "a rule";
}

/** Addresses, numbers and ids: a call may put anything else there. */
function isPlain(part: string): boolean {
  return /^[\w .:/-]{1,60}$/.test(part);
}

/** The rule of the call, where the change does not tell its peer and its ports itself. */
function wholeOf(told: readonly Permission[], called: Permission): Pick<Evidence, "whole"> {
  const isWhole = told.some(({ peer, protocol, from }) => peer !== undefined && (protocol !== undefined || from !== undefined));
  return isWhole ? {} : { whole: JSON.stringify([called.protocol, called.from, called.to, called.peer]) };
}

function resourceNames(drift: FoundDrift): ReadonlySet<string> {
  return new Set([drift.resource.id, ...drift.resource.identities]);
}

function aboutDescription(change: FoundChange): boolean {
  return pathOf(change).at(-1) === "description";
}

interface PermissionDelta {
  readonly added: readonly Permission[];
  readonly removed: readonly Permission[];
}

function permissionsOf(delta: ElementDelta, own: ReadonlySet<string>): PermissionDelta {
  const read = (elements: readonly Json[]) => elements.filter(isJsonObject).flatMap((element) => permissionsIn(element, own));
  return { added: read(delta.added), removed: read(delta.removed) };
}

/**
 * Pulumi groups the permissions of equal ports into one element, so one added permission can remove an element and
 * add a larger one. What is on both sides did not change; where nothing of this element is left, the others of its
 * ports decide.
 */
function netDelta(element: PermissionDelta, list: PermissionDelta): PermissionDelta {
  const own = without(element, list);
  if (own.added.length + own.removed.length > 0) return own;
  const isOfItsPorts = (permission: Permission) =>
    [...element.added, ...element.removed].some((one) => agree(one.protocol, permission.protocol) && agree(one.from, permission.from) && agree(one.to, permission.to));
  const net = without(list, list);
  return { added: net.added.filter(isOfItsPorts), removed: net.removed.filter(isOfItsPorts) };
}

function without(delta: PermissionDelta, list: PermissionDelta): PermissionDelta {
  return {
    added: delta.added.filter((permission) => !list.removed.some((other) => equal(permission, other))),
    removed: delta.removed.filter((permission) => !list.added.some((other) => equal(permission, other))),
  };
}
