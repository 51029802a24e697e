import { isSameDocument } from "./policyDocument";
import { pathMatches, pathText } from "./propertyPath";
import type { Path } from "./propertyPath";
import type { ResourceType } from "./resourceType";
import { UNKNOWN, isAsset, isList, isObject, isReserved, revealAll } from "./values";
import type { Value, Values } from "./values";

export type ChangeKind = "add" | "delete" | "update";

export interface Change {
  readonly path: string;
  readonly property: string;
  readonly kind: ChangeKind;
  readonly replaces: boolean;
}

interface Sides {
  /** The recorded (on refresh: the live) outputs. */
  readonly olds: Values;
  readonly oldInputs: Values;
  /** What the program wants (on refresh: the recorded inputs). */
  readonly news: Values;
  readonly ignoreChanges: readonly string[];
}

/**
 * What an update would have to do, path by path, as a bridged provider plans it: inputs against state, for declared
 * properties, and for those that were declared and no longer are. A computed property that is not declared is AWS's.
 */
export function diff(type: ResourceType, { olds, oldInputs, news, ignoreChanges }: Sides): readonly Change[] {
  const state = revealAll(olds);
  const wanted = revealAll(news);
  const declared = new Set([...Object.keys(wanted), ...Object.keys(oldInputs).filter((key) => !type.computed.includes(key))]);
  return [...declared]
    .filter((property) => !isReserved(property))
    .flatMap((property) =>
      compare(type, [property], state[property], wanted[property])
        .filter(({ path }) => !ignoreChanges.some((ignored) => pathMatches(ignored, path)))
        .map(({ path, kind }) => ({ path: pathText(path), property, kind, replaces: type.forceNew.includes(property) })),
    );
}

/** A list with holes: elements that found their equal. */
type Lone = readonly (Value | undefined)[];

interface Difference {
  readonly path: Path;
  readonly kind: ChangeKind;
}

function compare(type: ResourceType, path: Path, old: Value | undefined, wanted: Value | undefined): readonly Difference[] {
  if (wanted === UNKNOWN) return [{ path, kind: "update" }];
  if (isZero(old) && isZero(wanted)) return [];
  if (isAbsent(old)) return [{ path, kind: "add" }];
  if (isAbsent(wanted)) return [{ path, kind: "delete" }];
  if (isList(old) && isList(wanted)) {
    const isSet = path.length === 1 && type.sets.includes(String(path[0]));
    return isSet ? compareSets(type, path, old, wanted) : compareElements(type, path, old, wanted);
  }
  if (isAsset(old) && isAsset(wanted)) return old["hash"] === wanted["hash"] ? [] : [{ path, kind: "update" }];
  if (isObject(old) && isObject(wanted)) {
    return [...new Set([...Object.keys(old), ...Object.keys(wanted)])]
      .filter((key) => !isReserved(key))
      .flatMap((key) => compare(type, [...path, key], old[key], wanted[key]));
  }
  return isSame(type, path, old, wanted) ? [] : [{ path, kind: "update" }];
}

function compareElements(type: ResourceType, path: Path, old: Lone, wanted: Lone): readonly Difference[] {
  const length = Math.max(old.length, wanted.length);
  return Array.from({ length }).flatMap((_, index) => compare(type, [...path, index], old[index], wanted[index]));
}

/** Elements that are on both sides, wherever, are no difference; of the rest those at the same index are one that changed. */
function compareSets(type: ResourceType, path: Path, old: readonly Value[], wanted: readonly Value[]): readonly Difference[] {
  const lone = (these: readonly Value[], others: readonly Value[]) =>
    these.map((one) => (others.some((other) => compare(type, [...path, 0], other, one).length === 0) ? undefined : one));
  return compareElements(type, path, lone(old, wanted), lone(wanted, old));
}

function isSame(type: ResourceType, path: Path, old: Value, wanted: Value): boolean {
  const isDocument = type.documents.includes(String(path.at(-1)));
  if (isDocument && typeof old === "string" && typeof wanted === "string") return isSameDocument(old, wanted);
  return old === wanted;
}

function isAbsent(value: Value | undefined): value is null | undefined {
  return value === undefined || value === null;
}

/** Terraform knows no difference between "not set" and these. */
function isZero(value: Value | undefined): boolean {
  if (isList(value)) return value.length === 0;
  if (isObject(value)) return Object.keys(value).every(isReserved);
  return isAbsent(value) || value === "" || value === 0 || value === false;
}
