import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { access, mkdir, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Pinned: the sandbox's tests know this version's behaviour. */
const MINISTACK = "1.5.33";

/**
 * The Python of a virtual environment that holds the AWS emulator, made on first use in the
 * user's cache folder and shared by all checkouts.
 *
 * @throws Error that says what to install, where Python or its `venv` is missing.
 */
export async function ensureEmulator(log: (line: string) => void = () => undefined): Promise<{ readonly python: string }> {
  const home = path.join(cacheFolder(), "whodrift", `ministack-${MINISTACK}`);
  const python = path.join(home, ...pythonOfVenv);
  if (await exists(python)) return { python };

  // Made under a name of its own and renamed when whole: an interrupted or a second set-up at the
  // same time never leaves half an environment behind. The environment is only ever called by its
  // interpreter, so the old name inside its scripts does not matter.
  const unfinished = `${home}.${randomBytes(6).toString("hex")}`;
  await mkdir(path.dirname(home), { recursive: true });
  try {
    log(`setting up the AWS emulator (ministack ${MINISTACK}) in ${home}`);
    await makeVenv(unfinished);
    log("installing ministack from PyPI");
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", `ministack==${MINISTACK}`];
    await run(path.join(unfinished, ...pythonOfVenv), pip).catch((error: unknown) => {
      throw new Error(`ministack ${MINISTACK} could not be installed from PyPI; is the network there?`, { cause: error });
    });
    await rename(unfinished, home).catch(async (error: unknown) => {
      if (!(await exists(python))) throw error;
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  log("the AWS emulator is ready");
  return { python };
}

const pythonOfVenv = process.platform === "win32" ? ["Scripts", "python.exe"] : ["bin", "python"];

async function makeVenv(folder: string): Promise<void> {
  const candidates = process.platform === "win32" ? ["python", "python3"] : ["python3", "python"];
  const failures: string[] = [];
  for (const python of candidates) {
    try {
      await run(python, ["-m", "venv", folder]);
      return;
    } catch (error) {
      failures.push(`${python}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new Error(
    `The sandbox needs Python 3 with its venv module (on Debian and Ubuntu: apt install python3-venv).\n${failures.join("\n")}`,
  );
}

function cacheFolder(): string {
  const { env, platform } = process;
  if (env["XDG_CACHE_HOME"]) return env["XDG_CACHE_HOME"];
  if (platform === "darwin") return path.join(homedir(), "Library", "Caches");
  if (platform === "win32" && env["LOCALAPPDATA"]) return env["LOCALAPPDATA"];
  return path.join(homedir(), ".cache");
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(() => true, () => false);
}
