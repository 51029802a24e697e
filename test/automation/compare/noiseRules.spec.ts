import assert from "node:assert/strict";
import { noiseRuleNames, noiseRules, type NoiseRuleName } from "../../../automation/compare/noiseRules";
import { counts, type JsonObject } from "../../../policypack/model";
import { changesOf, compare, SECRET, type Case } from "./observed";

const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const BUCKET = "aws:s3/bucket:Bucket";
const POLICY = "aws:s3/bucketPolicy:BucketPolicy";
const DOCUMENT = "aws:ssm/document:Document";
const KEY = "1234abcd-12ab-34cd-56ef-1234567890ab";
const FUNCTION = "arn:aws:lambda:eu-central-1:111122223333:function:app";
const LOG_GROUP = "arn:aws:logs:eu-central-1:111122223333:log-group:/app/web";

const differing = (type: string, recorded: JsonObject, live: JsonObject): Case => ({ type, inputs: recorded, live: { inputs: live } });
const statement = { Sid: "a", Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "x" };
const unnamed = { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "x" };
const policy = (...statements: readonly JsonObject[]): JsonObject => ({ policy: JSON.stringify({ Version: "2012-10-17", Statement: statements }) });
const said = (one: JsonObject, other: JsonObject): Case => differing(POLICY, policy({ ...statement, ...one }), policy({ ...statement, ...other }));

const RECORD = "aws:route53/record:Record";
const WEB = { name: "web", image: "nginx:1.27" };
const [A, B] = [{ name: "A", value: "1" }, { name: "B", value: "2" }];
const containers = (one: readonly JsonObject[], other: readonly JsonObject[]): Case =>
  differing("aws:ecs/taskDefinition:TaskDefinition", { containerDefinitions: JSON.stringify(one) }, { containerDefinitions: JSON.stringify(other) });

