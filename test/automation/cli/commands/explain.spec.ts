import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { runCommandLine } from "../../../../automation/cli/commandLine";
import { scanReportSchema, type ScanReport } from "../../../../policypack/model";
import { aChange, aDrift, aReport, aStack, noActor } from "../../../fixtures/report";
import { summary } from "../../attribute/shapes/drifts";
import { fakeTerminal } from "../fakeTerminal";

const GROUP = "sg-0a1b2c3d4e5f60718";

/** One stack whose security group was opened by nobody known yet, on 30 July. */
const saved = aReport({
  stacks: [
    aStack("acme/shop/prod", {
      drifts: [aDrift({ resource: { ...aDrift().resource, identities: [GROUP] }, changes: [aChange({ attribution: noActor("not-asked") })] })],
      window: { from: "2026-07-30T00:00:00Z", to: "2026-07-31T05:01:44Z", basis: "last-update" },
      audit: [],
    }),
    aStack("acme/shop/dev"),
  ],
});

function call(id: string, at: string, userName: string, groupId: string) {
  return {
    eventID: id,
    eventTime: at,
    eventSource: "ec2.amazonaws.com",
    eventName: "AuthorizeSecurityGroupIngress",
    awsRegion: "eu-west-1",
    recipientAccountId: "123456789012",
    readOnly: false,
    userIdentity: { type: "IAMUser", userName, arn: `arn:aws:iam::123456789012:user/${userName}`, accountId: "123456789012" },
    requestParameters: { groupId, ipPermissions: { items: [{ ipProtocol: "tcp", fromPort: 22, toPort: 22, ipRanges: { items: [{ cidrIp: "0.0.0.0/0" }] } }] } },
  };
}

const records = [call("e1", "2026-07-30T23:12:41Z", "alice", GROUP), call("e2", "2026-07-30T23:20:00Z", "bob", `${GROUP}0`), call("e3", "2026-07-31T05:01:00Z", "carol", "sg-other")];
const trail = JSON.stringify({ Records: records });

