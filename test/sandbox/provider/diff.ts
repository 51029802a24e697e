import { isSameDocument } from "./policyDocument";
import { isAt, pathMatches, pathText, stepsBelow } from "./propertyPath";
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
  /** What the program wants (on refresh: the recorded inputs). */
  readonly news: Values;
  readonly ignoreChanges: readonly string[];
}

/**
 * What an update would have to do, path by path, as a bridged provider plans it: state against planned state. What
 * the program does not set stays where AWS may choose it (Computed); an Optional property is taken back, even
 * where the program never set it.
 * https://github.com/pulumi/pulumi-terraform-bridge/blob/main/pkg/tfbridge/detailed_diff.go
 */
export function diff(type: ResourceType, { olds, news, ignoreChanges }: Sides): readonly Change[] {
  const state = revealAll(olds);
  const wanted = revealAll(news);
  return compareKeys(type, [], state, wanted)
    .filter(({ path }) => !ignoreChanges.some((ignored) => pathMatches(ignored, path)))
    .map(({ path, kind, value }) => ({ path: pathText(path), property: String(path[0]), kind, replaces: isReplacing(type, path, value) }));
}

/** A list with holes: elements that found their equal. */
type Lone = readonly (Value | undefined)[];

interface Difference {
  readonly path: Path;
  readonly kind: ChangeKind;
  /** The value that is new, or that goes. */
  readonly value: Value;
}

function compare(type: ResourceType, path: Path, old: Value | undefined, wanted: Value | undefined): readonly Difference[] {
  if (wanted === UNKNOWN) return [{ path, kind: "update", value: wanted }];
  if (isZero(old) && isZero(wanted)) return [];
  if (isAbsent(wanted)) {
    const isLeftToAws = isAbsent(old) || type.computed.some((pattern) => isAt(pattern, path));
    return isLeftToAws ? [] : [{ path, kind: "delete", value: old }];
  }
  if (isAbsent(old)) return [{ path, kind: "add", value: wanted }];
  if (isList(old) && isList(wanted)) {
    if (type.sets.some((pattern) => isAt(pattern, path))) return compareSets(type, path, old, wanted);
    return [...old, ...wanted].some((element) => isList(element) || isObject(element))
      ? compareElements(type, path, old, wanted)
      : compareScalars(path, old, wanted);
  }
  if (isAsset(old) && isAsset(wanted)) return old["hash"] === wanted["hash"] ? [] : [{ path, kind: "update", value: wanted }];
  if (isObject(old) && isObject(wanted)) return compareKeys(type, path, old, wanted);
  return isSame(type, path, old, wanted) ? [] : [{ path, kind: "update", value: wanted }];
}

function compareKeys(type: ResourceType, path: Path, old: Values, wanted: Values): readonly Difference[] {
  return [...new Set([...Object.keys(wanted), ...Object.keys(old)])]
    .filter((key) => !isReserved(key))
    .flatMap((key) => compare(type, [...path, key], old[key], wanted[key]));
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

/** Of a list of scalars the longest part that both have in the same order is no difference. */
function compareScalars(path: Path, old: readonly Value[], wanted: readonly Value[]): readonly Difference[] {
  const shared = longestShared(old, wanted);
  const lone = (these: readonly Value[], side: 0 | 1): Lone =>
    these.map((one, index) => (shared.some((pair) => pair[side] === index) ? undefined : one));
  const [gone, added] = [lone(old, 0), lone(wanted, 1)];
  return Array.from({ length: Math.max(old.length, wanted.length) }).flatMap((_, index): Difference[] => {
    const before: Value | undefined = gone[index];
    const after: Value | undefined = added[index];
    if (after !== undefined) return [{ path: [...path, index], kind: before === undefined ? "add" : "update", value: after }];
    return before === undefined ? [] : [{ path: [...path, index], kind: "delete", value: before }];
  });
}

/** @returns pairs of an index on each side */
function longestShared(old: readonly Value[], wanted: readonly Value[]): readonly (readonly [number, number])[] {
  const lengths = Array.from({ length: old.length + 1 }, () => Array.from({ length: wanted.length + 1 }, () => 0));
  const lengthAt = (i: number, j: number) => lengths[i]?.[j] ?? 0;
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = wanted.length - 1; j >= 0; j -= 1) {
      lengths[i]?.splice(j, 1, old[i] === wanted[j] ? lengthAt(i + 1, j + 1) + 1 : Math.max(lengthAt(i + 1, j), lengthAt(i, j + 1)));
    }
  }
  const pairs: [number, number][] = [];
  for (let i = 0, j = 0; i < old.length && j < wanted.length;) {
    if (old[i] === wanted[j]) pairs.push([i++, j++]);
    else if (lengthAt(i + 1, j) >= lengthAt(i, j + 1)) i += 1;
    else j += 1;
  }
  return pairs;
}

/** Also a whole block that comes or goes, where something in it cannot be changed. */
function isReplacing(type: ResourceType, path: Path, value: Value): boolean {
  return type.forceNew.some((pattern) => {
    if (pathMatches(pattern, path)) return true;
    const below = stepsBelow(path, pattern);
    return below !== undefined && hasValueAt(value, below);
  });
}

function hasValueAt(value: Value | undefined, [step, ...rest]: readonly string[]): boolean {
  if (step === undefined) return !isAbsent(value);
  if (isList(value)) return value.some((element, index) => (step === "*" || step === String(index)) && hasValueAt(element, rest));
  return isObject(value) && Object.entries(value).some(([key, element]) => (step === "*" || step === key) && hasValueAt(element, rest));
}

function isSame(type: ResourceType, path: Path, old: Value, wanted: Value): boolean {
  const isDocument = type.documents.some((pattern) => isAt(pattern, path));
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