/** What each rule is for: a resource on which it alone explains what differs. */
const examples: Readonly<Record<NoiseRuleName, readonly [Case, ...Case[]]>> = {
  "policy-order": [
    differing(POLICY, policy({ ...statement, Sid: "b" }, statement), policy(statement, { ...statement, Sid: "b" })),
    said({ Action: ["s3:GetObject", "s3:PutObject"] }, { Action: ["s3:PutObject", "s3:GetObject"] }),
    said({ Resource: ["x", "y"] }, { Resource: ["y", "x", "y"] }),
    said({ Condition: { StringEquals: { "aws:SourceAccount": ["1", "2"] } } }, { Condition: { StringEquals: { "aws:SourceAccount": ["2", "1"] } } }),
  ],
  "policy-single-value": [
    said({}, { Action: ["s3:GetObject"] }),
    said({ Principal: { Service: ["sns.amazonaws.com"] } }, { Principal: { Service: "sns.amazonaws.com" } }),
    differing(POLICY, policy(statement), { policy: JSON.stringify({ Version: "2012-10-17", Statement: statement }) }),
  ],
  "policy-action-case": [said({}, { Action: "S3:getobject" })],
  "policy-principal": [
    said({}, { Principal: { AWS: "*" } }),
    said({ Principal: { AWS: "111122223333" } }, { Principal: { AWS: "arn:aws:iam::111122223333:root" } }),
  ],
  "policy-version": [differing(POLICY, { policy: JSON.stringify({ Statement: [statement] }) }, { policy: JSON.stringify({ Version: "2008-10-17", Statement: [statement] }) })],
  "policy-empty-sid": [differing(POLICY, policy({ ...unnamed, Sid: "" }), policy(unnamed)), differing(POLICY, policy(unnamed), policy({ ...unnamed, Sid: "" }))],
  "json-equal": [differing(BUCKET, { a: '{"x":1,"y":[1,2]}' }, { a: '{ "y": [1, 2], "x": 1 }' }), differing(POLICY, policy(statement), { policy: JSON.stringify({ Statement: [statement], Version: "2012-10-17" }, null, 2) })],
  "yaml-equal": [differing(DOCUMENT, { content: "schemaVersion: '2.2'\nmainSteps: [a, b]\n" }, { content: '# by the console\nmainSteps:\n  - a\n  - "b"\nschemaVersion: "2.2"\n' })],
  "container-defaults": [
    containers([WEB], [{ ...WEB, cpu: 0, essential: true, mountPoints: [], volumesFrom: null, systemControls: [] }]),
    containers([{ ...WEB, portMappings: [{ containerPort: 80 }] }], [{ ...WEB, portMappings: [{ containerPort: 80, hostPort: 0, protocol: "tcp" }] }]),
    containers([{ ...WEB, environment: [B, A] }, { name: "side", image: "s:1" }], [{ name: "side", image: "s:1", cpu: 0 }, { ...WEB, environment: [A, B] }]),
    containers([{ ...WEB, healthCheck: { command: ["CMD", "x"] } }], [{ ...WEB, healthCheck: { command: ["CMD", "x"], interval: 30, timeout: 5, retries: 3 } }]),
  ],
  "dns-name": [
    differing(RECORD, { name: "*.example.com" }, { name: "\\052.Example.com." }),
    differing(RECORD, { aliases: [{ name: "Lb.elb.amazonaws.com", zoneId: "Z1" }] }, { aliases: [{ name: "lb.elb.amazonaws.com.", zoneId: "Z1" }] }),
  ],
  "window-case": [differing("aws:rds/instance:Instance", { maintenanceWindow: "Mon:03:00-Mon:04:00" }, { maintenanceWindow: "mon:03:00-mon:04:00" })],
  "set-order": [differing(GROUP, { cidrBlocks: ["10.0.0.0/8", "10.1.0.0/16"] }, { cidrBlocks: ["10.1.0.0/16", "10.0.0.0/8"] })],
  "empty-value": [differing(BUCKET, {}, { a: [] }), differing(BUCKET, { a: "" }, {}), differing(BUCKET, { a: null }, { a: {} }), differing(BUCKET, {}, { a: { b: null } })],
  "same-text": [
    differing(BUCKET, { a: 443 }, { a: "443" }),
    differing(BUCKET, { a: "true" }, { a: true }),
    said({ Condition: { Bool: { "aws:SecureTransport": true } } }, { Condition: { Bool: { "aws:SecureTransport": "true" } } }),
    differing(GROUP, { ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22 }] }, { ingress: [{ protocol: "tcp", fromPort: "22", toPort: 22 }] }),
  ],
  "lambda-latest": [differing("aws:lambda/eventSourceMapping:EventSourceMapping", { functionName: FUNCTION }, { functionName: `${FUNCTION}:$LATEST` })],
  "log-group-wildcard": [differing("aws:ec2/flowLog:FlowLog", { logDestination: `${LOG_GROUP}:*` }, { logDestination: LOG_GROUP })],
  "kms-key-id": [differing("aws:ebs/volume:Volume", { kmsKeyId: KEY }, { kmsKeyId: `arn:aws:kms:eu-central-1:111122223333:key/${KEY}` })],
  "equal-values": [{ type: BUCKET, inputs: { a: 1 }, diff: { a: "update" } }, { type: BUCKET, inputs: { a: 1 }, op: "update" }],
  "secret-unreadable": [{ type: BUCKET, inputs: { a: SECRET, b: 1 }, live: { inputs: { a: SECRET, b: 2 } } }],
  follows: [{ type: BUCKET, outputs: { tags: { a: "1" }, tagsAll: { a: "1" } }, live: { outputs: { tags: { a: "2" }, tagsAll: { a: "2" } } } }],
  sidecar: [{ type: BUCKET, id: "logs", outputs: { versioning: { enabled: true } }, live: { outputs: { versioning: { enabled: false } } } }],
  "volatile-output": [{ type: "aws:lambda/function:Function", outputs: { lastModified: "1" }, live: { outputs: { lastModified: "2" } } }],
  "provider-bookkeeping": [{ type: BUCKET, outputs: { __meta: "1" }, live: { outputs: { __meta: "2" } } }],
};

/** Beside the example: what sets a bucket's `versioning`. */
const SETTER: Case = { type: "aws:s3/bucketVersioning:BucketVersioning", name: "setter", inputs: { bucket: "logs" } };