describe("whodrift explain", () => {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "whodrift-explain-"));
    await mkdir(join(folder, "trail"));
    await writeFile(join(folder, "report.json"), JSON.stringify(saved));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const put = (name: string, content: string | Uint8Array) => writeFile(join(folder, "trail", name), content);

  async function explain(...words: readonly string[]) {
    const { terminal, stdout, stderr } = fakeTerminal({ cwd: folder });
    const status = await runCommandLine(["explain", "--drift", "report.json", ...words], terminal);
    return { status, stdout: stdout(), stderr: stderr() };
  }

  async function explained(...words: readonly string[]) {
    const { status, stdout, stderr } = await explain("--events", "trail", "--format", "json", ...words);
    assert.equal(stderr, "");
    const report: ScanReport = scanReportSchema.parse(JSON.parse(stdout));
    const [stack] = report.stacks;
    const attribution = stack?.drifts[0]?.changes[0]?.attribution;
    assert.ok(stack && attribution);
    return { status, report, stack, told: summary(attribution), gaps: stack.audit.flatMap((part) => part.gaps) };
  }

  it("says who made a saved report's changes, from a folder of trail files, and is 0", async () => {
    await put("a.json.gz", gzipSync(trail));
    const { status, told, gaps } = await explained();
    assert.deepEqual([status, told, gaps], [0, "proven AuthorizeSecurityGroupIngress by alice", []]);
  });

  it("leaves everything else of the report as it was, and the saved file too", async () => {
    await put("a.json", trail);
    const { report } = await explained();
    const withoutAnswer = (given: ScanReport) => ({ ...given, stacks: given.stacks.map((stack) => ({ ...stack, audit: [], drifts: stack.drifts.map((drift) => ({ ...drift, changes: drift.changes.map((change) => ({ ...change, attribution: noActor("not-asked") })) })) })) });
    assert.deepEqual(withoutAnswer(report), withoutAnswer(saved));
    assert.equal(await readFile(join(folder, "report.json"), "utf8"), JSON.stringify(saved));
  });

  it("takes several files, each record once", async () => {
    await put("a.ndjson", records.slice(0, 2).map((record) => `${JSON.stringify(record)}\n`).join(""));
    await put("b.json", JSON.stringify(records.slice(1)));
    const { terminal, stdout } = fakeTerminal({ cwd: folder });
    assert.equal(await runCommandLine(["explain", "--drift", "report.json", "--events", "trail/a.ndjson", "--events", "trail/b.json", "--format", "json"], terminal), 0);
    assert.match(stdout(), /"name": "alice"/);
  });

  it("draws for a person without --format, and into files on demand", async () => {
    await put("a.json", trail);
    const { status, stdout } = await explain("--events", "trail");
    assert.equal(status, 0);
    assert.match(stdout, /alice/);
    assert.deepEqual(await explain("--events", "trail", "--format", "markdown=out/who.md"), { status: 0, stdout: "", stderr: "" });
    assert.match(await readFile(join(folder, "out", "who.md"), "utf8"), /alice/);
  });

  it("knows the deploy principals of the configuration", async () => {
    await put("a.json", trail);
    await writeFile(join(folder, "whodrift.yaml"), 'audit: { deployPrincipals: ["arn:aws:iam::*:user/alice"] }\n');
    const { stack } = await explained();
    assert.match(stack.drifts[0]?.changes[0]?.attribution.why.join("\n") ?? "", /by a deploy principal; which deployments there were at that time is not known/);
  });

  describe("given a trail that cannot be read in full, is 1, says what is missing, and loses nothing else", () => {
    it("an empty folder", async () => {
      const { status, told, gaps, report } = await explained();
      assert.deepEqual([status, told], [1, "nobody: source-unavailable"]);
      assert.ok(gaps.some((gap) => gap.includes("no trail files")));
      assert.deepEqual(report.stacks[1], saved.stacks[1]);
    });

    it("a folder that is not there", async () => {
      const { status, gaps } = await explained("--events", "nowhere");
      assert.equal(status, 1);
      assert.ok(gaps.some((gap) => gap.includes("ENOENT")));
    });

    it("a truncated gzip beside a whole one", async () => {
      await put("a.json.gz", gzipSync(trail));
      await put("b.json.gz", gzipSync(trail.repeat(20)).subarray(0, 200));
      const { status, told, gaps } = await explained();
      assert.deepEqual([status, told], [1, "proven AuthorizeSecurityGroupIngress by alice"]);
      assert.ok(gaps.some((gap) => /^b\.json\.gz: .*unexpected end of file/.test(gap)), gaps.join("\n"));
    });

    it("a file that is no trail", async () => {
      await put("a.json", trail);
      await put("b.json", "<html>Sign in</html>");
      const { status, told, gaps } = await explained();
      assert.deepEqual([status, told, gaps.length], [1, "proven AuthorizeSecurityGroupIngress by alice", 1]);
      assert.match(gaps[0] ?? "", /^b\.json: /);
    });

    it("a report that cannot be written", async () => {
      await put("a.json", trail);
      const { status, stdout, stderr } = await explain("--events", "trail", "--format", "json=report.json/x", "--format", "terminal");
      assert.equal(status, 1);
      assert.match(stdout, /alice/);
      assert.match(stderr, /^whodrift: the json report could not be written to report\.json\/x: .*\n$/);
    });
  });

  describe("given something else than a report, is 64, and says so in one line", () => {
    const odd: Readonly<Record<string, readonly [string, RegExp]>> = {
      "no JSON": ["scanning 2 stacks\n{}", /report\.json is not JSON: write it with whodrift scan --format json=/],
      "nothing": ["", /is not JSON/],
      "other JSON": ["[]", /is not a whodrift\/scan-report@1/],
      "a report of another version": [JSON.stringify({ ...saved, schema: "whodrift/scan-report@2" }), /is not a whodrift\/scan-report@1: schema: /],
      "a report with a field that is not known": [JSON.stringify({ ...saved, extra: 1 }), /extra/],
      "a name that commands the terminal": [JSON.stringify({ ...saved, "\u001b[2J\n::error::x": 1 }), /scan-report@1/],
      "a hundred thousand brackets": ["[".repeat(100_000), /is not JSON/],
      "a hundred thousand brackets that close": ["[".repeat(100_000) + "]".repeat(100_000), /report\.json/],
    };
    for (const [what, [content, message]] of Object.entries(odd)) {
      it(what, async () => {
        await put("a.json", trail);
        await writeFile(join(folder, "report.json"), content);
        const { status, stdout, stderr } = await explain("--events", "trail", "--format", "json");
        assert.deepEqual([status, stdout], [64, ""]);
        assert.match(stderr, message);
        assert.match(stderr, /^whodrift: [^\p{Cc}]*\n$/u);
      });
    }

    it("a folder", async () => {
      const { terminal, stderr } = fakeTerminal({ cwd: folder });
      assert.equal(await runCommandLine(["explain", "--drift", "trail", "--events", "trail"], terminal), 64);
      assert.match(stderr(), /^whodrift: cannot read the report trail: EISDIR.*\n$/);
    });
  });
});
