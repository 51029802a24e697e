import { isJsonArray, isMasked, readPath, type ChangeKind, type Json, type JsonObject, type PropertyPath } from "../../policypack/model";
import type { DiffKind } from "../refresh/observation";
import { ROOT, type Difference, type Place } from "./difference";
import { findDifferences, type Terms } from "./findDifferences";
import { noiseBy } from "./noiseRules";
import { isSet } from "./sets";
import { valueAt } from "./valueAt";

/** Both states of one resource, without secrets. */
export interface Sides extends Terms {
  readonly recorded: { readonly inputs: JsonObject; readonly outputs: JsonObject };
  readonly actual: { readonly inputs: JsonObject; readonly outputs: JsonObject };
}

/** A difference of which the engine spoke, or that stands in the inputs where it did not say where. */
export interface ReportedDifference extends Difference {
  readonly replaces?: true;
  /** What the engine says happened in the cloud; decides where no value can be shown. */
  readonly kind?: ChangeKind;
}

interface Report {
  readonly path: PropertyPath;
  readonly kind: ChangeKind;
  readonly replaces: boolean;
}

/** What the engine's answer says, refined to the properties and elements that differ. */
export function reportedDifferences(
  diff: Readonly<Record<string, { readonly kind: DiffKind }>> | undefined,
  sides: Sides,
): readonly ReportedDifference[] {
  const reports = Object.entries(diff ?? {}).map(([path, { kind }]) => readReport(path, kind));
  if (reports.length === 0) return settle(findDifferences(sides.recorded.inputs, sides.actual.inputs, ROOT, sides), sides);
  const roots = outermost(reports.map((report) => setAround(report.path)));
  return roots.flatMap((root) => refine(root, reports.filter((report) => isBelow(root, report.path)), sides));
}

function refine(root: PropertyPath, reports: readonly Report[], sides: Sides): readonly ReportedDifference[] {
  const exact = reports.length === 1 && reports[0]?.path.length === root.length ? reports[0].kind : "changed";
  const place: Place = { path: root, canonical: root };
  const expected = valueAt(sides.recorded.inputs, root) ?? (exact === "added" ? undefined : valueAt(sides.recorded.outputs, root));
  const actual = valueAt(sides.actual.inputs, root) ?? (exact === "removed" ? undefined : valueAt(sides.actual.outputs, root));
  const ofInputs = settle(findDifferences(expected, actual, place, sides), sides);
  const ofOutputs = settle(findDifferences(valueAt(sides.recorded.outputs, root), valueAt(sides.actual.outputs, root), place, sides), sides);
  const order = hasNewElements(root, sides) ? [ofOutputs, ofInputs] : [ofInputs, ofOutputs];
  const found = [...order, [unseen(place, expected, actual, sides)]].find((differences) => differences.length > 0);
  return (found ?? []).map((difference) => ({
    ...difference,
    kind: exact,
    ...(reports.some((report) => report.replaces && touches(report.path, difference.place.path, root)) ? { replaces: true as const } : {}),
  }));
}

/**
 * Has a set more elements than its inputs tell? The bridge fills the recorded ones, index by index, from what stands there
 * now: an element that came before them would be told as a change of theirs.
 * Source: extractInputs in https://github.com/pulumi/pulumi-terraform-bridge/blob/main/pkg/tfbridge/schema.go
 */
function hasNewElements(root: PropertyPath, { actual }: Sides): boolean {
  const [told, all] = [valueAt(actual.inputs, root), valueAt(actual.outputs, root)];
  return isSet(nameBefore(root, root.length)) && isJsonArray(told) && isJsonArray(all) && all.length > told.length;
}

/** The engine sees a difference that the values do not show. A secret can differ unseen; anything else is noise. */
function unseen(place: Place, expected: Json | undefined, actual: Json | undefined, { off }: Terms): Difference {
  const found = { place, ...(expected === undefined ? {} : { expected }), ...(actual === undefined ? {} : { actual }) };
  if (expected === undefined || isMasked(expected)) return found;
  return { ...found, ...noiseBy(off, ["equal-values"]) };
}

/** What is encrypted is believed to have changed only where nothing else explains the report. */
function settle(differences: readonly Difference[], { off }: Terms): readonly Difference[] {
  const explained = differences.some(({ unknowable, noise }) => unknowable === undefined && noise === undefined);
  return differences.map(({ unknowable, ...difference }) =>
    unknowable !== undefined && explained ? { ...difference, ...noiseBy(off, ["secret-unreadable"]) } : difference,
  );
}

function readReport(path: string, kind: DiffKind): Report {
  const replaces = kind.endsWith("-replace");
  const [operation] = kind.split("-");
  // A provider may name what is no path; then it is shown as it came.
  return { path: readPath(path) ?? [path], kind: operation === "add" ? "added" : operation === "delete" ? "removed" : "changed", replaces };
}

/** The outermost set that a path leads into, because an index in a set belongs to one side only; else the path. */
function setAround(path: PropertyPath): PropertyPath {
  const index = path.findIndex((segment, at) => typeof segment === "number" && isSet(nameBefore(path, at)));
  return index < 0 ? path : path.slice(0, index);
}

function nameBefore(path: PropertyPath, at: number): string | undefined {
  const name = path[at - 1];
  return typeof name === "string" ? name : undefined;
}

function outermost(paths: readonly PropertyPath[]): readonly PropertyPath[] {
  const unique = [...new Map(paths.map((path) => [JSON.stringify(path), path])).values()];
  return unique.filter((path) => !unique.some((other) => other !== path && isBelow(other, path)));
}

function isBelow(root: PropertyPath, path: PropertyPath): boolean {
  return root.every((segment, index) => segment === path[index]);
}

// Inside a set an index cannot be trusted, so there a replace is believed of every element.
function touches(reported: PropertyPath, path: PropertyPath, root: PropertyPath): boolean {
  return setAround(reported).length < reported.length || isBelow(reported, path) || isBelow(path, reported) || path.length < root.length;
}
