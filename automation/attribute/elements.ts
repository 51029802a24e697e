import { isJsonArray, parsePath, type FoundChange, type FoundDrift, type Json, type PropertyPath } from "../../policypack/model";
import { normalForm } from "./normalForm";

/** The elements of a list that came and went, as far as one change, or all changes of the list, tell. */
export interface ElementDelta {
  readonly added: readonly Json[];
  readonly removed: readonly Json[];
}

/** A path that cannot be parsed is one unknown property. */
export function pathOf(change: FoundChange): PropertyPath {
  try {
    return parsePath(change.path);
  } catch {
    return [change.path];
  }
}

/**
 * The list elements behind a change. The comparison may report an element whole (`ingress[1]`), leaf by leaf
 * (`ingress[1].fromPort`), or the list as one (`ingress`). Leaves of one element are put together again, but not its
 * leaves of the same name: of two addresses, each can be somebody else's.
 */
export function elementDelta(drift: FoundDrift, change: FoundChange): ElementDelta {
  const path = pathOf(change);
  // An index belongs to one side of a set: two whole elements that share it need have nothing in common.
  if (path.length <= 2) return deltaOf([change]);
  const leaves = drift.changes.filter((sibling) => {
    const at = pathOf(sibling);
    const isBeside = at.length > 2 && at[0] === path[0] && at[1] === path[1] && leafOf(at) !== leafOf(path);
    return sibling === change || isBeside;
  });
  const { added, removed } = deltaOf(leaves);
  return { added: change.kind === "removed" ? [] : added, removed: change.kind === "added" ? [] : removed };
}

/** What stands on both sides of a list only moved. */
export function netElements(delta: ElementDelta, list: ElementDelta): ElementDelta {
  const before = new Set(list.removed.map(normalForm));
  const now = new Set(list.added.map(normalForm));
  return {
    added: delta.added.filter((element) => !before.has(normalForm(element))),
    removed: delta.removed.filter((element) => !now.has(normalForm(element))),
  };
}

export function leafOf(path: PropertyPath): string | undefined {
  return path.findLast((segment) => typeof segment === "string");
}

/** The same for the whole list: an element that moved appears on both sides. */
export function listDelta(drift: FoundDrift, change: FoundChange): ElementDelta {
  const [property] = pathOf(change);
  return deltaOf(drift.changes.filter((sibling) => pathOf(sibling)[0] === property));
}

/** The same where the resource itself is the element. */
export function resourceDelta(drift: FoundDrift): ElementDelta {
  const side = (value: (change: FoundChange) => Json | undefined) => {
    const entries = drift.changes.map((change): [string, Json | undefined] => [String(pathOf(change)[0] ?? ""), value(change)]);
    return [Object.fromEntries(entries.filter((entry): entry is [string, Json] => entry[1] !== undefined))];
  };
  return { added: side((change) => change.actual), removed: side((change) => change.expected) };
}

function deltaOf(changes: readonly FoundChange[]): ElementDelta {
  return { added: elementsOf(changes, (change) => change.actual), removed: elementsOf(changes, (change) => change.expected) };
}

function elementsOf(changes: readonly FoundChange[], side: (change: FoundChange) => Json | undefined): readonly Json[] {
  const whole: Json[] = [];
  const parts = new Map<string, Record<string, Json>>();
  for (const change of changes) {
    const value = side(change);
    if (value === undefined || value === null) continue;
    const path = pathOf(change);
    const leaf = leafOf(path);
    if (path.length === 1) whole.push(...(isJsonArray(value) ? value : [value]));
    else if (path.length === 2 || leaf === undefined || leaf === path[0]) whole.push(value);
    else parts.set(String(path[1]), joinLeaf(parts.get(String(path[1])) ?? {}, leaf, value));
  }
  return [...whole, ...parts.values()];
}

/** `cidrBlocks[0]` and `cidrBlocks[1]` are two leaves of one name. */
function joinLeaf(element: Record<string, Json>, leaf: string, value: Json): Record<string, Json> {
  const known = element[leaf];
  const joined = known === undefined ? value : [...(isJsonArray(known) ? known : [known]), value];
  return { ...element, [leaf]: joined };
}
