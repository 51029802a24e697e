import { posix, win32 } from "node:path";

/** The user's cache folder, by each system's own convention. */
export function cacheFolder(env: Readonly<Record<string, string | undefined>>, platform: NodeJS.Platform, homedir: string): string {
  switch (platform) {
    case "win32":
      return env["LOCALAPPDATA"] ?? win32.join(homedir, "AppData", "Local");
    case "darwin":
      return posix.join(homedir, "Library", "Caches");
    default: {
      // The specification says to ignore a relative path: https://specifications.freedesktop.org/basedir-spec/latest/
      const xdg = env["XDG_CACHE_HOME"];
      return xdg !== undefined && posix.isAbsolute(xdg) ? xdg : posix.join(homedir, ".cache");
    }
  }
}
