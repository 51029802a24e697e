import assert from "node:assert/strict";
import type { FoundChange, JsonObject } from "../../../policypack/model";
import { compareStack } from "../../../automation/compare/compareStack";
import type { Observation } from "../../../automation/refresh/observation";
import { changesOf, compare, masker, observe, stackOf, urnOf, type Case } from "./observed";

const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const BUCKET = "aws:s3/bucket:Bucket";
const rule = (port: number, ...cidrBlocks: string[]): JsonObject => ({ protocol: "tcp", fromPort: port, toPort: port, cidrBlocks });

function only(one: Case): FoundChange {
  const changes = Object.values(changesOf(one));
  assert.equal(changes.length, 1, JSON.stringify(changes, null, 1));
  const [change] = changes;
  assert.ok(change);
  return change;
}

function essence(one: Case): readonly object[] {
  return Object.values(changesOf(one)).map(({ path, kind, expected, actual, tier, noise }) => ({
    path, kind, tier,
    ...(expected === undefined ? {} : { expected }),
    ...(actual === undefined ? {} : { actual }),
    ...(noise === undefined ? {} : { noise: noise.rule }),
  }));
}

describe("compare: what the engine reports", () => {
  it("tells an update with the recorded and the live value", () => {
    const change = only({ type: BUCKET, inputs: { tags: { a: "1" } }, live: { inputs: { tags: { a: "2" } } }, diff: { "tags.a": "update" } });
    assert.deepEqual([change.path, change.kind, change.expected, change.actual, change.tier], ["tags.a", "changed", "1", "2", "declared"]);
  });

  it("calls `add` what appeared in the cloud and `delete` what disappeared from it", () => {
    const inputs = { tags: { gone: "1" } };
    const live = { inputs: { tags: { come: "2" } } };
    assert.deepEqual(essence({ type: BUCKET, inputs, live, diff: { "tags.gone": "delete", "tags.come": "add" } }), [
      { path: "tags.gone", kind: "removed", tier: "declared", expected: "1" },
      { path: "tags.come", kind: "added", tier: "declared", actual: "2" },
    ]);
  });

  it("takes a value from the outputs where the inputs have none", () => {
    const change = only({
      type: "aws:sqs/queue:Queue", inputs: {}, outputs: { delaySeconds: 0 }, live: { inputs: {}, outputs: { delaySeconds: 5 } }, diff: { delaySeconds: "update" },
    });
    assert.deepEqual([change.expected, change.actual], [0, 5]);
  });

  it("says that reverting replaces, only for the path that does", () => {
    const changes = changesOf({
      type: BUCKET, inputs: { bucket: "a", tags: { x: "1" } }, live: { inputs: { bucket: "b", tags: { x: "2" } } },
      diff: { bucket: "update-replace", "tags.x": "update" },
    });
    assert.equal(changes["bucket"]?.replaces, true);
    assert.equal(changes["tags.x"]?.replaces, undefined);
  });

  it("compares the program's files and archives by their hashes, whatever else of them is shown", () => {
    const sig = "4dabf18193072939515e22adb298388d";
    const code = (hash: string, file: JsonObject): JsonObject => ({ code: { [sig]: "0def7320c3a5731c473e5ecbe6d01bc7", hash, assets: { "index.js": file } } });
    const file = { [sig]: "c44067f5952c0a294b673a41bacd8c17", hash: "f1", text: "<contents elided>" };
    const seen = (live: JsonObject) => essence({ type: "aws:lambda/function:Function", inputs: {}, outputs: code("h1", file), live: { inputs: {}, outputs: live }, op: "same" });
    assert.deepEqual(seen(code("h1", {})), []);
    assert.ok(seen(code("h2", {})).some((change) => "path" in change && change.path === "code.hash"));
  });

  it("compares the inputs itself where the provider answers only yes or no", () => {
    assert.deepEqual(essence({ type: BUCKET, inputs: { a: 1, b: { c: [1, 2] } }, live: { inputs: { a: 1, b: { c: [1, 3] } } } }), [
      { path: "b.c[1]", kind: "changed", tier: "declared", expected: 2, actual: 3 },
    ]);
  });

  it("refines a container to what differs in it", () => {
    assert.deepEqual(
      essence({ type: GROUP, inputs: { ingress: [rule(443, "10.0.0.0/8")] }, live: { inputs: { ingress: [rule(22, "0.0.0.0/0"), rule(443, "10.0.0.0/8")] } }, diff: { ingress: "update" } }),
      [{ path: "ingress[0]", kind: "added", tier: "declared", actual: rule(22, "0.0.0.0/0") }],
    );
  });

  it("names a source that joined an existing rule, although the engine's index belongs to one side only", () => {
    const live = { inputs: { ingress: [rule(22, "10.0.0.0/8"), rule(443, "10.0.0.0/8", "0.0.0.0/0")] } };
    const change = only({ type: GROUP, inputs: { ingress: [rule(443, "10.0.0.0/8"), rule(22, "10.0.0.0/8")] }, live, diff: { "ingress[0].cidrBlocks[1]": "add" } });
    assert.deepEqual([change.path, change.kind, change.actual], ["ingress[1].cidrBlocks[1]", "added", "0.0.0.0/0"]);
  });

  it("tells a policy document as one change, and an equal one as noise with its reason", () => {
    const policy = (action: unknown): string => JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: "*", Action: action, Resource: "x" }] });
    const type = "aws:s3/bucketPolicy:BucketPolicy";
    const spelled = JSON.stringify({ Statement: { Resource: ["x"], Action: "S3:getobject", Principal: { AWS: ["*"] }, Effect: "Allow" }, Version: "2012-10-17" }, null, 2);
    assert.equal(only({ type, inputs: { policy: policy("s3:GetObject") }, live: { inputs: { policy: spelled } }, diff: { policy: "update" } }).noise?.rule, "policy-single-value");
    assert.equal(only({ type, inputs: { policy: policy("s3:GetObject") }, live: { inputs: { policy: policy("s3:*") } }, diff: { policy: "update" } }).noise, undefined);
  });

  for (const [what, recorded, live, rule] of [
    ["nothing and an empty list", {}, { a: [] }, "empty-value"],
    ["nothing and an empty text", { a: "" }, {}, "empty-value"],
    ["a number and its text", { a: 443 }, { a: "443" }, "same-text"],
    ["a flag and its text", { a: true }, { a: "true" }, "same-text"],
    ["a set in another order", { cidrBlocks: ["10.0.0.0/8", "10.1.0.0/16"] }, { cidrBlocks: ["10.1.0.0/16", "10.0.0.0/8"] }, "set-order"],
    ["the same JSON, written differently", { a: '{"x":1,"y":2}' }, { a: '{ "y": 2, "x": 1 }' }, "json-equal"],
  ] as const) {
    it(`keeps ${what} as noise`, () => {
      assert.equal(only({ type: GROUP, inputs: recorded, live: { inputs: live } }).noise?.rule, rule);
    });
  }

  it("does not take a tag without a value for no tag", () => {
    assert.equal(only({ type: BUCKET, inputs: { tags: {} }, live: { inputs: { tags: { a: "" } } }, diff: { "tags.a": "add" } }).noise, undefined);
  });

  it("keeps a report that no value explains, as noise", () => {
    assert.equal(only({ type: BUCKET, inputs: { a: 1 }, live: {}, diff: { a: "update" } }).noise?.rule, "equal-values");
    assert.equal(only({ type: BUCKET, inputs: { a: 1 }, live: {}, op: "update" }).path, "");
  });

  it("tells a path without a value, because the engine named it", () => {
    assert.deepEqual(essence({ type: BUCKET, live: {}, diff: { "x.y": "delete" } }), [{ path: "x.y", kind: "removed", tier: "declared" }]);
  });
});

