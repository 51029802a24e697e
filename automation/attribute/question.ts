import { isJsonObject, isMasked, type FoundChange, type FoundDrift, type Json } from "../../policypack/model";
import type { CloudTrailRecord } from "../audit/trailRecord";
import type { Masker } from "../compare/masker";
import { leafOf, pathOf } from "./elements";
import type { Evidence } from "./evidence";
import { isHidden, normalForm } from "./normalForm";
import { containsElement, type Agreement } from "./parameters";
import { tellLeaf } from "./tellParameters";

export interface Question {
  readonly record: CloudTrailRecord;
  readonly drift: FoundDrift;
  readonly change: FoundChange;
  readonly masker: Masker;
  readonly subjects: ReadonlySet<string>;
}

export const unseen: Evidence = { verdict: "touches", says: "changes this property; the value is not recorded" };

/** The comparison knows that it changed, and not to what. */
export function isUnshown(change: FoundChange): boolean {
  return change.actual === undefined && change.kind !== "removed";
}

/** Gone, or back to where AWS starts: false, zero, nothing. */
export function isOff(actual: Json | undefined): boolean {
  return actual === undefined || actual === false || actual === 0 || actual === "false" || normalForm(actual) === "";
}

/** An element of a list that the call set as a whole is there, or is not, as it is now. */
export function elementSet(values: readonly Json[], change: FoundChange, masker: Masker): Agreement {
  const has = (element: Json) => values.some((value) => containsElement(value, element, masker));
  if (values.every(isHidden)) return "hidden";
  if (change.actual !== undefined) return isJsonObject(change.actual) ? "hidden" : has(change.actual) ? "agrees" : "contradicts";
  if (change.expected === undefined || isJsonObject(change.expected)) return "hidden";
  return has(change.expected) ? "contradicts" : "agrees";
}

/** `Status=Suspended, which is the actual value`, as the call spells it; without the value where either side is secret. */
export function tellSetting(told: readonly [string, Json] | undefined, { change, masker }: Question, is: "actual" | "other"): string {
  const name = told?.[0] ?? leafOf(pathOf(change)) ?? "it";
  const value = unwrapped(told?.[1]);
  const isQuotable = typeof value === "string" || typeof value === "number" || typeof value === "boolean";
  const setting = isQuotable && !isMasked(change.actual) && !isMasked(change.expected) ? tellLeaf(name, value, masker) : name;
  if (setting === name) return is === "actual" ? `${name} to the actual value` : `${name} to another value, which is not there any more`;
  return is === "actual" ? `${setting}, which is the actual value` : `${setting}, which is not there any more`;
}

/** EC2 wraps values. */
function unwrapped(value: Json | undefined): Json | undefined {
  return isJsonObject(value) && Object.keys(value).length === 1 ? value["value"] : value;
}
