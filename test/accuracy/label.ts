import type { ActorIdentity, ActorKind, Confidence, Json } from "../../policypack/model";
import type { PastUpdate } from "../../automation/estate/stack";

/** A resource as a scan knows it. `identities`: id first, then ARN, name and whatever else records may name it by. */
export interface Labelled {
  readonly type: string;
  readonly account: string;
  readonly region: string;
  readonly identities: readonly string[];
  readonly created?: string;
  readonly modified?: string;
}

/** What drifted, in Pulumi's words. `path` "" is a resource that is gone. */
export interface Told {
  readonly path: string;
  readonly expected?: Json;
  readonly actual?: Json;
}

/** Who it was, as far as the records alone can say. */
export interface Truth {
  /** Event id; where a corpus has redacted ids, file and number of the record (`panther-analysis/records.json#93`). */
  readonly event: string;
  readonly kind: ActorKind;
  readonly name: string;
  readonly identity: ActorIdentity;
  /**
   * What the records support. least: the event's parameters are there (proven), are hidden (likely), or say no more
   * than the resource's name (possible: nothing is recalled then). most: a surer answer claims what no record tells.
   */
  readonly least: Confidence;
  readonly most: Confidence;
}

/** One drifted property, and the truth about it; without a truth nobody touched it. */
export interface Label {
  readonly what: string;
  readonly resource: Labelled;
  readonly change: Told;
  /** Other changes of the same resource, which a scan reports with this one. */
  readonly beside?: readonly Told[];
  readonly truth?: Truth;
  /** When the scan looked; default: after everything in the corpus. */
  readonly scannedAt?: string;
  readonly updates?: readonly PastUpdate[];
}

export type Actor = readonly [kind: ActorKind, name: string, identity: ActorIdentity];

export const person = (name: string): Actor => ["human", name, "verified"];
/** A name that its bearer chose. */
export const claimed = (name: string): Actor => [name.includes("@") ? "human" : "unknown", name, "claimed"];
/** The record names a role and no person. */
export const roleOnly = (name: string): Actor => ["unknown", name, "unresolved"];
/** A role whose session's name a machine made up. */
export const machine = (role: string): Actor => ["automation", role, "unresolved"];
/** A signed token named it: a pipeline, a Kubernetes service account. */
export const workload = (subject: string): Actor => ["automation", subject, "verified"];
export const service = (name: string): Actor => ["aws-service", name, "verified"];

/** The records prove it: the parameters hold the value. */
export function proven(event: string, [kind, name, identity]: Actor): Truth {
  return { event, kind, name, identity, least: "proven", most: "proven" };
}

/** The records tell the operation, and not the value; a tool that proves it knows more than the records. */
export function likely(event: string, actor: Actor): Truth {
  return { ...proven(event, actor), least: "likely", most: "likely" };
}

/** The value is derived from the parameters rather than one of them: either answer is right. */
export function derived(event: string, actor: Actor): Truth {
  return { ...proven(event, actor), least: "likely" };
}
