/** A property as it travels between engine and provider: JSON, marked secrets, and what a preview cannot know yet. */
export type Value = string | number | boolean | null | Secret | typeof UNKNOWN | readonly Value[] | Values;
export interface Values {
  readonly [key: string]: Value;
}

/** What is left of a value once its marks are off; a real call is made of these. */
export type Plain = string | number | boolean | null | readonly Plain[] | PlainValues;
export interface PlainValues {
  readonly [key: string]: Plain;
}

/** Stands for a value that only the real deployment will know. */
export const UNKNOWN: unique symbol = Symbol("unknown");

const SECRET: unique symbol = Symbol("secret");

/** A value that the program or the provider marked: engine and state keep it encrypted. */
export interface Secret {
  readonly [SECRET]: Value;
}

export function secret(value: Value): Secret {
  return { [SECRET]: value };
}

/** @returns what is under the mark */
export function elementOf(value: Secret): Value {
  return value[SECRET];
}

export function isSecret(value: Value | undefined): value is Secret {
  return typeof value === "object" && value !== null && SECRET in value;
}

export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

export function isObject(value: Value | undefined): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isSecret(value);
}

/** https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/sig/sig.go: the key that tells a special object, and what it is. */
export const SIGNATURE = "4dabf18193072939515e22adb298388d";
const ASSET = "c44067f5952c0a294b673a41bacd8c17";
const ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7";

/** A file or an archive of the program's, in the form that it has on the wire: an object with a `hash`. */
export function isAsset(value: Value | undefined): value is Values {
  return isObject(value) && (value[SIGNATURE] === ASSET || value[SIGNATURE] === ARCHIVE);
}

/** Takes secret marks off, everywhere; unknown parts stay. */
export function reveal(value: Value): Value {
  if (isSecret(value)) return reveal(elementOf(value));
  if (isList(value)) return value.map(reveal);
  return isObject(value) ? revealAll(value) : value;
}

export function revealAll(values: Values): Values {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, reveal(value)]));
}

/** Ready for a real call: no marks, no nulls, none of the bridge's own keys (`__defaults`). Unknown parts are left out. */
export function plain(values: Values): PlainValues {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => {
      const bare = plainValue(value);
      return bare === undefined || bare === null || isReserved(key) ? [] : [[key, bare]];
    }),
  );
}

/** Without the properties that an answer of AWS left out. */
export function present(values: Readonly<Record<string, Plain | undefined>>): PlainValues {
  return Object.fromEntries(Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])));
}

function plainValue(value: Value): Plain | undefined {
  if (isSecret(value)) return plainValue(elementOf(value));
  if (value === UNKNOWN) return undefined;
  if (isList(value)) return value.flatMap((element) => plainValue(element) ?? []);
  return isObject(value) ? plain(value) : value;
}

/** `__defaults`, `__meta`: bookkeeping of the bridge among the properties. */
export function isReserved(key: string): boolean {
  return key.startsWith("__");
}
