import type { PolicyConfigJSONSchema } from "@pulumi/policy/schema";
import { z } from "zod";
import { fetchOpenDrift, type OpenDriftFetched } from "../openDrift/fetchOpenDrift";
import { locate, readTrust, type Trust } from "../openDrift/trustedKeys";
import type { OpenDrift, OpenDriftEntry } from "../model";
import { harmless } from "./harmless";
import type { Known, Run } from "./policy";

/** What every policy about drift can be told. */
export const knownConfigSchema = z.object({ openDrift: z.string().optional(), publicKey: z.string().optional() });
export type KnownConfig = z.infer<typeof knownConfigSchema>;

export const knownConfigProperties: Readonly<Record<string, PolicyConfigJSONSchema>> = {
  openDrift: { type: "string", description: "Folder of open-drift files, or one file: a path, https://… or s3://bucket/prefix; else WHODRIFT_OPEN_DRIFT." },
  publicKey: { type: "string", description: "Public keys by which these files are believed: paths of PEM files, or PEM; else WHODRIFT_TRUST." },
};

const NOTHING = { current: false, entries: new Map(), adoptions: new Map() } as const;

/** Said only where no policy of the run was told a place. */
export const NO_PLACE = "no open-drift file is known, so no held change is protected: set WHODRIFT_OPEN_DRIFT to the folder that whodrift scan writes";

/** A resource as a policy is given it. */
export interface AtHand {
  readonly urn: string;
  readonly opts: { readonly aliases: readonly string[] };
  getConfig(): object;
}

/** A policy asks for each resource, and is answered from what was read for the first. */
export function askFor(resource: AtHand, run: Run): Promise<Known> {
  for (const name of [resource.urn, ...resource.opts.aliases]) run.seen.add(name);
  return knownOf(resource.urn, knownConfigSchema.parse(resource.getConfig()), run);
}

/** What is known of a resource, by whatever name. */
export function about<T>(known: ReadonlyMap<string, readonly T[]>, { urn, opts }: AtHand): readonly T[] {
  if (known.size === 0) return [];
  return [urn, ...opts.aliases].flatMap((name) => known.get(name) ?? []);
}

/** @param urn any of the stack: each names the stack and the project, `urn:pulumi:<stack>::<project>::…` */
export function knownOf(urn: string, { openDrift = "", publicKey = "" }: KnownConfig, run: Run): Promise<Known> {
  const [location, trust] = [openDrift || run.openDrift, publicKey || run.trust];
  if (location === undefined || location === "") {
    run.notes.add(NO_PLACE);
    return Promise.resolve({ ...placeOf(urn), ...NOTHING });
  }
  const key = JSON.stringify([location, trust]);
  const known = run.known.get(key) ?? read(urn, location, trust, run);
  run.known.set(key, known);
  return known;
}

async function read(urn: string, location: string, given: string | undefined, run: Run): Promise<Known> {
  const { stack, project } = placeOf(urn);
  const trust = readTrust(given, run.folders);
  for (const problem of trust.problems) run.notes.add(`a trusted key cannot be read (${harmless(problem, 300)})`);
  const found = await fetchOpenDrift(locate(location, run.folders), { organization: run.organization, project, stack }, { trusted: trust.keys, s3: run.s3 ?? {} });
  const unusable = whyUnusable(found, run.now());
  if (unusable !== undefined || found.outcome !== "read") {
    run.notes.add(`${unusable ?? ""}, so no held change is protected${found.outcome === "unusable" || found.outcome === "unreachable" ? "" : ": run whodrift scan"}`);
    return { stack, project, ...NOTHING };
  }
  const { openDrift, verdict } = found;
  const doubt = whyUnverified(openDrift, verdict, trust);
  if (doubt !== undefined) run.notes.add(doubt);
  const adoptions = verdict === "verified" ? openDrift.adoptions : [];
  return { stack: openDrift.stack, project, current: true, entries: byUrn(openDrift.entries), adoptions: byUrn(adoptions) };
}

function placeOf(urn: string): Pick<Known, "stack" | "project"> {
  const [head = "", project = ""] = urn.split("::");
  return { stack: head.replace(/^urn:pulumi:/, ""), project };
}

function whyUnusable(found: OpenDriftFetched, now: Date): string | undefined {
  switch (found.outcome) {
    case "missing":
      return `no open-drift file at ${harmless(found.looked, 300)}`;
    case "unusable":
      return `the open-drift file ${harmless(found.file, 300)} cannot be used (${harmless(found.reason, 200)})`;
    case "unreachable":
      return `the open-drift file ${harmless(found.looked, 300)} cannot be reached (${harmless(found.reason, 200)})`;
    case "read": {
      const { generatedAt, expiresAt } = found.openDrift;
      return new Date(expiresAt) <= now ? `the open-drift file of ${generatedAt} ran out at ${expiresAt}` : undefined;
    }
  }
}

/**
 * A hold of a file for which nobody vouches is obeyed, since to be stopped is the smaller harm. An adoption writes, so
 * it is not; and nobody may make one by taking a key away.
 */
function whyUnverified({ adoptions, signature }: OpenDrift, verdict: (OpenDriftFetched & { outcome: "read" })["verdict"], { asked }: Trust): string | undefined {
  const then = "its holds are obeyed, and nothing is adopted";
  switch (verdict) {
    case "verified":
      return undefined;
    case "forged":
      return `the open-drift file is not what its signature says: somebody changed it. ${capital(then)}`;
    case "unknown-key":
      if (asked) return `the open-drift file is signed with a key that is not trusted (${signature?.keyId.slice(0, 16) ?? ""}): ${then}`;
      return `the open-drift file is signed, and no key is trusted: ${then}. Name the public key in WHODRIFT_TRUST`;
    case "unsigned":
      if (asked) return `the open-drift file is not signed: ${then}`;
      return adoptions.length === 0 ? undefined : `the open-drift file is not signed: ${then}. Set ledger.sign in whodrift.yaml, and WHODRIFT_TRUST`;
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function byUrn(entries: readonly OpenDriftEntry[]): ReadonlyMap<string, readonly OpenDriftEntry[]> {
  const groups = new Map<string, OpenDriftEntry[]>();
  for (const entry of entries) {
    const group = groups.get(entry.urn);
    if (group) group.push(entry);
    else groups.set(entry.urn, [entry]);
  }
  return groups;
}
