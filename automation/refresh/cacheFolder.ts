import { posix, win32 } from "node:path";

/**
 * Where a user's programs keep what they can fetch again: shared by all checkouts, safe to delete.
 * @param env XDG_CACHE_HOME and LOCALAPPDATA count where their system is
 * @see https://specifications.freedesktop.org/basedir-spec/latest/
 */
export function cacheFolder(env: Readonly<Record<string, string | undefined>>, platform: NodeJS.Platform, homedir: string): string {
  switch (platform) {
    case "win32":
      return set(env["LOCALAPPDATA"]) ?? win32.join(homedir, "AppData", "Local");
    case "darwin":
      return posix.join(homedir, "Library", "Caches");
    default:
      return absolute(env["XDG_CACHE_HOME"]) ?? posix.join(homedir, ".cache");
  }
}

function set(value: string | undefined): string | undefined {
  return value === "" ? undefined : value;
}

/** The specification has relative paths ignored. */
function absolute(value: string | undefined): string | undefined {
  return value !== undefined && posix.isAbsolute(value) ? value : undefined;
}
