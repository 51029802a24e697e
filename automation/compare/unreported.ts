import { parsePath, PathSyntaxError, type Tier } from "../../policypack/model";
import type { StateResource } from "../estate/deployment";
import { contains, ROOT, type Difference, type Place } from "./difference";
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
  return findDifferences(sides.recorded.outputs, sides.actual.outputs, ROOT, sides)
    .filter(({ unknowable }) => unknowable === undefined)
    .filter(({ place, noise }) => !reported.some((other) => overlaps(other.place, place) && (other.noise === undefined || noise !== undefined)))
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

/** A set in the outputs spells its elements out; whatever the engine said of that set is the same news. */
function overlaps(reported: Place, place: Place): boolean {
  const [one, other] = [beforeElement(reported), beforeElement(place)];
  return contains(one, other) || (contains(other, one) && other.path.length > 0);
}

function beforeElement(place: Place): Place {
  const index = place.canonical.findIndex((segment) => typeof segment === "object");
  return index < 0 ? place : { path: place.path.slice(0, index), canonical: place.canonical.slice(0, index) };
}

function namesOn(place: Place): readonly string[] {
  return place.path.filter((segment) => typeof segment === "string");
}
