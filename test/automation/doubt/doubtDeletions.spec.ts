import assert from "node:assert/strict";
import { doubtDeletions, type Callers } from "../../../automation/doubt";
import { unusableReasons, type Caller, type Login } from "../../../automation/doubt/caller";
import type { Observation } from "../../../automation/refresh/observation";
import type { JsonObject } from "../../../policypack/model";
import { observe, stackOf, type Case } from "../compare/observed";

const HOME = "111122223333";
const OTHER = "444455556666";
const PROVIDER = "urn:pulumi:prod::shop::pulumi:providers:aws::default";
const env = { AWS_REGION: "eu-west-1", AWS_ACCESS_KEY_ID: "AKIAENV", AWS_SECRET_ACCESS_KEY: "x" };

const arnOf = (name: string, region = "eu-west-1") => `arn:aws:sqs:${region}:${HOME}:${name}`;
const queue = (name: string, change: Partial<Case> = {}): Case => ({ type: "aws:sqs/queue:Queue", name, id: `https://sqs/${name}`, outputs: { arn: arnOf(name) }, state: { provider: `${PROVIDER}::1` }, ...change });
const gone = (name: string, change: Partial<Case> = {}): Case => queue(name, { live: null, ...change });

function asking(caller: Caller): Callers & { readonly asked: readonly Login[] } {
  const asked: Login[] = [];
  return { asked, requests: () => asked.length, whoIs: (login) => { asked.push(login); return Promise.resolve(caller); } };
}

async function doubted(cases: readonly Case[], { caller = { account: HOME }, provider = {}, problem }: { caller?: Caller; provider?: JsonObject; problem?: { code: string; message: string } } = {}) {
  const callers = asking(caller);
  const observations = cases.map(observe);
  const { deployment, ...stack } = stackOf(observations);
  const providers = [{ urn: PROVIDER, type: "pulumi:providers:aws", custom: true, id: "1", inputs: provider, outputs: provider }];
  const seen = await doubtDeletions({ ...stack, deployment: { resources: [...providers, ...deployment.resources] } }, { observations, ...(problem && { problem }) }, { env, callers });
  const outcomes = Object.fromEntries(seen.observations.map((one) => [nameOf(one), one.outcome === "unchecked" ? one.reason : one.op]));
  return { ...seen, outcomes, asked: callers.asked };
}

const nameOf = (one: Observation) => (one.outcome === "read" ? one.resource.urn : one.urn).split("::").at(-1) ?? "";

describe("deletions are believed, and nobody is asked,", () => {
  for (const [when, cases] of [
    ["of a single thing", [gone("a")]],
    ["of a single thing with all its parts, which share its id", [gone("a", { id: "same" }), gone("b", { id: "same" }), gone("c", { id: "same" })]],
    ["where something else of the provider is still there", [gone("a"), gone("b"), queue("c")]],
    ["where something that is only looked up is still there", [gone("a"), gone("b"), queue("c", { state: { provider: `${PROVIDER}::1`, external: true } })]],
    ["where the other things are of another provider, and are there", [gone("a"), queue("b", { state: { provider: "other::2" } })]],
    ["of what was only looked up", [gone("a", { state: { provider: "p::1", external: true } }), gone("b", { state: { provider: "p::1", external: true } })]],
  ] as const) {
    it(when, async () => {
      const { observations, problem, asked } = await doubted(cases);
      assert.deepEqual([observations, problem, asked], [cases.map(observe), undefined, []]);
    });
  }
});

