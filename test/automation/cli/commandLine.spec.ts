import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { runCommandLine } from "../../../automation/cli/commandLine";
import type { Terminal } from "../../../automation/cli/terminal";
import { WHODRIFT_VERSION } from "../../../automation/version";
import { scanReportSchema } from "../../../policypack/model";
import { fakeTerminal } from "./fakeTerminal";

async function run(words: readonly string[], over: Partial<Terminal> = {}) {
  const { terminal, stdout, stderr } = fakeTerminal(over);
  const status = await runCommandLine(words, terminal);
  return { status, stdout: stdout(), stderr: stderr() };
}

describe("whodrift --help", () => {
  it("shows the commands, the exit statuses and examples, on stdout", async () => {
    const { status, stdout, stderr } = await run(["--help"]);
    assert.deepEqual([status, stderr], [0, ""]);
    for (const taught of ["scan", "explain", "Exit status:", "Examples:", "whodrift scan --all"]) assert.ok(stdout.includes(taught), taught);
  });

  const options: Readonly<Record<string, readonly string[]>> = {
    scan: ["--all", "--stack <glob>", "--exclude <glob>", "--config <file>", "--concurrency <n>", "--timeout <duration>", "--shard <i/n>", "--plan", "--no-audit", "--format <format[=file]>", "--fail-on <what>", "terminal, markdown, html, json", "org/project/stack", "15m", "selected stack"],
    explain: ["--drift <report.json>", "--events <path>", "--config <file>", "--format <format[=file]>", "terminal, markdown, html, json", ".json.gz"],
    report: ["<file...>", "64 bad usage", "--format <format[=file]>", "--fail-on <what>", "terminal, markdown, html, json", "--shard", "stdin", "missing"],
  };
  for (const [command, taught] of Object.entries(options)) {
    it(`of ${command} says what it does, every option, and how to begin`, async () => {
      const { status, stdout, stderr } = await run([command, "--help"]);
      assert.deepEqual([status, stderr], [0, ""]);
      for (const word of [...taught, "Exit status:", "Examples:", `whodrift ${command} `]) assert.ok(stdout.includes(word), `${word} is missing`);
      assert.deepEqual(stdout.split("\n").filter((line) => line.length > 120), []);
      assert.deepEqual(await run(["help", command]), { status, stdout, stderr });
    });
  }

  it("--version tells the version", async () => {
    assert.deepEqual(await run(["--version"]), { status: 0, stdout: `${WHODRIFT_VERSION}\n`, stderr: "" });
  });
});

describe("a mistake on the command line", () => {
  const mistakes: readonly (readonly [readonly string[], RegExp])[] = [
    [["scna"], /unknown command 'scna'[^]*scan/],
    [["explian"], /explain/],
    [["scan", "--al"], /unknown option '--al'[^]*--all/],
    [["scan", "--fail-un", "any"], /--fail-on/],
    [["scan", "--fail-on", "hgh"], /low, medium, high, critical, any, never/],
    [["scan", "--concurrency", "0"], /whole number/],
    [["scan", "--concurrency", "2.5"], /whole number/],
    [["scan", "--timeout", "soon"], /90s, 15m or 1h/],
    [["scan", "--timeout", "0m"], /90s, 15m or 1h/],
    [["scan", "--shard", "3/2"], /1\/4/],
    [["scan", "--shard", "0/2"], /--shard <i\/n>[^]*counted from 1/],
    [["scan", "--format", "jsn"], /unknown format "jsn"/],
    [["scan", "--plan", "--format", "markdown"], /unknown format "markdown": choose from terminal, json/],
    [["scan", "--format", "json", "--format", "terminal"], /only one --format/],
    [["scan", "surplus"], /too many arguments/],
    [["scan", "--stack"], /argument missing/],
    [["scan", "--config", "nowhere.yaml"], /cannot read the config file/],
    [["explain"], /--drift/],
    [["explain", "--drift", "r.json"], /--events/],
    [["explain", "--drift", "nowhere.json", "--events", "."], /cannot read the report nowhere\.json/],
    [["report"], /missing required argument 'file'/],
    [["report", "nowhere.json"], /cannot read the report nowhere\.json/],
    [["report", "nowhere.json", "--format", "jsn"], /unknown format "jsn"/],
  ];
  for (const [words, message] of mistakes) {
    it(`${["whodrift", ...words].join(" ")} is 64, and says on stderr what to type instead`, async () => {
      const { status, stdout, stderr } = await run(words);
      assert.equal(status, 64);
      assert.equal(stdout, "");
      assert.match(stderr, message);
      assert.doesNotMatch(stderr, /\n {4}at /);
    });
  }

  it("without a command shows the help, and is 64", async () => {
    const { status, stdout, stderr } = await run([]);
    assert.deepEqual([status, stdout], [64, ""]);
    assert.match(stderr, /Usage: whodrift/);
  });
});

