import { isJsonObject, type FoundChange, type FoundDrift, type Json, type JsonObject } from "../../policypack/model";
import type { CloudTrailRecord } from "../audit/trailRecord";
import { elementDelta, listDelta, netElements, pathOf } from "./elements";
import { elsewhere, type Evidence } from "./evidence";
import { operationOf } from "./mutatingCalls";
import { entryOf, readEntry, type Entry } from "./operations/networkAcl";

/**
 * What a call says about the entries of a network's access list. In each direction the number tells one from another:
 * of two entries that are otherwise equal, only one is the call's.
 */
export function weighEntries(record: CloudTrailRecord, drift: FoundDrift, change: FoundChange): Evidence {
  const operation = operationOf(record);
  const called = entryOf(record);
  if (called === undefined) return { verdict: "touches", says: "changed the entries of this access list; which ones is not recorded" };
  if (pathOf(change)[0] !== (called.egress ? "egress" : "ingress")) return elsewhere;
  const list = listDelta(drift, change);
  const { added, removed } = netElements(elementDelta(drift, change), list);
  const [now, before] = [added.filter(isJsonObject), removed.filter(isJsonObject)];
  const there = now.find((element) => readEntry(element).number === called.number);
  const wasThere = before.some((element) => readEntry(element).number === called.number);
  if (operation === "DeleteNetworkAclEntry") {
    if (there !== undefined) return { verdict: "contradicts", says: `removed entry ${called.number}, which is there again` };
    if (!wasThere) return elsewhere;
    const isReplaced = netElements(list, list).added.some((element) => isJsonObject(element) && readEntry(element).number === called.number);
    return isReplaced ? { verdict: "touches", says: `removed entry ${called.number} as it was before` } : { verdict: "explains", says: `removed entry ${called.number}, which is gone` };
  }
  if (there !== undefined) {
    return isMadeOf(there, called) ? { verdict: "explains", says: `set entry ${called.number} as it is now` } : { verdict: "contradicts", says: `set entry ${called.number} otherwise than it is now` };
  }
  if (wasThere) return weighFormer(called, netElements(list, list).added);
  const unnumbered = now.find((element) => readEntry(element).number === undefined);
  if (unnumbered === undefined || Object.keys(unnumbered).length === 0 || !isMadeOf(unnumbered, called)) return elsewhere;
  // The change does not tell the entry's number, so that another call may fit as well.
  return operation === "ReplaceNetworkAclEntry"
    ? { verdict: "explains", says: `set entry ${called.number} to the actual value`, whole: called.number }
    : { verdict: "touches", says: `made an entry ${called.number} with the actual value` };
}

/** One side of a set tells what was there, and the other at another place what is there instead. */
function weighFormer(called: Entry, added: readonly Json[]): Evidence {
  const instead = added.filter(isJsonObject).find((element) => readEntry(element).number === called.number);
  if (instead === undefined) return { verdict: "contradicts", says: `set entry ${called.number}, which is missing now` };
  return isMadeOf(instead, called) ? { verdict: "explains", says: `set entry ${called.number} as it is now` } : { verdict: "contradicts", says: `set entry ${called.number} otherwise than it is now` };
}

/** Every field that the drift tells must be the call's. */
function isMadeOf(element: JsonObject, called: Entry): boolean {
  const wanted = readEntry(element);
  return Object.entries(wanted.fields).every(([name, value]) => value === (called.fields[name] ?? "")) && (wanted.number === undefined || wanted.number === called.number);
}
