import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { mockClient, type AwsClientStub } from "aws-sdk-client-mock";
import { runCommandLine } from "../../../../automation/cli/commandLine";
import { folderLedgerStore } from "../../../../automation/ledger/folderLedgerStore";
import { decidedSchema } from "../../../../automation/report/decideFormats";
import { NOW, nightOf, ledgerOn } from "../../decisions/ledgers";
import { failure } from "../../audit/shapes/eventHistory";
import { fakeTerminal } from "../fakeTerminal";

const A = "aaaaaaaa11111111";

describe("whodrift decide", () => {
  let sts: AwsClientStub<STSClient>;
  let folder = "";
  const environment = { ...process.env };
  beforeEach(async () => {
    // Without keys the SDK asks nobody; the answer is played.
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: "AKIAEXAMPLE", AWS_SECRET_ACCESS_KEY: "example" });
    sts = mockClient(STSClient);
    sts.on(GetCallerIdentityCommand).rejects(failure("CredentialsProviderError", "Could not load credentials from any providers"));
    folder = await mkdtemp(join(tmpdir(), "whodrift-decide-"));
    await nightOf(folderLedgerStore(join(folder, ".whodrift")), [{ fingerprint: A }]);
  });
  afterEach(async () => {
    process.env = { ...environment };
    sts.restore();
    await rm(folder, { recursive: true });
  });

  async function decide(...words: readonly string[]) {
    const { terminal, stdout, stderr } = fakeTerminal({ cwd: folder, now: () => NOW });
    const status = await runCommandLine(["decide", ...words], terminal);
    return { status, stdout: stdout(), stderr: stderr() };
  }

  it("given somebody of whom nobody knows who they are, refuses, and records nothing", async () => {
    const { status, stdout, stderr } = await decide(A, "hold", "--reason", "r");
    assert.deepEqual([status, stdout], [64, ""]);
    assert.match(stderr, /nobody vouches for who decides: .*sign in to AWS/);
    assert.deepEqual((await ledgerOn(folderLedgerStore(join(folder, ".whodrift"))).standing("acme/orders/prod")).decisions, []);
  });

  it("given --by, takes it where decisions.allowClaimed says so, and calls it claimed everywhere", async () => {
    assert.match((await decide(A, "hold", "--reason", "r", "--by", "erin")).stderr, /only with decisions\.allowClaimed: true/);
    await writeFile(join(folder, "whodrift.yaml"), "decisions: { allowClaimed: true }\n");
    const told = await decide(A, "hold", "--reason", "r", "--by", "erin");
    assert.equal(told.status, 0, told.stderr);
    assert.match(told.stdout, /by +erin \(CLAIMED: nobody vouches for the name\)/);
    const { effect } = decidedSchema.parse(JSON.parse((await decide(A, "hold", "--reason", "r", "--by", "erin", "--format", "json")).stdout));
    assert.deepEqual(effect?.by, { person: "erin", reason: "r", basis: "claimed" });
  });

  for (const [words, until] of [
    [["--for", "24h"], "2026-03-03T08:00:00.000Z"],
    [["--until", "2026-03-05"], "2026-03-06T00:00:00.000Z"],
    [["--until", "2026-03-05T10:00:00+02:00"], "2026-03-05T08:00:00.000Z"],
  ] as const) {
    it(`given ${words.join(" ")}, ends at ${until}`, async () => {
      sts.on(GetCallerIdentityCommand).resolves({ Account: "1", Arn: "arn:aws:iam::111122223333:user/bob" });
      const { stdout, stderr } = await decide(A.slice(0, 8), "ignore", "--reason", "r", ...words, "--format", "json");
      assert.notEqual(stdout, "", stderr);
      assert.equal(decidedSchema.parse(JSON.parse(stdout)).decision.until, until);
    });
  }

  for (const [words, says] of [
    [[A, "hold", "--reason", " "], /1 to 500 characters/],
    [[A, "hold", "--reason", "x".repeat(501)], /1 to 500 characters/],
    [[A, "hold", "--reason", "r", "--for", "soon"], /30m, 24h or 7d/],
    [[A, "hold", "--reason", "r", "--until", "tomorrow"], /Write it as 2026-12-31/],
    [[A, "hold", "--reason", "r", "--until", "2026-02-31T1"], /Write it as 2026-12-31/],
    [[A, "hold", "--reason", "r", "--until", "2026-12-31", "--for", "1d"], /cannot be used with/],
    [[A, "keep", "--reason", "r"], /Allowed choices are hold, release, adopt, revert, ignore/],
    [["zzzzzzzz", "hold", "--reason", "r"], /no open change has this fingerprint/],
    [[A, "ignore", "--reason", "r"], /needs an end/],
  ] as const) {
    it(`refuses ${words.join(" ").slice(0, 70)}`, async () => {
      const { status, stdout, stderr } = await decide(...words);
      assert.deepEqual([status, stdout], [64, ""]);
      assert.match(stderr, says);
    });
  }
});
