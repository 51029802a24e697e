import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { access, constants, mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import { createBrotliDecompress } from "node:zlib";
import { cacheFolder } from "../../../automation/refresh/cacheFolder";

const run = promisify(execFile);

/** A headless Chromium for Linux on x64, with the libraries that a bare machine lacks, as an npm package. */
const PACKAGE = "@sparticuz/chromium";
const VERSION = "153.0.0";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

export interface Browser {
  /** Path of a Chromium or Chrome. */
  readonly command: string;
  /** What it needs beside the process's environment. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * A browser for the tests of the HTML report: the user's own (`CHROME_PATH`, or on PATH), else one in the cache folder,
 * which is filled from npm.
 * @throws Error that says what to install, where none is there and none can be fetched
 */
export async function ensureBrowser(log: (line: string) => void = () => undefined): Promise<Browser> {
  const own = await ownBrowser();
  if (own !== undefined) return { command: own, env: {} };
  const home = join(cacheFolder(process.env, process.platform, homedir()), "whodrift", `chromium-${VERSION}`);
  const browser = { command: join(home, "chromium"), env: { LD_LIBRARY_PATH: join(home, "lib"), FONTCONFIG_PATH: home } };
  if (await runs(browser.command)) return browser;
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new Error("The tests of the HTML report need Chrome or Chromium: install one, or set CHROME_PATH to it.");
  }
  // Filled under a name of its own and renamed when whole: set-ups at the same time do not meet.
  const unfinished = `${home}.${randomBytes(6).toString("hex")}`;
  try {
    log(`fetching a headless Chromium (${PACKAGE} ${VERSION}) from npm, 70 MB`);
    await fetchInto(unfinished);
    await rename(unfinished, home).catch(async (error: unknown) => {
      if (!(await runs(browser.command))) throw error;
    });
  } catch (cause) {
    throw new Error(`No browser could be fetched from npm (${cause instanceof Error ? cause.message : String(cause)}): install Chrome or Chromium, or set CHROME_PATH to it.`, { cause });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return browser;
}

async function fetchInto(folder: string): Promise<void> {
  const scratch = join(folder, "scratch");
  await mkdir(scratch, { recursive: true });
  await run("npm", ["pack", `${PACKAGE}@${VERSION}`, "--pack-destination", scratch, "--silent"]);
  const [archive = ""] = await readdir(scratch);
  await run("tar", ["-xzf", join(scratch, archive), "-C", scratch]);
  const packed = join(scratch, "package", "bin");
  await pipeline(createReadStream(join(packed, "chromium.br")), createBrotliDecompress(), createWriteStream(join(folder, "chromium"), { mode: 0o755 }));
  // Both archives have one folder: lib, fonts.
  for (const name of ["al2023.tar", "fonts.tar"]) {
    await pipeline(createReadStream(join(packed, `${name}.br`)), createBrotliDecompress(), createWriteStream(join(scratch, name)));
    await run("tar", ["-xf", join(scratch, name), "-C", folder]);
  }
  await writeFile(join(folder, "fonts.conf"), FONTS);
  await rm(scratch, { recursive: true });
}

// The package's own speaks of folders that only its platform has.
const FONTS = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir prefix="relative">fonts</dir><dir>/usr/share/fonts</dir><cachedir prefix="xdg">fontconfig</cachedir></fontconfig>
`;

async function ownBrowser(): Promise<string | undefined> {
  const { CHROME_PATH: named, PATH: folders = "" } = process.env;
  const candidates = [...(named === undefined ? [] : [named]), ...folders.split(delimiter).flatMap((folder) => (folder === "" ? [] : NAMES.map((name) => join(folder, name))))];
  for (const candidate of candidates) if (await runs(candidate)) return candidate;
  return undefined;
}

async function runs(command: string): Promise<boolean> {
  return access(command, constants.X_OK).then(() => true, () => false);
}
