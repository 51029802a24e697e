import { execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { access, constants, cp, mkdir, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { PulumiCommand } from "@pulumi/pulumi/automation";
import { SemVer } from "semver";
import { cacheFolder } from "../../../automation/refresh/cacheFolder";
import { checkout } from "./checkout";

/** The version that is fetched where none is there; what this project relies on was tried with it. */
const VERSION = "3.274.1";
/** `policy analyze` came with it. */
const MINIMUM = "3.249.0";
/** Whether the installer can be reached shows at once; a download of 150 MB takes longer. */
const REACH_MS = 10_000;
const INSTALL_MS = 180_000;
/** A compiler of a large program says nothing for minutes. */
const PROGRESS_MS = 30_000;

const NAME = process.platform === "win32" ? "pulumi.exe" : "pulumi";
const SOURCES = join(checkout, "test", "sandbox", "toolchain", "pulumi-cli");

interface Pulumi {
  /** Path of the CLI. */
  readonly command: string;
  readonly version: string;
}

/**
 * The Pulumi CLI: the user's own, else one in the cache folder, which is filled by Pulumi's installer, or where that
 * cannot be reached from source by the Go module proxy.
 * @throws Error that names the three ways, where none is open
 */
export async function ensurePulumi(log: (line: string) => void): Promise<Pulumi> {
  const own = await onPath();
  if (own !== undefined) return own;
  const home = join(cacheFolder(process.env, process.platform, homedir()), "whodrift", `pulumi-${VERSION}`);
  const cached = await look(join(home, "bin", NAME));
  if (cached !== undefined) return cached;

  const failures: string[] = [];
  for (const way of [install, build]) {
    // Filled under a name of its own and renamed when whole: set-ups at the same time do not meet.
    const unfinished = `${home}.${randomBytes(6).toString("hex")}`;
    try {
      await way(unfinished, log);
      await publish(unfinished, home);
      const made = await look(join(home, "bin", NAME));
      if (made !== undefined) return made;
      failures.push(`${way.name}: what was made is not Pulumi ${MINIMUM} or later`);
    } catch (error) {
      failures.push(`${way.name}: ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      await rm(unfinished, { recursive: true, force: true });
    }
  }
  throw new Error(
    [
      "There is no Pulumi CLI, and none could be made. One of these helps:",
      `  - install pulumi ${MINIMUM} or later, so that it is on PATH (https://www.pulumi.com/docs/install/)`,
      "  - give this machine access to https://get.pulumi.com, from where it is then downloaded",
      "  - install Go (https://go.dev/dl/) and give it access to a module proxy (GOPROXY), to build it from source",
      ...failures.map((failure) => `  (${failure})`),
    ].join("\n"),
  );
}

/** The Automation API takes the folder above `bin`, or what is on PATH. */
export function commandAt(file: string): Promise<PulumiCommand> {
  const folder = dirname(file);
  return PulumiCommand.get(basename(folder) === "bin" ? { root: dirname(folder) } : {});
}

async function onPath(): Promise<Pulumi | undefined> {
  for (const folder of (process.env["PATH"] ?? "").split(delimiter)) {
    const found = folder === "" ? undefined : await look(join(folder, NAME));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** @returns the CLI at `command`, unless nothing is there, it does not run or it is too old */
async function look(command: string): Promise<Pulumi | undefined> {
  try {
    await access(command, constants.X_OK);
    const { stdout } = await promisify(execFile)(command, ["version"], { env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" } });
    const version = new SemVer(stdout.trim());
    return version.compare(MINIMUM) < 0 ? undefined : { command, version: version.version };
  } catch {
    return undefined;
  }
}

async function install(root: string, log: (line: string) => void): Promise<void> {
  await fetch("https://get.pulumi.com/install.sh", { method: "HEAD", signal: AbortSignal.timeout(REACH_MS) }).catch((error: unknown) => {
    throw new Error("https://get.pulumi.com cannot be reached", { cause: error });
  });
  log(`downloading the Pulumi CLI ${VERSION}`);
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`the download took longer than ${INSTALL_MS / 1000} s`));
    }, INSTALL_MS);
  });
  await Promise.race([PulumiCommand.install({ root, version: new SemVer(VERSION) }), tooLong]).finally(() => {
    clearTimeout(timer);
  });
}

async function build(root: string, log: (line: string) => void): Promise<void> {
  await promisify(execFile)("go", ["version"]).catch((error: unknown) => {
    throw new Error("go is not installed", { cause: error });
  });
  // A copy, so that Go has a folder of its own to work in and finds no other go.work above it.
  const sources = join(root, "src");
  await mkdir(join(root, "bin"), { recursive: true });
  await cp(SOURCES, sources, { recursive: true });
  const started = performance.now();
  log(`building the Pulumi CLI ${VERSION} from source, which takes 4 to 10 minutes the first time`);
  const progress = setInterval(() => {
    log(`still building the Pulumi CLI (${Math.round((performance.now() - started) / 1000)} s)`);
  }, PROGRESS_MS);
  try {
    // Without its version in it the Automation API refuses the CLI.
    const flags = `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${VERSION}`;
    const main = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
    await compile(["build", "-mod=readonly", "-ldflags", flags, "-o", join(root, "bin", NAME), main], sources);
  } finally {
    clearInterval(progress);
    await rm(sources, { recursive: true, force: true });
  }
}

/** A user's GOFLAGS or workspace would decide otherwise (`-mod=vendor`, …). */
async function compile(args: readonly string[], cwd: string): Promise<void> {
  const child = spawn("go", args, { cwd, env: { ...process.env, GOFLAGS: "", GOWORK: "off" }, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said = (said + chunk.toString()).slice(-SAID)));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  if (code !== 0) throw new Error(`go build failed\n${said}`);
}

/** Enough of a compiler's complaints to see the last one whole. */
const SAID = 2_000;

/** Puts the finished folder in place; where another set-up was faster, its folder stays. */
async function publish(unfinished: string, home: string): Promise<void> {
  await mkdir(dirname(home), { recursive: true });
  try {
    await rename(unfinished, home);
  } catch (error) {
    if ((await look(join(home, "bin", NAME))) !== undefined) return;
    // What is there does not run: left by something that was interrupted.
    await rm(home, { recursive: true, force: true });
    await rename(unfinished, home).catch(() => {
      throw error;
    });
  }
}
