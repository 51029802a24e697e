import type { Json } from "../../../policypack/model";
import type { Reader } from "./reader";

/** Calls of a service that change a property of a resource type, and how their parameters tell the new value. */
export interface Writer {
  /** CloudTrail's event names without API versions. */
  readonly operations: readonly string[];
  /** First segments of Pulumi's property paths; "*" is any. */
  readonly properties: readonly string[];
  /**
   * sets: a parameter holds the new value. adds, removes: a parameter holds the element of a list that comes or
   * goes. clears: the call takes the property away, or puts it back to its default. implies: always the same value.
   * rules: security group rules. entries: those of a network's access list. reads: what the reader makes of the call.
   */
  readonly effect: "sets" | "adds" | "removes" | "clears" | "rules" | "entries" | { readonly implies: Json } | { readonly reads: Reader };
  /** Pulumi's name (the last named segment of the path) → the parameter's, where they differ. */
  readonly names?: Readonly<Record<string, string>>;
  /** The call replaces the whole property: what it does not mention is back at its default. */
  readonly whole?: boolean;
  /** A switch of the call without, or with which it does something else. */
  readonly given?: { readonly parameter: string; readonly is: boolean };
  /** The value holds only once another call has made it so. */
  readonly prepares?: boolean;
  /** Where AWS answers with the value instead of taking it. */
  readonly answered?: boolean;
}

/** What changes resources of one type. */
export interface ResourceOperations {
  /** Top-level parameters that say which resource a call acts on, in lower case; others only mention resources. */
  readonly subjects: readonly string[];
  /** Calls that delete the resource. */
  readonly deletes: readonly string[];
  /** Calls that give it another name, with the parameter: to Pulumi, which looks for the old one, it is gone. */
  readonly renames?: Readonly<Record<string, string>>;
  /** Calls that take it away by giving nothing: the parameter that is empty then, or "*" for all of them. */
  readonly emptiedBy?: Readonly<Record<string, string>>;
  /** Parameters that, beside the subject, tell which of several children a call acts on. */
  readonly alsoNamedBy?: readonly string[];
  readonly writers: readonly Writer[];
  /** True where a call cannot be told from one on a sibling: nothing is proven then. */
  readonly vague?: boolean;
  /** True where calls that are not listed may change the resource too. */
  readonly open?: boolean;
}

export function sets(operations: readonly string[], properties: readonly string[], names?: Readonly<Record<string, string>>): Writer {
  return { operations, properties, effect: "sets", ...(names === undefined ? {} : { names }) };
}

export function clears(operations: readonly string[], properties: readonly string[]): Writer {
  return { operations, properties, effect: "clears" };
}

export function implies(operations: readonly string[], properties: readonly string[], value: Json): Writer {
  return { operations, properties, effect: { implies: value } };
}

export function readerOf({ effect }: Writer): Reader | undefined {
  return typeof effect !== "string" && "reads" in effect ? effect.reads : undefined;
}

export function reads(operations: readonly string[], properties: readonly string[], reader: Reader): Writer {
  return { operations, properties, effect: { reads: reader } };
}
