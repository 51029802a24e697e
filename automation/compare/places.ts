import { isJsonArray, isJsonObject, isMasked, type Json, type PropertyPath } from "../../policypack/model";
import { below, nameOf, ROOT, type Place } from "./difference";
import { normalise } from "./normalise";
import { elementIdentity, isSet } from "./sets";

export interface Placed {
  readonly place: Place;
  readonly value: Json;
}

/** What a path can mean in a state: an index in a set is any element, under each of the names that it may bear. */
export function placesAt(value: Json | undefined, path: PropertyPath, place: Place = ROOT): readonly Placed[] {
  const [segment, ...rest] = path;
  if (value === undefined) return [];
  if (segment === undefined || isMasked(value)) return [{ value, place: path.reduce<Place>((at, one) => below(at, one), place) }];
  if (typeof segment === "string") {
    return placesAt(isJsonObject(value) && Object.hasOwn(value, segment) ? value[segment] : undefined, rest, below(place, segment));
  }
  const list = isJsonArray(value) ? value : [];
  const set = nameOf(place);
  if (!isSet(set)) return placesAt(list[segment], rest, below(place, segment));
  return list.flatMap((element, index) =>
    [element, elementIdentity(set, element)].flatMap((name) => (name === undefined ? [] : placesAt(element, rest, below(place, index, { element: normalise(name) })))),
  );
}

