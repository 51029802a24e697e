import { isAttributed, type Attribution, type ResolvedChange, type SeenChange } from "../../policypack/model";
import type { RecordedNow } from "../compare";
import type { PastUpdate } from "../estate";

export interface EndingFacts {
  readonly recorded: RecordedNow;
  /** When Pulumi last wrote the resource; an older CLI does not tell. */
  readonly modified?: string | undefined;
  /** The latest few, newest first. */
  readonly updates: readonly PastUpdate[];
  /** Who set the recorded value again, where the trail was asked. */
  readonly setBack?: Attribution | undefined;
  readonly now: Date;
}

// The files of a history have whole seconds; the state has fractions of them.
const RESOLUTION_MS = 1_000;

/**
 * How a change ended that was open when the last scan looked, and is not there any more: no more than what the state,
 * the history of updates and the trail show.
 */
export function tellEnding(ended: SeenChange, facts: EndingFacts): ResolvedChange | undefined {
  const { detail, fingerprint, history } = ended;
  if (detail === undefined) return undefined;
  const { resource, change } = detail;
  const recent = facts.updates.filter(({ to }) => Date.parse(to) + RESOLUTION_MS > Date.parse(history.lastSeen));
  const scanned = facts.now.toISOString();
  return { fingerprint, urn: resource.urn, type: resource.type, path: change.path, firstSeen: history.firstSeen, ...ending() };

  function ending(): Pick<ResolvedChange, "how" | "at" | "actor" | "event" | "update" | "why"> {
    switch (facts.recorded) {
      case "deleted":
        return { how: "gone", at: scanned, why: "its resource is gone from AWS, which is a change of its own" };
      case "unmanaged":
        return unmanaged();
      case "actual":
        return taken();
      case "before":
        return reverted(change.path === "" ? "the resource" : "the recorded value");
      case "other": {
        const writer = writerOf();
        return writer === undefined
          ? { how: "gone", at: scanned, why: "recorded and actual value agree again, on neither of the two that were seen; nothing tells how" }
          : by(writer, "reverted", "brought another value to AWS, which the program has by now");
      }
    }
  }

  function unmanaged(): ReturnType<typeof ending> {
    const update = recent.find((one) => isUp(one) && one.result === "succeeded");
    if (update !== undefined) return by(update, change.path === "" ? "adopted" : "gone", "took the resource out of the stack: the program has it no more");
    const refresh = recent.find(({ kind }) => kind === "refresh");
    if (refresh !== undefined) return by(refresh, change.path === "" ? "absorbed" : "gone", "took the resource out of the state");
    return { how: "gone", at: scanned, why: "its resource is not in the state any more; nothing tells how" };
  }

  /** The state has the actual value. */
  function taken(): ReturnType<typeof ending> {
    if (change.tier !== "declared") {
      const writer = recent.find(wrote) ?? recent.find(({ kind }) => kind === "refresh");
      const why = "took the actual value into the state; the program does not set it";
      return writer === undefined ? { how: "absorbed", at: scanned, why: "the state has the actual value; the program does not set it" } : by(writer, "absorbed", why);
    }
    const settler = recent.find((one) => isUp(one) && one.result === "succeeded" && one.partial !== true) ?? recent.find((one) => isUp(one) && wrote(one));
    if (settler !== undefined) return by(settler, "adopted", "left the actual value as it is: the program has it");
    const refresh = recent.find(({ kind }) => kind === "refresh");
    const why = "took the actual value into the state; whether the program has it is not known";
    return refresh === undefined ? { how: "absorbed", at: scanned, why: "the state has the actual value; whether the program has it is not known" } : by(refresh, "absorbed", why);
  }

  function reverted(what: string): ReturnType<typeof ending> {
    const writer = writerOf();
    if (writer !== undefined) return by(writer, "reverted", `brought ${what} to AWS again`);
    const { setBack } = facts;
    if (setBack && isAttributed(setBack)) {
      const { actor, event, why } = setBack;
      return { how: "reverted", at: event.time, actor, event, why: why[0] ?? `${event.operation} set ${what} again` };
    }
    return { how: "reverted", at: scanned, why: [`AWS has ${what} again; nobody is known to have set it`, ...(setBack?.why ?? [])].join(": ") };
  }

  /** The update that wrote the resource since it was last seen drifted. Where a state does not tell, any that can have. */
  function writerOf(): PastUpdate | undefined {
    return recent.find((one) => isUp(one) && (facts.modified === undefined || wrote(one)));
  }

  function wrote({ from, to }: PastUpdate): boolean {
    const time = Date.parse(facts.modified ?? "");
    return time >= Date.parse(from) && time < Date.parse(to) + RESOLUTION_MS;
  }

  function by({ kind, from, to }: PastUpdate, how: ResolvedChange["how"], what: string): ReturnType<typeof ending> {
    return { how, at: to, update: { startedAt: from, endedAt: to }, why: `the ${kind} of this stack that ended ${to} ${what}` };
  }
}

function isUp({ kind }: PastUpdate): boolean {
  return kind === "update" || kind === "destroy";
}