describe("compare: what the engine does not report", () => {
  const role = "aws:iam/role:Role";

  it("finds an output that the program never set", () => {
    assert.deepEqual(essence({ type: BUCKET, inputs: { bucket: "b" }, outputs: { bucket: "b", acl: "private" }, live: { outputs: { bucket: "b", acl: "public-read" } } }), [
      { path: "acl", kind: "changed", tier: "output", expected: "private", actual: "public-read" },
    ]);
  });

  it("never tells an output twice that the inputs have told", () => {
    const change = only({
      type: GROUP, inputs: { ingress: [] }, outputs: { ingress: [] },
      live: { inputs: { ingress: [rule(22, "0.0.0.0/0")] }, outputs: { ingress: [{ ...rule(22, "0.0.0.0/0"), description: "", self: false, securityGroups: [] }] } },
      diff: { ingress: "add" },
    });
    assert.equal(change.tier, "declared");
  });

  it("finds what ignoreChanges hides, with its wildcard", () => {
    const one = { type: BUCKET, inputs: { tags: { a: "1" } }, live: { outputs: { tags: { a: "2" } } } };
    for (const ignored of ["tags", "tags.a", "tags[*]", 'tags["a"]', "*"]) {
      assert.equal(only({ ...one, state: { ignoreChanges: [ignored] } }).tier, "ignored", ignored);
    }
    assert.equal(only({ ...one, state: { ignoreChanges: ["tags.b"] } }).tier, "output");
  });

  it("keeps what AWS moves by itself as noise, but not the version of an object in a bucket", () => {
    assert.equal(only({ type: "aws:lambda/function:Function", outputs: { lastModified: "1" }, live: { outputs: { lastModified: "2" } } }).noise?.rule, "volatile-output");
    assert.equal(only({ type: "aws:ssm/parameter:Parameter", outputs: { version: 1 }, live: { outputs: { version: 2 } } }).noise?.rule, "volatile-output");
    assert.equal(only({ type: "aws:s3/bucketObject:BucketObject", outputs: { etag: "1" }, live: { outputs: { etag: "2" } } }).noise, undefined);
  });

  it("tells a tag once, not again in tagsAll", () => {
    const tags = (value: string): JsonObject => ({ tags: { a: value }, tagsAll: { a: value } });
    const changes = changesOf({ type: BUCKET, inputs: { tags: { a: "1" } }, outputs: tags("1"), live: { inputs: { tags: { a: "2" } }, outputs: tags("2") }, diff: { "tags.a": "update" } });
    assert.deepEqual(Object.entries(changes).map(([path, { noise }]) => [path, noise?.rule]), [["tags.a", undefined], ["tagsAll.a", "follows"]]);
  });

  it("tells a tag once where the provider puts tagsAll among the inputs and reports both", () => {
    const both = (value: string): JsonObject => ({ tags: { a: value }, tagsAll: { a: value } });
    const changes = changesOf({ type: BUCKET, inputs: both("1"), outputs: both("1"), live: { inputs: both("2"), outputs: both("2") }, diff: { "tags.a": "update", "tagsAll.a": "update" } });
    assert.deepEqual(Object.entries(changes).map(([path, { noise }]) => [path, noise?.rule]), [["tags.a", undefined], ["tagsAll.a", "follows"]]);
  });

  it("keeps outputs that only look different as noise", () => {
    const changes = changesOf({ type: GROUP, outputs: { a: null, n: 1, cidrBlocks: ["10.0.0.0/8", "10.1.0.0/16"] }, live: { outputs: { b: [], n: "1", cidrBlocks: ["10.1.0.0/16", "10.0.0.0/8"] } } });
    assert.deepEqual(Object.entries(changes).map(([path, { noise }]) => [path, noise?.rule]), [["a", "empty-value"], ["b", "empty-value"], ["cidrBlocks", "set-order"], ["n", "same-text"]]);
  });

  it("tells a change in the outputs although what the engine reported at that place is noise", () => {
    const group = (description: string): JsonObject => ({ ingress: [{ ...rule(22, "10.0.0.0/8"), description }] });
    const [inputs, live] = [{ ingress: [rule(22, "10.0.0.0/8")] }, { ingress: [{ ...rule(22, "10.0.0.0/8"), self: null }] }];
    const changes = changesOf({ type: GROUP, inputs, outputs: group("ops"), live: { inputs: live, outputs: group("oops") }, diff: { ingress: "update" } });
    assert.deepEqual(Object.entries(changes).map(([path, { tier, noise }]) => [path, tier, noise?.rule]), [["ingress[0].self", "declared", "empty-value"], ["ingress[0].description", "output", undefined]]);
  });

  it("given a rule that came before a recorded one, tells the new rule, not a change of the one whose place it took", () => {
    const spelt = (one: JsonObject): JsonObject => ({ cidrBlocks: [], self: false, description: "", ...one });
    const own = { protocol: "tcp", fromPort: 22, toPort: 22, self: true, description: "among ourselves" };
    const world = { protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] };
    // As the bridge extracts it: the recorded rule's keys, with what stands at its index now.
    const taken = { ...own, self: false, description: "" };
    const changes = changesOf({
      type: GROUP,
      inputs: { ingress: [own] },
      outputs: { ingress: [spelt(own)] },
      live: { inputs: { ingress: [taken] }, outputs: { ingress: [spelt(world), spelt(own)] } },
      diff: { "ingress[0]": "add" },
    });
    assert.deepEqual(Object.entries(changes).map(([path, { kind, actual, severity, opensAccess }]) => [path, kind, actual, severity, opensAccess]), [["ingress[0]", "added", spelt(world), "critical", true]]);
  });

  const versioning = (status: string): JsonObject => ({ bucket: "logs-b", versioningConfiguration: { status } });
  const bucket: Case = { type: BUCKET, name: "logs", id: "logs-b", inputs: { bucket: "logs-b" }, outputs: { bucket: "logs-b", versioning: { enabled: true } }, live: { outputs: { bucket: "logs-b", versioning: { enabled: false } } } };
  const sidecar: Case = { type: "aws:s3/bucketVersioning:BucketVersioning", name: "logs-versions", id: "logs-b", inputs: versioning("Enabled"), live: { inputs: versioning("Suspended") } };

  it("leaves a bucket's mirrored output to the resource that sets it", () => {
    const [owner] = compare([bucket, sidecar]).drifts;
    assert.deepEqual(owner?.changes.map(({ path, noise }) => [path, noise]), [["versioning.enabled", { rule: "sidecar", reason: "set by logs-versions, which is compared itself" }]]);
  });

  it("leaves it too where the bucket was recorded before that resource was made", () => {
    const drifts = compare([bucket, { ...sidecar, live: {} }]).drifts;
    assert.deepEqual(drifts.map(({ changes }) => changes.map(({ noise }) => noise?.rule)), [["sidecar"]]);
  });

  it("leaves a route of its own out of its table, and keeps one that nobody declares", () => {
    const table: Case = {
      type: "aws:ec2/routeTable:RouteTable", id: "rtb-1", inputs: {}, outputs: { routes: [] },
      live: { inputs: {}, outputs: { routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: "igw-1" }, { cidrBlock: "10.9.0.0/16", gatewayId: "pcx-1" }] } },
    };
    const declared = { routeTableId: "rtb-1", destinationCidrBlock: "0.0.0.0/0", gatewayId: "igw-1", destinationIpv6CidrBlock: "" };
    const route: Case = { type: "aws:ec2/route:Route", name: "out", id: "r-rtb-11080289494", inputs: declared, live: { inputs: declared } };
    const [owner] = compare([table, route]).drifts;
    assert.deepEqual(owner?.changes.map(({ actual, noise }) => [JSON.stringify(actual).includes("igw-1"), noise?.rule]), [[true, "sidecar"], [false, undefined]]);
  });

  it("tells it on the bucket where there is no such resource, or one of another bucket", () => {
    for (const others of [[], [{ ...sidecar, id: "other-b", inputs: { ...versioning("Enabled"), bucket: "other-b" } }]]) {
      assert.equal(compare([bucket, ...others]).drifts.find(({ resource }) => resource.name === "logs")?.changes[0]?.noise, undefined);
    }
  });

  it("tells a policy that somebody added to a role beside one that is gone", () => {
    const inline = (...names: string[]): JsonObject => ({ name: "app", inlinePolicies: names.map((name) => ({ name, policy: "{}" })) });
    const owner: Case = { type: role, name: "app", id: "app", inputs: { name: "app" }, outputs: inline("kept", "lost"), live: { outputs: inline("backdoor", "kept") } };
    const lost: Case = { type: "aws:iam/rolePolicy:RolePolicy", name: "lost", id: "app:lost", inputs: { role: "app", name: "lost" }, live: null };
    const changes = compare([owner, lost]).drifts[0]?.changes ?? [];
    assert.deepEqual(changes.map(({ kind, noise }) => [kind, noise?.rule]), [["removed", "sidecar"], ["added", undefined]]);
  });
});