describe("the rules of noise", () => {
  for (const rule of noiseRuleNames) {
    it(`${rule}: ${noiseRules[rule].covers}`, () => {
      for (const example of examples[rule]) {
        const told = (off: readonly NoiseRuleName[]) => compare([example, SETTER], undefined, off).drifts.flatMap(({ changes }) => changes);
        const [listed, others] = [told([]), told(noiseRuleNames.filter((other) => other !== rule))];
        const byRule = listed.filter(({ noise }) => noise?.rule === rule);
        assert.ok(byRule.length > 0, `not listed: ${JSON.stringify(listed)}`);
        assert.ok(byRule.every(({ noise }) => noise?.reason !== ""));
        assert.deepEqual(others.filter(({ noise }) => noise?.rule === rule).length, byRule.length, "it needs no other rule");
        const counted = told([rule]).filter(counts).map(({ fingerprint }) => fingerprint);
        for (const { fingerprint } of byRule) assert.ok(counted.includes(fingerprint), "switched off, it is a change");
      }
    });
  }

  it("names one rule and says the reasons of all, where it takes several", () => {
    const several = said({}, { Action: ["S3:getobject"], Principal: { AWS: "*" } });
    const { noise } = changesOf(several)["policy"] ?? {};
    assert.deepEqual(noise, { rule: "policy-single-value", reason: "IAM reads one value and a list of it alike; IAM ignores the case of actions; two names of the same principal" });
    for (const off of ["policy-single-value", "policy-action-case", "policy-principal"] as const) assert.equal(changesOf(several, [off])["policy"]?.noise, undefined);
    assert.ok(changesOf(several, ["policy-order"])["policy"]?.noise);
  });
});