describe("where every resource of a provider looks deleted, the stack is suspect:", () => {
  const all = [gone("a"), gone("b")];

  it("they were looked for in another account", async () => {
    const { problem, outcomes, asked } = await doubted(all, { caller: { account: OTHER } });
    assert.equal(problem?.code, "suspect-account");
    assert.match(problem.message, new RegExp(`looked for in account ${OTHER}, and by their ARNs they are in account ${HOME}; give .* scan again`));
    assert.deepEqual(outcomes, { a: problem.message, b: problem.message });
    assert.deepEqual(asked, [{ keys: { accessKeyId: "AKIAENV", secretAccessKey: "x" }, region: "eu-west-1" }]);
  });

  it("they were looked for with a role of another account, for which nobody need be asked", async () => {
    const { problem, asked } = await doubted(all, { provider: { assumeRoles: JSON.stringify([{ roleArn: `arn:aws:iam::${OTHER}:role/deploy` }]) } });
    assert.deepEqual([problem?.code, asked], ["suspect-account", []]);
  });

  it("they were looked for in another region", async () => {
    const { problem } = await doubted(all, { provider: { region: "us-east-1" } });
    assert.equal(problem?.code, "suspect-region");
    assert.match(problem.message, /looked for in region us-east-1, and by their ARNs they are in region eu-west-1; correct the region/);
  });

  it("but in the right region where each names its own", async () => {
    const own = ["a", "b"].map((name) => gone(name, { outputs: { arn: arnOf(name), region: "eu-west-1" } }));
    assert.equal((await doubted(own, { provider: { region: "us-east-1" } })).problem?.code, "suspect-deletions");
  });

  it("but no region is to blame where one was looked for in its own, or is in none", async () => {
    const role = gone("role", { type: "aws:iam/role:Role", outputs: { arn: `arn:aws:iam::${HOME}:role/r` } });
    assert.equal((await doubted([role, gone("b", { type: "aws:iam/role:Role", outputs: { arn: `arn:aws:iam::${HOME}:role/s` } })], { provider: { region: "us-east-1" } })).problem?.code, "suspect-deletions");
    assert.equal((await doubted([gone("a"), gone("b", { outputs: { arn: arnOf("b", "us-east-1") } })], { provider: { region: "us-east-1" } })).problem?.code, "suspect-deletions");
  });

  it("its credentials are of no use, each kind of which is said in its own words", async () => {
    const told = await Promise.all(unusableReasons.map(async (unusable) => (await doubted(all, { caller: { unusable } })).problem));
    assert.deepEqual(new Set(told.map((problem) => problem?.code)), new Set(["suspect-credentials"]));
    assert.equal(new Set(told.map((problem) => problem?.message)).size, unusableReasons.length);
    for (const problem of told) assert.match(problem?.message ?? "", /credentials.*, and scan again$/);
  });

  it("account and region are right, so it may be true: what to look at, and what accepts it", async () => {
    const { problem } = await doubted(all);
    assert.equal(problem?.code, "suspect-deletions");
    assert.match(problem.message, new RegExp(`account ${HOME} and region eu-west-1 are where they belong, so that it may be true; look at one of them .*\`pulumi refresh\``));
  });

  it("whose account the state does not say, which is said", async () => {
    const { problem } = await doubted([gone("a", { outputs: {} }), gone("b", { outputs: {} })]);
    assert.match(problem?.message ?? "", new RegExp(`looked for in account ${HOME} and region eu-west-1, and the state does not say in which account they are`));
  });

  it("whose credentials cannot be read, which is said", async () => {
    const { problem, asked } = await doubted(all, { provider: { accessKey: "AKIA", secretKey: { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:x" } } });
    assert.match(problem?.message ?? "", new RegExp(`looked for in account ${HOME} is not known, as the keys of its provider are encrypted`));
    assert.deepEqual(asked, []);
  });

  it("of another cloud, of which STS is not asked", async () => {
    const pods = ["a", "b"].map((name) => gone(name, { type: "kubernetes:core/v1:Pod", outputs: {}, state: { provider: "urn:k8s::1" } }));
    const { problem, asked } = await doubted(pods);
    assert.deepEqual([problem?.code, asked], ["suspect-deletions", []]);
    assert.match(problem?.message ?? "", /check to what its kubernetes provider points/);
  });

  it("though other providers are not, whose resources stay as they were seen", async () => {
    const other = queue("c", { state: { provider: "other::2" } });
    const believed = gone("d", { state: { provider: "other::2" } });
    const { observations, outcomes, problem } = await doubted([...all, other, believed], { caller: { account: OTHER } });
    assert.equal(problem?.code, "suspect-account");
    assert.deepEqual([outcomes["c"], outcomes["d"]], ["same", "delete"]);
    assert.deepEqual(observations.slice(2), [other, believed].map(observe));
  });

  it("where two providers see nothing, says of the stack what tells most, and of each resource its own reason", async () => {
    const pods = ["p", "q"].map((name) => gone(name, { type: "kubernetes:core/v1:Pod", outputs: {}, state: { provider: "urn:k8s::1" } }));
    const { outcomes, problem } = await doubted([...pods, ...all], { caller: { account: OTHER } });
    assert.equal(problem?.code, "suspect-account");
    assert.match(outcomes["p"] ?? "", /kubernetes/);
    assert.match(outcomes["a"] ?? "", /account/);
  });

  it("and says so of its resources where something else went wrong with the refresh, which comes first", async () => {
    const problem = { code: "timeout", message: "too long" };
    const { outcomes, ...told } = await doubted(all, { problem, caller: { account: OTHER } });
    assert.equal(told.problem?.code, "timeout");
    assert.match(outcomes["a"] ?? "", /looks deleted/);
  });

  it("in words that name neither the stack nor its resources, so that one cause is one problem", async () => {
    for (const caller of [{ account: OTHER }, { account: HOME }, ...unusableReasons.map((unusable) => ({ unusable }))]) {
      const [one, other] = [await doubted(all, { caller }), await doubted([gone("c"), gone("d")], { caller })];
      assert.deepEqual(one.problem, other.problem);
    }
  });
});