describe("compare: what is gone, and what was not looked at", () => {
  const gone = (name: string, id = name): Case => ({ type: BUCKET, name, id, live: null, state: { provider: "p::1" } });

  it("gives a deleted resource one change with the empty path", () => {
    const [drift] = compare([gone("a")]).drifts;
    assert.equal(drift?.kind, "deleted");
    assert.deepEqual(drift.changes.map(({ path, kind, tier, severity }) => [path, kind, tier, severity]), [["", "removed", "declared", "critical"]]);
  });

  it("tells of what an interrupted update was making that it is unchecked, though it is in no list of resources yet", () => {
    const begun = { urn: urnOf({ type: BUCKET, name: "new" }), type: BUCKET, custom: true, inputs: {}, outputs: {} };
    const provider = { ...begun, urn: urnOf({ type: "pulumi:providers:aws", name: "p" }), type: "pulumi:providers:aws" };
    const read = observe({ type: BUCKET, name: "read" });
    const { ref, deployment, updates } = stackOf([read]);
    const stack = { ref, updates, deployment: { ...deployment, pending_operations: [{ type: "creating", resource: begun }, { type: "creating", resource: provider }] } };
    const { resources } = compareStack(stack, { observations: [read, { outcome: "unchecked", urn: begun.urn, reason: "interrupted" }] }, masker(), new Set());
    assert.deepEqual(resources, { total: 2, checked: 1, unchecked: [{ urn: begun.urn, reason: "interrupted" }] });
  });

  it("says of what was left out on purpose that this is accepted", () => {
    const read = observe({ type: BUCKET, name: "left" });
    const left = { outcome: "unchecked", urn: urnOf({ type: BUCKET, name: "left" }), reason: "excluded", accepted: true } as const;
    const { unchecked } = compareStack(stackOf([read]), { observations: [left] }, masker(), new Set()).resources;
    assert.deepEqual(unchecked, [{ urn: left.urn, reason: "excluded", accepted: true }]);
  });

  it("counts what is the stack's own, and says why something was not looked at", () => {
    const read = observe({ type: BUCKET, name: "read" });
    const [unread, failed, component, lookedUp] = ["unread", "failed", "component", "looked-up"].map((name) => observe({ type: BUCKET, name }));
    const resources = [read, unread, failed, component, lookedUp].flatMap((one) => (one?.outcome === "read" ? [one.resource] : []));
    const own = resources.map((resource) =>
      resource.urn === urnOf({ type: BUCKET, name: "component" }) ? { ...resource, custom: false } : resource.urn === urnOf({ type: BUCKET, name: "looked-up" }) ? { ...resource, external: true } : resource,
    );
    const unchecked: Observation = { outcome: "unchecked", urn: urnOf({ type: BUCKET, name: "failed" }), reason: "AccessDenied" };
    const answer = compareStack({ ...stackOf([]), deployment: { resources: own } }, { observations: [read, unchecked], problem: { code: "timeout", message: "out of time" } }, masker(), new Set());
    assert.deepEqual(answer.resources, {
      total: 3,
      checked: 1,
      unchecked: [{ urn: urnOf({ type: BUCKET, name: "unread" }), reason: "out of time" }, { urn: urnOf({ type: BUCKET, name: "failed" }), reason: "AccessDenied" }],
    });
  });
});
