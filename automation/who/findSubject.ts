import type { DriftedResource } from "../../policypack/model";
import { auditRegionOf, servicesOf } from "../attribute";
import type { Whereabouts } from "../audit";
import type { PastUpdate } from "../estate";
import type { Owner } from "./owners";
import type { StatesSearched } from "./searchStates";
import { strangerOf, type Subject } from "./subject";
import type { WhoReport } from "./whoReport";

/** What was asked for, found out once: where to look for its calls, and whose it is. */
export interface Known {
  readonly resource: WhoReport["resource"];
  readonly owner: WhoReport["owner"];
  /** Deployments of its stack; none where that is not known. */
  readonly updates: readonly PastUpdate[];
  readonly places: readonly Whereabouts[];
  /** Stacks that could not be searched. */
  readonly notSearched: readonly string[];
}

export type Found = Known | { readonly several: readonly Owner[] } | { readonly nobody: string };

// Where IAM and the other global services record, whatever region their caller works in.
const GLOBAL_REGION = "us-east-1";

/**
 * @param region where to look for what no state owns
 * @returns nobody, with the reason, where a URN is in no state: no trail knows URNs
 */
export function findSubject(subject: Subject, { owners, stacks, gaps }: StatesSearched, region: string | undefined): Found {
  const [owner, another] = owners;
  if (another !== undefined) return { several: owners };
  if (owner !== undefined) {
    const { resource, stack } = owner;
    return { resource, owner: { stack: stack.ref.name, urn: resource.urn }, updates: stack.updates, places: [whereabouts(resource)], notSearched: gaps };
  }
  const unknown = stacks.length === 0 ? "no state at hand" : `not in the ${stacks.length === 1 ? `state of ${stacks.join()}` : `states of ${stacks.length} stacks`}`;
  if (subject.kind === "urn") return { nobody: [unknown, ...gaps].join("; ") };
  const stranger = strangerOf(subject, region);
  const places = [{ account: stranger.account, region: stranger.region, names: stranger.identities }];
  const isAnywhere = subject.kind === "name" && stranger.type === undefined && region === undefined;
  return { resource: stranger, owner: { unknown }, updates: [], places: isAnywhere ? [...places, { region: GLOBAL_REGION, names: stranger.identities }] : places, notSearched: gaps };
}

function whereabouts({ account, region, type, identities }: DriftedResource): Whereabouts {
  return { account, region: auditRegionOf(type, region), names: identities, services: servicesOf(type) };
}
