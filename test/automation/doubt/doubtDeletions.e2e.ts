import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { counts, isAttributed, scanReportSchema, type ScanReport, type StackReport } from "../../../policypack/model";
import { startSandbox, type Sandbox } from "../../sandbox";
import { credentialsOf, environmentOf } from "../../sandbox/aws";
import { run } from "../../sandbox/run";
import { openServices } from "../../sandbox/services";
import { checkout } from "../../sandbox/toolchain/checkout";
import { deployMixed, type MixedStack } from "./mixedStack";

describe("whodrift scan, of a stack with several providers", function () {
  this.timeout(120_000);
  let sandbox: Sandbox;
  let mixed: MixedStack;
  let original: string;
  before(async () => {
    sandbox = await startSandbox();
    mixed = await deployMixed(sandbox);
    original = await readFile(mixed.checkpoint, "utf8");
    await mkdir(path.join(sandbox.dir, "nightly"));
  });
  afterEach(async () => {
    await writeFile(mixed.checkpoint, original);
    sandbox.aws.faults.clear();
  });
  after(() => sandbox.stop());

  interface Scanned {
    readonly status: number;
    readonly report: ScanReport;
    readonly stack: StackReport;
    /** Why each resource was not checked, by name. */
    readonly unchecked: Readonly<Record<string, string>>;
    /** The paths that changed, by name. */
    readonly drifted: Readonly<Record<string, readonly string[]>>;
  }

  async function scan(env: Readonly<Record<string, string>> = {}, args: readonly string[] = []): Promise<Scanned> {
    const command = [path.join(checkout, "bin", "whodrift.js"), "scan", "--all", "--format", "json", ...args];
    const { status, stdout, stderr } = await run(process.execPath, command, { cwd: path.join(sandbox.dir, "nightly"), env: { ...mixed.env, ...env } });
    const report = scanReportSchema.parse(JSON.parse(stdout));
    const stack = report.stacks[0] ?? assert.fail(stderr);
    const nameOf = (urn: string) => urn.split("::").at(-1) ?? "";
    return {
      status,
      report,
      stack,
      unchecked: Object.fromEntries(stack.resources.unchecked.map(({ urn, reason }) => [nameOf(urn), reason])),
      drifted: Object.fromEntries(stack.drifts.map(({ resource, changes }) => [resource.name, changes.filter(counts).map((change) => change.path)])),
    };
  }

  const stranger = () => ({ AWS_SESSION_TOKEN: "", ...environmentOf(sandbox.aws, sandbox.aws.accounts[1]?.administrator ?? assert.fail("there is no second account")) });

  it("finds nothing where nobody was, in none of the three, and asks AWS nothing", async () => {
    const { status, stack, report } = await scan();
    assert.deepEqual([status, stack.status, stack.resources], [0, "in-sync", { total: 5, checked: 5, unchecked: [] }]);
    assert.deepEqual([report.scan.usage.stsRequests, report.scan.usage.lookupRequests], [0, 0]);
  });

  it("given credentials of another account, calls suspect what they were for, naming both accounts, and compares the rest", async () => {
    await writeFile(path.join(mixed.cloud, "dns.json"), JSON.stringify({ inputs: { target: "b" } }));
    const { status, stack, unchecked, drifted, report } = await scan(stranger());
    await writeFile(path.join(mixed.cloud, "dns.json"), JSON.stringify({ inputs: { target: "a" } }));
    assert.equal(stack.problem?.code, "suspect-account");
    const message = stack.problem.message;
    assert.match(message, new RegExp(`looked for in account ${sandbox.aws.accounts[1]?.accountId ?? ""}, and by their ARNs they are in account ${sandbox.aws.accountId};`));
    assert.deepEqual(unchecked, { orders: message, limit: message });
    assert.deepEqual(drifted, { dns: ["target"] });
    assert.deepEqual([status, stack.status, stack.resources.checked, report.scan.usage.stsRequests], [1, "drifted", 3, 1]);
  });

  it("tells the drift of what is not of AWS, asks no trail because of it, and says that it was not asked", async () => {
    await writeFile(path.join(mixed.cloud, "dns.json"), JSON.stringify({ inputs: { target: "b" } }));
    const { status, stack, drifted, report } = await scan();
    await writeFile(path.join(mixed.cloud, "dns.json"), JSON.stringify({ inputs: { target: "a" } }));
    assert.deepEqual([status, drifted, report.scan.usage.lookupRequests, report.scan.usage.stsRequests], [2, { dns: ["target"] }, 0, 0]);
    const reasons = stack.drifts.flatMap(({ changes }) => changes.map(({ attribution }) => (isAttributed(attribution) ? "somebody" : attribution.reason)));
    assert.deepEqual(reasons, ["not-asked"]);
  });

  it("given providers for another region than that of what they manage, names both regions", async () => {
    // Resources of version 6 of the provider and before have no region of their own.
    await rewrite(({ region, ...properties }) => ("version" in properties && region !== undefined ? { ...properties, region: "us-west-2" } : properties));
    const { status, stack, unchecked } = await scan();
    assert.deepEqual([status, stack.problem?.code, stack.drifts], [1, "suspect-region", []]);
    assert.match(stack.problem?.message ?? "", new RegExp(`looked for in region us-west-2, and by their ARNs they are in region ${sandbox.aws.region};`));
    assert.deepEqual(Object.keys(unchecked).toSorted(), ["limit", "one", "orders", "two"]);
  });

  describe("given that one provider cannot log in, reads what the others manage, and says why it could not:", () => {
    const nobody = { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "", AWS_SESSION_TOKEN: "" };
    for (const [what, env, code, message] of [
      ["there are no credentials", nobody, "credentials", /^No valid credential sources found\.$/],
      ["they are nobody's", { ...nobody, AWS_ACCESS_KEY_ID: "AKIANOBODYNOBODYNOBO", AWS_SECRET_ACCESS_KEY: "x" }, "credentials", /^The configured AWS credentials are invalid or have expired\.$/],
      ["its plugin is missing", { PATH: "" }, "plugin-missing", /fake/],
    ] as const) {
      it(what, async () => {
        const { status, stack, unchecked } = await scan("PATH" in env ? { PATH: sandbox.env("deploy")["PATH"] ?? "", PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true" } : env);
        assert.deepEqual([status, stack.status, stack.problem?.code], [1, "partial", code]);
        assert.match(stack.problem?.message ?? "", message);
        assert.deepEqual(Object.keys(unchecked).toSorted(), "PATH" in env ? ["dns"] : ["limit", "orders"]);
        assert.deepEqual([...new Set(Object.values(unchecked))], [stack.problem?.message]);
      });
    }

    it("those in the state have expired", async () => {
      await rewrite((properties) => ("secretKey" in properties ? { ...properties, accessKey: "AKIANOBODYNOBODYNOBO", secretKey: "x", token: "y" } : properties));
      const { status, stack, unchecked } = await scan();
      assert.deepEqual([status, stack.status, stack.problem?.code, Object.keys(unchecked).toSorted()], [1, "partial", "credentials", ["one", "two"]]);
    });

    it("AWS says that they have expired, to each of them", async () => {
      sandbox.aws.faults.add({ service: "sts", operation: "GetCallerIdentity", answer: { kind: "expired" } });
      const { status, stack, unchecked } = await scan();
      assert.deepEqual([status, stack.status, stack.problem?.code], [1, "partial", "credentials"]);
      assert.deepEqual(Object.keys(unchecked).toSorted(), ["limit", "one", "orders", "two"]);
    });
  });

  describe("given that AWS answers a read with an error, calls that resource unchecked and judges the others:", () => {
    for (const [what, fault, names, reason] of [
      ["one type is denied", { service: "dynamodb", operation: "*", answer: { kind: "denied" } }, ["orders"], /AccessDeniedException: User: .* is not authorized to perform/],
      ["the credentials expire while it reads", { service: "ssm", operation: "*", answer: { kind: "expired" } }, ["limit", "one", "two"], /api error ExpiredTokenException: The security token included in the request is expired/],
      ["one read fails", { service: "ssm", operation: "GetParameter", answer: { kind: "denied" }, times: 1 }, undefined, /AccessDeniedException/],
    ] as const) {
      it(what, async () => {
        sandbox.aws.faults.add(fault);
        const { status, stack, unchecked } = await scan();
        assert.deepEqual([status, stack.status, stack.problem, stack.drifts], [1, "partial", undefined, []]);
        if (names === undefined) assert.equal(Object.keys(unchecked).length, 1);
        else assert.deepEqual(Object.keys(unchecked).toSorted(), names);
        for (const told of Object.values(unchecked)) assert.match(told, reason);
      });
    }
  });

  it("leaves out the types of refresh.excludeTypes and asks AWS nothing about them, which is shown and no failure", async () => {
    const folder = path.join(sandbox.dir, "excluding");
    await mkdir(folder);
    await writeFile(path.join(folder, "whodrift.yaml"), 'refresh: { excludeTypes: ["aws:ssm/*", "acme:*"] }\n');
    const before = sandbox.aws.records().length;
    const { status, stack, unchecked } = await scan({}, ["--config", path.join(folder, "whodrift.yaml")]);
    assert.deepEqual([status, stack.status, stack.problem, stack.resources.checked], [0, "partial", undefined, 2]);
    const reason = "excluded by refresh.excludeTypes";
    assert.deepEqual(unchecked, { limit: reason, one: reason, two: reason });
    const asked = new Set(sandbox.aws.records().slice(before).map(({ eventSource }) => eventSource));
    assert.ok(asked.has("dynamodb.amazonaws.com"), "what is part of an excluded component is read");
    assert.ok(!asked.has("ssm.amazonaws.com"));
  });

  // Last, as it takes away what the others look at.
  describe("given a provider of which all is really gone", () => {
    it("says of credentials that are right that it may be true, and calls nothing deleted", async () => {
      const { endpoint, region, people } = sandbox.aws;
      const bob = openServices(() => Promise.resolve({ endpoint, region, credentials: credentialsOf(people.bob) }));
      await (await bob.ssm()).deleteParameter({ Name: "limit" });
      await (await bob.dynamoDb()).deleteTable({ TableName: "orders" });
      const { status, stack, unchecked } = await scan();
      assert.deepEqual([status, stack.status, stack.problem?.code, stack.drifts], [1, "partial", "suspect-deletions", []]);
      assert.match(stack.problem?.message ?? "", new RegExp(`account ${sandbox.aws.accountId} and region ${region} are where they belong, so that it may be true; look at one .*\`pulumi refresh\``));
      assert.deepEqual(Object.keys(unchecked).toSorted(), ["limit", "orders"]);
    });
  });

  /** Changes the inputs and outputs of every recorded resource. */
  async function rewrite(change: (properties: Readonly<Record<string, unknown>>) => object): Promise<void> {
    const resource = z.looseObject({ inputs: z.record(z.string(), z.unknown()).optional(), outputs: z.record(z.string(), z.unknown()).optional() });
    const checkpoint = z.looseObject({ checkpoint: z.looseObject({ latest: z.looseObject({ resources: z.array(resource) }) }) }).parse(JSON.parse(original));
    const { latest } = checkpoint.checkpoint;
    latest.resources = latest.resources.map(({ inputs, outputs, ...rest }) => ({ ...rest, ...(inputs && { inputs: { ...change(inputs) } }), ...(outputs && { outputs: { ...change(outputs) } }) }));
    await writeFile(mixed.checkpoint, JSON.stringify(checkpoint));
  }
});
