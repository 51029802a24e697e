import { z } from "zod";

/** The user's mistake, in the environment; names no secret. */
export class SinkSettingsError extends Error {
  override readonly name = "SinkSettingsError";
}

/** The name of an environment variable. A secret itself does not belong into a file, and cannot be written here. */
export const secretSchema = z.strictObject({ env: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "the name of an environment variable") }).readonly();
export type Secret = z.infer<typeof secretSchema>;

/** @throws {SinkSettingsError} */
export function readSecret({ env: name }: Secret, env: Readonly<Record<string, string>>): string {
  const value = env[name]?.trim() ?? "";
  if (value === "") throw new SinkSettingsError(`the environment variable ${name} is not set`);
  // `fetch` would quote the whole of a header that it does not take.
  if (!/^[\x21-\x7e]+$/.test(value)) throw new SinkSettingsError(`the environment variable ${name} has characters that no key or URL has`);
  return value;
}

/** A URL that is no secret may stand in the file. */
export const placeSchema = z.union([z.url({ protocol: /^https?$/ }).refine((url) => mistakeInUrl(url) === undefined, { error: ({ input }) => (typeof input === "string" ? mistakeInUrl(input) : undefined) }), secretSchema]);
export type Place = z.infer<typeof placeSchema>;

/** @throws {SinkSettingsError} */
export function readPlace(place: Place, env: Readonly<Record<string, string>>): string {
  if (typeof place === "string") return place;
  const url = readSecret(place, env);
  const mistake = mistakeInUrl(url);
  if (mistake !== undefined) throw new SinkSettingsError(`the URL in the environment variable ${place.env}: ${mistake}`);
  return url;
}

const LOCAL = /^(localhost|127\.0\.0\.1|\[::1\])$/;

/**
 * Alerts name people, resources and open doors: they do not go over the network in the clear. Any host is allowed, the
 * private ones too, because only the configuration and the environment say where to; a report never does.
 */
function mistakeInUrl(text: string): string | undefined {
  if (!URL.canParse(text)) return "it is none";
  const { protocol, hostname, username, password } = new URL(text);
  if (username !== "" || password !== "") return "a user or password in a URL ends up in logs: use the sink's own key";
  return protocol === "https:" || (protocol === "http:" && LOCAL.test(hostname)) ? undefined : "it has to begin with https:// (http:// only for localhost)";
}
