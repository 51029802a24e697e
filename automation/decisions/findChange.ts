import pLimit from "p-limit";
import { z } from "zod";
import { isAttributed, type OpenDriftEntry, type PersonDecision } from "../../policypack/model";
import type { Case } from "../../policypack/remediation";
import { readLastOpenDrift, type Ledger } from "../ledger";
import { openCases } from "./openCases";

/** The user's mistake: no change, or several, have this fingerprint. */
export class NoSuchChange extends Error {
  override readonly name = "NoSuchChange";
}

export interface FoundChange {
  /** What a decision says it is about. */
  readonly about: Pick<PersonDecision, "stack" | "fingerprint" | "urn" | "type" | "path" | "valueDigest" | "actor">;
  /** Absent where it is adopted and drifts no more. */
  readonly subject?: Case;
}

// Fewer could be typed by chance.
const SHORTEST = 8;
const AT_ONCE = 16;
const namedSchema = z.object({ stack: z.string() });

/**
 * The open change, or the adoption, that a fingerprint or its beginning means.
 * @param stack `org/project/stack`; absent: of all stacks that the ledger knows
 * @throws {NoSuchChange}
 */
export async function findChange(ledger: Ledger, prefix: string, stack?: string): Promise<FoundChange> {
  if (prefix.length < SHORTEST) throw new NoSuchChange(`give at least ${SHORTEST} characters of the fingerprint`);
  const stacks = stack === undefined ? await knownStacks(ledger) : [stack];
  const turn = pLimit(AT_ONCE);
  const cases = (await Promise.all(stacks.map((name) => turn(async () => openCases(await ledger.standing(name)))))).flat();
  const open = cases.filter(({ change }) => change.fingerprint.startsWith(prefix)).map(foundOpen);
  const found = open.length > 0 ? open : (await Promise.all(stacks.map((name) => turn(() => adoptionsOf(ledger, name))))).flat().filter(({ about }) => about.fingerprint.startsWith(prefix));
  const [only, another] = found;
  if (only === undefined) throw new NoSuchChange(`no open change ${stack === undefined ? "" : `of ${stack} `}has this fingerprint: whodrift scan --format json tells those that are open`);
  if (another !== undefined) throw new NoSuchChange(`several changes begin so: give more of the fingerprint\n${found.map(({ about }) => `  ${about.fingerprint}  ${about.stack}  ${about.path}`).join("\n")}`);
  return only;
}

function foundOpen(subject: Case): FoundChange {
  const { stack, drift, change } = subject;
  const { fingerprint, valueDigest, path, attribution } = change;
  const { urn, type } = drift.resource;
  return { about: { stack, fingerprint, urn, type, path, valueDigest, ...(isAttributed(attribution) && { actor: attribution.actor.principal }) }, subject };
}

async function adoptionsOf({ store }: Ledger, stack: string): Promise<readonly FoundChange[]> {
  const read = await readLastOpenDrift(store, stack);
  return read.outcome === "read" ? read.openDrift.adoptions.map((entry) => foundAdopted(entry, stack)) : [];
}

function foundAdopted({ fingerprint, urn, type, path, valueDigest, actor }: OpenDriftEntry, stack: string): FoundChange {
  return { about: { stack, fingerprint, urn, type, path, valueDigest, ...(actor && { actor: actor.principal }) } };
}

/** Their files' names are not the stacks'; one that is no use belongs to no stack by itself. */
async function knownStacks({ store }: Ledger): Promise<readonly string[]> {
  const turn = pLimit(AT_ONCE);
  const names = await Promise.all((await store.list("standing/")).map((key) => turn(async () => nameIn(await store.read(key)))));
  return names.filter((name) => name !== undefined);
}

function nameIn(bytes: Uint8Array | undefined): string | undefined {
  try {
    return bytes && namedSchema.parse(JSON.parse(Buffer.from(bytes).toString("utf8"))).stack;
  } catch {
    return undefined;
  }
}