describe("what no rule of noise explains", () => {
  const others: Readonly<Record<string, Case>> = {
    "the order of matchers in an event pattern": differing(BUCKET, { eventPattern: '{"detail":{"n":[{"numeric":[">",1,"<",5]}]}}' }, { eventPattern: '{"detail":{"n":[{"numeric":["<",5,">",1]}]}}' }),
    "the order of statements that are not IAM's": differing(BUCKET, { rules: '{"Statement":[{"Action":"Block"},{"Action":"Allow"}]}' }, { rules: '{"Statement":[{"Action":"Allow"},{"Action":"Block"}]}' }),
    "another effect": said({}, { Effect: "Deny" }),
    "a resource in another case": said({}, { Resource: "X" }),
    "a user where there was an account": said({ Principal: { AWS: "111122223333" } }, { Principal: { AWS: "arn:aws:iam::111122223333:user/root" } }),
    "a function's version in a permission": differing("aws:lambda/permission:Permission", { function: FUNCTION }, { function: `${FUNCTION}:$LATEST` }),
    "another version of a function": differing(BUCKET, { functionArn: FUNCTION }, { functionArn: `${FUNCTION}:1` }),
    "a log group's ARN in a policy": said({ Resource: LOG_GROUP }, { Resource: `${LOG_GROUP}:*` }),
    "another log group": differing(BUCKET, { a: `${LOG_GROUP}:*` }, { a: LOG_GROUP.slice(0, -1) }),
    "a key of another account, by ARN": differing(BUCKET, { k: `arn:aws:kms:eu-central-1:111122223333:key/${KEY}` }, { k: `arn:aws:kms:eu-central-1:444455556666:key/${KEY}` }),
    "an alias and a key": differing(BUCKET, { k: "alias/app" }, { k: KEY }),
    "an alias and its ARN, which may be another account's": differing(BUCKET, { k: "alias/app" }, { k: "arn:aws:kms:eu-central-1:111122223333:alias/app" }),
    "a multi-Region key's id and an ARN": differing(BUCKET, { k: "mrk-1234abcd12ab34cd56ef1234567890ab" }, { k: "arn:aws:kms:eu-central-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab" }),
    "a comment in a file that AWS does not read": differing("aws:s3/bucketObject:BucketObject", { content: "a: 1" }, { content: "# hi\na: 1" }),
    "a YAML number and a text": differing(DOCUMENT, { content: "a: 012" }, { content: "a: '012'" }),
    "a YAML number spelt otherwise": differing(DOCUMENT, { content: "a: 010" }, { content: "a: 8" }),
    "a YAML tag": differing(DOCUMENT, { content: "a: !Ref x" }, { content: "a: x" }),
    "YAML in which a key is there twice": differing(DOCUMENT, { content: "a: 1\na: 2" }, { content: "a: 2" }),
    "a number with other zeros": differing(BUCKET, { a: "1.0" }, { a: 1 }),
    "zero and nothing": differing(BUCKET, { a: 0 }, {}),
    "false and nothing": differing(BUCKET, { a: false }, {}),
    "an element that is there twice": differing(GROUP, { cidrBlocks: ["a"] }, { cidrBlocks: ["a", "a"] }),
    "an order that nobody has said to mean nothing": differing(GROUP, { steps: ["a", "b"] }, { steps: ["b", "a"] }),
    "a policy's version that reads variables": differing(POLICY, policy(statement), { policy: JSON.stringify({ Statement: [statement] }) }),
    "another Sid": said({}, { Sid: "b" }),
    "the unique id that AWS puts where a principal was deleted": said({ Principal: { AWS: "arn:aws:iam::111122223333:user/reader" } }, { Principal: { AWS: "AIDAQ3EGVYJWZEXAMPLE1" } }),
    "another image of a container": containers([WEB], [{ ...WEB, image: "nginx:1.28", cpu: 0 }]),
    "a host port, which outside of awsvpc is a choice": containers([{ ...WEB, portMappings: [{ containerPort: 80 }] }], [{ ...WEB, portMappings: [{ containerPort: 80, hostPort: 80 }] }]),
    "a container that may now fail alone": containers([WEB], [{ ...WEB, essential: false }]),
    "an empty variable and none": containers([WEB], [{ ...WEB, environment: [{ name: "A", value: "" }] }]),
    "the order of a variable that is there twice": containers([{ ...WEB, environment: [A, { ...A, value: "2" }] }], [{ ...WEB, environment: [{ ...A, value: "2" }, A] }]),
    "the order of a command": containers([{ ...WEB, command: ["a", "b"] }], [{ ...WEB, command: ["b", "a"] }]),
    "container definitions of something else than ECS": differing(BUCKET, { containerDefinitions: JSON.stringify([WEB]) }, { containerDefinitions: JSON.stringify([{ ...WEB, cpu: 0 }]) }),
    "another alias in the same zone": differing(RECORD, { aliases: [{ name: "a.elb.amazonaws.com", zoneId: "Z1" }] }, { aliases: [{ name: "b.elb.amazonaws.com.", zoneId: "Z1" }] }),
    "a star inside a label": differing(RECORD, { name: "*x.example.com" }, { name: "\\052x.example.com" }),
    "the case of what a TXT record says": differing(RECORD, { records: ["V=Spf1"] }, { records: ["v=spf1"] }),
    "the case of another type's name": differing(BUCKET, { name: "Logs" }, { name: "logs" }),
    "another window": differing("aws:rds/instance:Instance", { maintenanceWindow: "Mon:03:00-Mon:04:00" }, { maintenanceWindow: "tue:03:00-tue:04:00" }),
    "a minor version that RDS moved to": differing("aws:rds/instance:Instance", { engineVersion: "16.3" }, { engineVersion: "16.4" }),
    "a number of instances that an autoscaler set": differing("aws:autoscaling/group:Group", { desiredCapacity: 2 }, { desiredCapacity: 5 }),
    "a tag without a value": differing(BUCKET, { tags: {} }, { tags: { a: "" } }),
    "a tag that only tagsAll has": { type: BUCKET, outputs: { tags: {}, tagsAll: {} }, live: { outputs: { tags: {}, tagsAll: { a: "1" } } } },
  };
  for (const [what, one] of Object.entries(others)) {
    it(what, () => {
      const changes = Object.values(changesOf(one));
      assert.ok(changes.some(counts), JSON.stringify(changes));
    });
  }
});

describe("a set of which more than one thing is to be said", () => {
  const rule = (port: number | string, ...cidrBlocks: string[]): JsonObject => ({ protocol: "tcp", fromPort: port, toPort: port, cidrBlocks });

  it("tells each: another order, another spelling, and what really changed", () => {
    const recorded = { ingress: [rule(22, "10.0.0.0/8"), rule(443, "10.0.0.0/8", "10.1.0.0/16"), rule(80, "10.0.0.0/8")] };
    const live = { ingress: [rule(443, "10.1.0.0/16", "10.0.0.0/8"), rule("22", "10.0.0.0/8"), rule(80, "0.0.0.0/0")] };
    const changes = changesOf({ type: GROUP, inputs: recorded, live: { inputs: live }, diff: { ingress: "update" } });
    assert.deepEqual(
      Object.entries(changes).map(([path, { kind, noise }]) => [path, kind, noise?.rule]).sort(),
      [
        ["ingress", "changed", "set-order"],
        ["ingress[0].cidrBlocks", "changed", "set-order"],
        ["ingress[1].fromPort", "changed", "same-text"],
        ["ingress[1].toPort", "changed", "same-text"],
        ["ingress[2].cidrBlocks[0]", "added", undefined],
      ],
    );
  });
});
