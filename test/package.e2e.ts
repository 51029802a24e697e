import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";
import { formats } from "../automation/report";
import { WHODRIFT_VERSION } from "../automation/version";
import { aReport } from "./fixtures/report";
import { succeed } from "./sandbox/run";
import { checkout } from "./sandbox/toolchain/checkout";

// A pack that does not come up would keep the test waiting.
const PATIENCE_MS = 120_000;

// Half of what it is more than today means that something slipped in.
const LARGEST_BYTES = 1_000_000;

const packedSchema = z.tuple([z.object({ filename: z.string(), size: z.number(), files: z.array(z.object({ path: z.string() })) })]);
const manifestSchema = z.object({ dependencies: z.record(z.string(), z.string()), bin: z.object({ whodrift: z.string() }) });

describe("the package that `npm pack` gives, unpacked elsewhere with nothing but its declared dependencies", function () {
  this.timeout(PATIENCE_MS);
  let folder: string;
  let home: string;
  let packed: z.infer<typeof packedSchema>[0];
  let manifest: z.infer<typeof manifestSchema>;
  let env: Readonly<Record<string, string>>;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "whodrift pack "));
    env = { PATH: process.env["PATH"] ?? "", HOME: folder };
    // Not `prepare`: whoever runs this has built, and so the test packs what the other tests have run.
    const { stdout } = await succeed("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", folder], { cwd: checkout, env });
    [packed] = packedSchema.parse(JSON.parse(stdout));

    home = path.join(folder, "my app", "node_modules", "whodrift");
    await mkdir(home, { recursive: true });
    await succeed("tar", ["-xzf", path.join(folder, packed.filename), "-C", home, "--strip-components=1"], { cwd: folder, env });
    manifest = manifestSchema.parse(JSON.parse(await readFile(path.join(home, "package.json"), "utf8")));
    for (const name of Object.keys(manifest.dependencies)) {
      const link = path.join(folder, "my app", "node_modules", name);
      await mkdir(path.dirname(link), { recursive: true });
      await symlink(path.join(checkout, "node_modules", name), link, "junction");
    }
  });
  after(() => rm(folder, { recursive: true, force: true }));

  /** As npm links a package's command: what is started is a link, from another folder. */
  async function whodrift(...words: readonly string[]): Promise<string> {
    const link = path.join(folder, "my app", "node_modules", ".bin", "whodrift");
    await mkdir(path.dirname(link), { recursive: true });
    await rm(link, { force: true });
    await symlink(path.join(home, manifest.bin.whodrift), link);
    const { stdout } = await succeed(process.execPath, [link, ...words], { cwd: path.join(folder, "my app"), env });
    return stdout;
  }

  it("answers --version, and every command its --help", async () => {
    assert.equal(await whodrift("--version"), `${WHODRIFT_VERSION}\n`);
    const commands = (await readdir(path.join(checkout, "automation", "cli", "commands"))).map((file) => path.parse(file).name);
    for (const command of commands) assert.match(await whodrift(command, "--help"), new RegExp(`^Usage: whodrift ${command} `));
  });

  it("draws a saved report in every format", async () => {
    const report = path.join(folder, "drift.json");
    await writeFile(report, JSON.stringify(aReport({ stacks: [] })));
    for (const format of Object.keys(formats)) assert.notEqual(await whodrift("report", report, "--format", format), "", format);
  });

  it("has the policy pack inside, which starts", async () => {
    const pack = path.join(home, "policypack");
    assert.match(await readFile(path.join(pack, "PulumiPolicy.yaml"), "utf8"), /^name: whodrift$/m);
    const { main } = z.object({ main: z.string() }).parse(JSON.parse(await readFile(path.join(pack, "package.json"), "utf8")));
    // A pack is a server, whose first line is its port. The engine's address is not asked for anything before a call comes.
    const server = spawn(process.execPath, [path.join(pack, main), "127.0.0.1:1"], { cwd: pack, env, stdio: ["ignore", "pipe", "inherit"] });
    try {
      const port = await Promise.race([once(createInterface({ input: server.stdout }), "line"), once(server, "close")]);
      assert.match(String(port), /^\d{4,5}$/, "a port, not the exit status");
    } finally {
      server.kill();
    }
  });

  it("has no tests, no sandbox, no deployment, no sources and no maps, and is small", () => {
    const files = packed.files.map((file) => file.path);
    assert.deepEqual(files.filter((file) => /(^|\/)(test|sandbox|deploy|node_modules)\/|\.(ts|map|tsbuildinfo)$/.test(file)), []);
    assert.deepEqual([...new Set(files.map((file) => file.split("/")[0]))].toSorted(), ["LICENSE", "README.md", "bin", "dist", "package.json", "policypack", "schema"]);
    assert.ok(packed.size < LARGEST_BYTES, `${packed.size} bytes`);
  });
});
