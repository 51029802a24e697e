import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { runCommandLine } from "../../../automation/cli/commandLine";
import { ledgerAt } from "../../../automation/cli/ledgerAt";
import { loadConfig } from "../../../automation/config/loadConfig";
import { ledgerEntrySchema } from "../../../policypack/model";
import { AT, scanOf } from "../ledger/entries";
import { fakeTerminal } from "./fakeTerminal";

const verificationSchema = z.object({ intact: z.boolean(), checksSignatures: z.boolean(), entries: z.number(), signed: z.number(), head: z.object({ number: z.number(), sha256: z.string() }), findings: z.array(z.object({ number: z.number(), kind: z.string() })) });

describe("whodrift ledger", () => {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "whodrift-ledger-"));
    await run("keygen", "signing.pem");
    await writeFile(join(folder, "whodrift.yaml"), "ledger: { sign: { key: signing.pem }, trust: [signing.pem.pub] }\n");
    const ledger = await ledgerAt(await loadConfig(folder), { env: {} });
    await ledger.append(scanOf("a", "acme/orders/prod"), AT);
    await ledger.append(scanOf("b", "acme/shop/prod"), AT);
    await ledger.append(scanOf("c\u009b31m", "acme/shop/dev"), new Date("2026-07-31T04:00:00Z"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function run(...words: readonly string[]) {
    const { terminal, stdout, stderr } = fakeTerminal({ cwd: folder });
    const status = await runCommandLine(["ledger", ...words], terminal);
    return { status, stdout: stdout(), stderr: stderr() };
  }
  const entry = (number: number) => join(folder, ".whodrift", "entries", `000000000${number}.json`);

  describe("keygen", () => {
    it("writes a private key that only its owner can read, and the public one", async () => {
      assert.equal((await stat(join(folder, "signing.pem"))).mode & 0o777, 0o600);
      assert.match(await readFile(join(folder, "signing.pem.pub"), "utf8"), /^-----BEGIN PUBLIC KEY-----\n/);
    });

    it("writes over nothing, and shows no private key", async () => {
      const before = await readFile(join(folder, "signing.pem"), "utf8");
      const { status, stdout, stderr } = await run("keygen", "signing.pem");
      assert.deepEqual([status, stdout], [64, ""]);
      assert.match(stderr, /is there already/);
      assert.equal(await readFile(join(folder, "signing.pem"), "utf8"), before);
      const made = await run("keygen", "other.pem");
      assert.equal(made.status, 0);
      assert.ok(!made.stdout.includes("PRIVATE"));
    });
  });

  describe("verify", () => {
    it("given what was written, is 0, and tells the head, by which a cut end is found later", async () => {
      const { status, stdout } = await run("verify");
      assert.equal(status, 0);
      assert.match(stdout, /^intact: 3 entries in .*\nsigned with a trusted key: 3\nhead: 3:[0-9a-f]{64}\n$/);
      const [head = ""] = /3:[0-9a-f]{64}/.exec(stdout) ?? [];
      await rm(entry(3));
      assert.equal((await run("verify")).status, 0);
      const cut = await run("verify", "--head", head);
      assert.equal(cut.status, 1);
      assert.match(cut.stdout, /^broken: entry 3 was known, and the ledger ends with entry 2\n/);
    });

    it("given a changed entry, is 1, and the first line says which and why", async () => {
      await writeFile(entry(2), (await readFile(entry(2), "utf8")).replace("in-sync", "drifted"));
      const { status, stdout } = await run("verify");
      assert.equal(status, 1);
      assert.match(stdout, /^broken: entry 2 is not what was signed/);
      assert.match(stdout, /\nentry 2 is not what entry 3 was chained to/);
      const json = await run("verify", "--format", "json");
      const { findings, ...rest } = verificationSchema.parse(JSON.parse(json.stdout));
      assert.deepEqual([json.status, rest.intact, rest.checksSignatures, rest.entries, rest.signed, findings.map(({ number }) => number)], [1, false, true, 3, 2, [2, 2]]);
    });

    it("without a trusted key says that it checked no signature", async () => {
      await writeFile(join(folder, "whodrift.yaml"), "");
      assert.match((await run("verify")).stdout, /signatures were not checked: no key is trusted/);
      assert.match((await run("verify", "--trust", "signing.pem.pub")).stdout, /signed with a trusted key: 3/);
    });

    it("shows nothing of an entry that a terminal would obey", async () => {
      await writeFile(entry(2), JSON.stringify({ schema: "\u001b[2J\n::error::x" }));
      const { status, stdout } = await run("verify");
      assert.equal(status, 1);
      assert.match(stdout, /^broken: entry 2 is no use: it is no ledger entry/);
      assert.doesNotMatch(stdout, /\u001b|^::error/m);
    });

    for (const [what, words, told] of [
      ["a head that is none", ["verify", "--head", "3"], /as an earlier verification told it/],
      ["a number that is none", ["verify", "--signed-from", "0"], /number of an entry/],
      ["a file that is no key", ["verify", "--trust", "whodrift.yaml"], /public key .*whodrift\.yaml cannot be read/],
      ["a private key to trust", ["verify", "--trust", "signing.pem"], /it is a private key/],
      ["no such command", ["verfy"], /unknown command 'verfy'/],
      ["a time that is none", ["export", "--since", "yesterday"], /30d, 12h, 2026-03-01/],
    ] as const) {
      it(`given ${what}, is 64, and says what to type instead`, async () => {
        const { status, stderr } = await run(...words);
        assert.equal(status, 64);
        assert.match(stderr, told);
      });
    }
  });

  describe("export", () => {
    const ids = (stdout: string) =>
      stdout.split("\n").filter(Boolean).map((line) => {
        const { body } = ledgerEntrySchema.parse(JSON.parse(line));
        return body.kind === "scan" ? body.scan.id : body.kind;
      });

    it("gives every entry on a line of its own, as it was recorded, with nothing that a terminal would obey", async () => {
      const { status, stdout } = await run("export");
      assert.deepEqual([status, ids(stdout)], [0, ["a", "b", "c\u009b31m"]]);
      assert.ok(!stdout.includes("\u009b"));
      assert.equal(`${stdout.split("\n")[0] ?? ""}\n`, await readFile(entry(1), "utf8"));
    });

    it("takes what is asked for, by time and by stack", async () => {
      assert.deepEqual(ids((await run("export", "--since", "2h")).stdout).length, 1);
      assert.deepEqual(ids((await run("export", "--since", "2026-07-01")).stdout).length, 1);
      assert.deepEqual(ids((await run("export", "--stack", "*/orders/*", "--stack", "*/shop/prod")).stdout), ["a", "b"]);
    });

    it("given an entry that is no use, writes the others, says which, and is 1", async () => {
      await writeFile(entry(2), "{");
      const { status, stdout, stderr } = await run("export", "--stack", "*/*/prod");
      assert.deepEqual([status, ids(stdout)], [1, ["a"]]);
      assert.match(stderr, /^whodrift: entry 2 is left out: it is not JSON\n$/);
    });
  });

  for (const [words, taught] of [
    [[], ["verify", "export", "keygen", "s3://bucket/prefix"]],
    [["verify"], ["--trust <file>", "--head <number:sha256>", "--signed-from <number>", "What it cannot know", "Nor does it say whether"]],
    [["export"], ["--since <time>", "--stack <glob>", "stderr"]],
    [["keygen"], ["WHODRIFT_SIGNING_KEY", "ledger:", "kms"]],
  ] as const) {
    it(`${["--help of", ...words].join(" ")} teaches`, async () => {
      const { status, stdout } = await run(...words, "--help");
      assert.equal(status, 0);
      for (const word of [...taught, "Exit status:", "Examples:"]) assert.ok(stdout.includes(word), `${word} is missing`);
      assert.deepEqual(stdout.split("\n").filter((line) => line.length > 120), []);
    });
  }
});
