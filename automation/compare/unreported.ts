import { canonicalJson, parsePath, PathSyntaxError, type PropertyPath, type Tier } from "../../policypack/model";
import type { StateResource } from "../estate/deployment";
import { ROOT, type Difference, type Place } from "./difference";
import { findDifferences } from "./findDifferences";
import { noiseBy } from "./noiseRules";
import type { Sides } from "./reported";
import { volatility } from "./volatile";

export type UnreportedDifference = Difference & { readonly tier: Tier };

/**
 * What differs in the outputs and was not reported by the engine: properties that the program never set, or that
 * `ignoreChanges` hides. A report that turned out to be noise does not stand in the way of a change at its place.
 */
export function unreportedDifferences(resource: StateResource, sides: Sides, reported: readonly Difference[]): readonly UnreportedDifference[] {
  const isTold = newsOf(reported);
  const isChange = newsOf(reported.filter(({ noise }) => noise === undefined));
  return findDifferences(sides.recorded.outputs, sides.actual.outputs, ROOT, sides)
    .filter(({ unknowable }) => unknowable === undefined)
    .filter(({ place, noise }) => !(noise === undefined ? isChange(place) : isTold(place)))
    .map((difference) => {
      const reason = volatility(resource.type, namesOn(difference.place));
      return {
        ...difference,
        tier: isIgnored(resource, difference.place) ? "ignored" : "output",
        ...(reason === undefined ? {} : noiseBy(sides.off, ["volatile-output"], reason)),
      };
    });
}

/** Hidden by `ignoreChanges` in the recorded state. `*` stands for any key or index. */
export function isIgnored({ ignoreChanges }: StateResource, place: Place): boolean {
  return (ignoreChanges ?? []).some((text) => {
    const ignored = readIgnored(text);
    return ignored.every((segment, index) => index < place.path.length && (segment === "*" || segment === place.path[index]));
  });
}

function readIgnored(text: string): readonly (string | number)[] {
  try {
    return parsePath(text.replaceAll("[*]", '["*"]'));
  } catch (error) {
    if (error instanceof PathSyntaxError) return [text];
    throw error;
  }
}

/**
 * Is a place in the outputs the same news as one of these? A set in the outputs spells its elements out; whatever the
 * engine said of that set is the same news.
 */
function newsOf(reported: readonly Difference[]): (place: Place) => boolean {
  const paths = reported.map(({ place }) => beforeElement(place));
  const told = new Set(paths.map((path) => canonicalJson(path)));
  const around = new Set(paths.flatMap((path) => prefixes(path).map((prefix) => canonicalJson(prefix))));
  return (place) => {
    const path = beforeElement(place);
    return prefixes(path).some((prefix) => told.has(canonicalJson(prefix))) || (path.length > 0 && around.has(canonicalJson(path)));
  };
}

function beforeElement({ path, canonical }: Place): PropertyPath {
  const index = canonical.findIndex((segment) => typeof segment === "object");
  return index < 0 ? path : path.slice(0, index);
}

function prefixes(path: PropertyPath): readonly PropertyPath[] {
  return [...path.map((_, length) => path.slice(0, length)), path];
}

function namesOn(place: Place): readonly string[] {
  return place.path.filter((segment) => typeof segment === "string");
}