describe("a command that fails", () => {
  const path = process.env["PATH"];
  let folder = "";
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "whodrift-cli-"));
    await mkdir(join(folder, "empty"));
    await mkdir(join(folder, "bin"));
    await writeFile(join(folder, "bin", "pulumi"), "#!/bin/sh\necho v3.274.1\n", { mode: 0o700 });
  });
  afterEach(() => {
    process.env["PATH"] = path;
  });
  after(() => rm(folder, { recursive: true }));

  const withPulumi = (words: readonly string[], over: Partial<Terminal> = {}) => {
    process.env["PATH"] = [join(folder, "bin"), path].join(delimiter);
    return run(words, { cwd: folder, env: { PULUMI_BACKEND_URL: `file://${join(folder, "empty")}` }, ...over });
  };

  it("tells every mistake of the configuration in a line, and is 64", async () => {
    await writeFile(join(folder, "mistaken.yaml"), "legder: {}\nrules: [{ name: a, then: hodl }]\n");
    const { status, stdout, stderr } = await withPulumi(["scan", "--all", "--config", "mistaken.yaml"]);
    assert.deepEqual([status, stdout], [64, ""]);
    assert.match(stderr, /^whodrift: mistaken\.yaml: rules\.0\.then: .*\nwhodrift: mistaken\.yaml: unknown key legder: did you mean ledger\?\n$/);
  });

  it("tells a glob that matches no stack, and is 64", async () => {
    const { status, stderr } = await withPulumi(["scan", "--stack", "acme/*/*"]);
    assert.equal(status, 64);
    assert.match(stderr, /^whodrift: --stack acme\/\*\/\* matches no stack; the backend has none: is PULUMI_BACKEND_URL, or `pulumi login`, the right one\?\n$/);
  });

  it("tells a backend that is not there in a line, and is 1", async () => {
    const { status, stdout, stderr } = await withPulumi(["scan", "--all"], { env: { PULUMI_BACKEND_URL: `file://${join(folder, "nowhere")}` } });
    assert.deepEqual([status, stdout], [1, ""]);
    assert.match(stderr, /^whodrift: the backend's folder .*nowhere does not exist\n$/);
  });

  it("tells where there is no Pulumi CLI in a line, and is 1", async () => {
    process.env["PATH"] = join(folder, "empty");
    const { status, stderr } = await run(["scan", "--all"], { cwd: folder, homedir: folder });
    assert.equal(status, 1);
    assert.match(stderr, /^whodrift: There is no pulumi on PATH; .*npm run setup.*\n$/);
  });

  it("tells a ledger that cannot be written in a line, and is 1", async () => {
    await writeFile(join(folder, "file"), "");
    await writeFile(join(folder, "ledger.yaml"), "ledger: { location: file/ledger }\n");
    const { status, stderr } = await withPulumi(["scan", "--all", "--config", "ledger.yaml"]);
    assert.equal(status, 1);
    assert.match(stderr, /^whodrift: the ledger in .*file.ledger cannot be \w+ \(ENOTDIR\)\n$/);
  });

  it("shows the stack trace of a bug, line by line after its name, and is 1", async () => {
    const now = () => {
      throw new TypeError("boom\n::error::boom");
    };
    const { status, stdout, stderr } = await withPulumi(["scan", "--all"], { now });
    assert.deepEqual([status, stdout], [1, ""]);
    assert.match(stderr, /^whodrift: this is a bug, please report it:\nwhodrift: TypeError: boom\nwhodrift: ::error::boom\nwhodrift: {5}at .*now .*commandLine\.spec/);
  });

  it("with --format json writes the report alone to stdout, and progress to stderr", async () => {
    const stacks = join(folder, "one", ".pulumi", "stacks", "shop");
    await mkdir(stacks, { recursive: true });
    await writeFile(join(stacks, "dev.json"), '{ "version": 3, "checkpoint": {} }');
    const { status, stdout, stderr } = await withPulumi(["scan", "--all", "--format", "json"], { env: { PULUMI_BACKEND_URL: `file://${join(folder, "one")}` } });
    assert.equal(status, 0);
    assert.deepEqual(scanReportSchema.parse(JSON.parse(stdout)).stacks.map(({ stack, status: found }) => [stack, found]), [["organization/shop/dev", "empty"]]);
    assert.match(stderr, /^scanning 1 stack\n\[1\/1\] organization\/shop\/dev: empty, 0 of 0 resources\n$/);
  });

  it("takes an empty backend for a mistake, not for stacks in sync, and is 64", async () => {
    const { status, stdout, stderr } = await withPulumi(["scan", "--all"]);
    assert.deepEqual([status, stdout], [64, ""]);
    assert.match(stderr, /^whodrift: no stack is left to scan; the backend has none: is PULUMI_BACKEND_URL/m);
  });
});
