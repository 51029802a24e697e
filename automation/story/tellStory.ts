import { counts, isAttributed, type DriftedResource, type LedgerEntry, type SeenStack } from "../../policypack/model";
import { STORY, type Chapter, type Story } from "./story";

/**
 * What the ledger tells of a resource (URN, ARN, or another of the strings by which audit records name it) or of one
 * change (fingerprint).
 * @param asked matched whole
 * @param entries in order; no more than one of them is kept in memory
 */
export async function tellStory(asked: string, entries: AsyncIterable<LedgerEntry> | Iterable<LedgerEntry>): Promise<Story> {
  const teller = new Teller(asked);
  for await (const entry of entries) teller.hear(entry);
  return teller.story();
}

class Teller {
  readonly #asked: string;
  readonly #chapters: Chapter[] = [];
  /** Of each change that was told: whether it counts, and its last sight, while it is open. */
  readonly #told = new Map<string, { readonly counts: boolean; readonly open?: Extract<Chapter, { kind: "open" }> | undefined }>();

  constructor(asked: string) {
    this.#asked = asked;
  }

  hear({ number: entry, at, body }: LedgerEntry): void {
    switch (body.kind) {
      case "scan":
        for (const stack of body.stacks) this.#hearStack({ entry, at, stack: stack.stack }, stack);
        return;
      case "decision": {
        const { decision } = body;
        if (this.#concerns(decision.urn, [decision.fingerprint])) this.#chapters.push({ kind: "decided", entry, at, stack: decision.stack, decision });
        return;
      }
      case "remediation": {
        const { step } = body;
        if (this.#concerns(step.urn, step.fingerprints)) this.#chapters.push({ kind: "step", entry, at, stack: step.stack, step });
        return;
      }
    }
  }

  #hearStack(place: Pick<Chapter, "entry" | "at" | "stack">, { changes, resolved }: SeenStack): void {
    for (const one of resolved) {
      const before = this.#told.get(one.fingerprint);
      if (before === undefined) continue;
      this.#told.set(one.fingerprint, { counts: before.counts });
      this.#chapters.push({ kind: "resolved", ...place, resolved: one });
    }
    for (const { fingerprint, history, detail } of changes) {
      const before = this.#told.get(fingerprint);
      if (detail === undefined) {
        if (before?.open) this.#told.set(fingerprint, { ...before, open: { ...before.open, ...place, history } });
        continue;
      }
      const { resource, change } = detail;
      if (before === undefined && fingerprint !== this.#asked && !isNamed(resource, this.#asked)) continue;
      this.#told.set(fingerprint, { counts: counts(change), open: { kind: "open", ...place, fingerprint, path: change.path, urn: resource.urn, history } });
      const sight = { ...place, fingerprint, history, resource, change };
      if (history.state === "new") this.#chapters.push({ kind: "seen", ...sight, ...(before && { again: true }) });
      else this.#chapters.push({ kind: history.state === "worse" ? "worse" : "retold", ...sight });
    }
  }

  #concerns(urn: string, fingerprints: readonly string[]): boolean {
    return urn === this.#asked || fingerprints.some((fingerprint) => fingerprint === this.#asked || this.#told.has(fingerprint));
  }

  story(): Story {
    const chapters = [...this.#chapters, ...[...this.#told.values()].flatMap(({ open }) => open ?? [])];
    const spans = chapters.flatMap((chapter) => (chapter.kind === "resolved" && this.#told.get(chapter.resolved.fingerprint)?.counts ? [Math.max(0, Date.parse(chapter.resolved.at) - Date.parse(chapter.resolved.firstSeen))] : []));
    const mean = spans.length === 0 ? undefined : spans.reduce((sum, span) => sum + span, 0) / spans.length;
    return { schema: STORY, asked: this.#asked, chapters, ...(mean !== undefined && { meanDrifted: mean }), actors: actorsIn(chapters) };
  }
}

function isNamed({ urn, arn, identities }: DriftedResource, asked: string): boolean {
  return urn === asked || arn === asked || identities.includes(asked);
}

/** Each event counts once, however many changes it made. */
function actorsIn(chapters: readonly Chapter[]): Story["actors"] {
  const events = new Map<string, { readonly name: string; readonly ids: Set<string> }>();
  for (const chapter of chapters) {
    if ((chapter.kind !== "seen" && chapter.kind !== "worse" && chapter.kind !== "retold") || !counts(chapter.change) || !isAttributed(chapter.change.attribution)) continue;
    const { actor, event } = chapter.change.attribution;
    const known = events.get(actor.principal) ?? { name: actor.name, ids: new Set() };
    events.set(actor.principal, known);
    known.ids.add(event.id);
  }
  return [...events]
    .map(([principal, { name, ids }]) => ({ principal, name, times: ids.size }))
    .toSorted((one, other) => other.times - one.times || (one.principal < other.principal ? -1 : 1));
}
