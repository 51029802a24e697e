import { isJsonArray, isJsonObject, isMasked, type Json, type JsonObject } from "../../policypack/model";

/** A change, as far as its severity asks. */
export interface Effect {
  readonly type: string;
  /** The names on the path, without indices; none for a resource that is gone. */
  readonly names: readonly string[];
  readonly expected?: Json;
  readonly actual?: Json;
  readonly gone: boolean;
  /** The whole resource as recorded and as it is, so that a part can be understood. */
  readonly recorded: JsonObject;
  readonly live: JsonObject;
}

export type Does = (effect: Effect) => boolean;

/** The change, and what changed inside it where a whole element came or went. */
export function partsOf(effect: Effect): readonly Effect[] {
  const { expected, actual, ...rest } = effect;
  const before = childrenOf(expected).map(([names, value]) => ({ ...rest, names: [...rest.names, ...names], expected: value }));
  const after = childrenOf(actual).map(([names, value]) => ({ ...rest, names: [...rest.names, ...names], actual: value }));
  return [effect, ...[...before, ...after].flatMap(partsOf)];
}

function childrenOf(value: Json | undefined): readonly (readonly [readonly string[], Json])[] {
  if (isMasked(value)) return [];
  if (isJsonArray(value)) return value.map((element) => [[], element]);
  return isJsonObject(value) ? Object.entries(value).map(([name, element]) => [[name], element]) : [];
}

export const isDeleted: Does = ({ gone }) => gone;

const ON = /^(true|enabled|on|active|required)$/i;

const OFF = /^(false|disabled?|off|inactive|suspended|paused|optional|none)$/i;

/** A switch that was on is not on any more, or one that nobody had touched is off. */
export const turnsOff: Does = ({ expected, actual }) => (expected === undefined ? OFF.test(textOf(actual)) : ON.test(textOf(expected)) && !ON.test(textOf(actual)));

/** One of these now, and not before. */
export function becomes(...bad: readonly RegExp[]): Does {
  return ({ expected, actual }) => bad.some((one) => one.test(textOf(actual)) && !one.test(textOf(expected)));
}

/** It was this, and no longer is. */
export function leaves(good: RegExp): Does {
  return ({ expected, actual }) => good.test(textOf(expected)) && !good.test(textOf(actual));
}

export const turnsOn = becomes(ON);

/** Nothing, where something was. */
export const loses: Does = ({ expected, actual }) => isSet(expected) && !isSet(actual);

const EVERYBODY = /^(\*|all)$/i;

/** Somebody or something that was not there; one out of everybody is no gain. */
export const gains: Does = ({ expected, actual }) => {
  const had = itemsOf(expected);
  return isSet(actual) && !had.some((one) => EVERYBODY.test(one)) && itemsOf(actual).some((one) => !had.includes(one));
};

/** Nothing, or something else: it no longer is what was chosen. */
export const strays: Does = ({ expected, actual }) => isSet(expected) && textOf(actual) !== textOf(expected);

/** @param unset what no value, or 0, means */
export function lowers(unset: number): Does {
  return ({ expected, actual }) => numberOf(actual, unset) < numberOf(expected, unset);
}

/** @param unset what no value, or 0, means */
export function raises(unset: number): Does {
  return ({ expected, actual }) => numberOf(actual, unset) > numberOf(expected, unset);
}

function numberOf(value: Json | undefined, unset: number): number {
  return isSet(value) ? Number(textOf(value)) : unset;
}

const UNSET: readonly (Json | undefined)[] = [undefined, null, "", 0, "0", false, "false"];

function isSet(value: Json | undefined): boolean {
  return typeof value === "object" && value !== null ? Object.keys(value).length > 0 : !UNSET.includes(value);
}

function textOf(value: Json | undefined): string {
  if (value === undefined || value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

// Accounts may stand in one text, with commas between them.
function itemsOf(value: Json | undefined): readonly string[] {
  return textOf(value).split(",");
}
