import assert from "node:assert/strict";
import fc from "fast-check";
import { isAttributed, type Json } from "../../../policypack/model";
import { namesIn } from "../../../automation/attribute/namedResources";
import { attributedTo, attributionOf, context, deleted, drift, summary } from "./shapes/drifts";
import { alice, record, session } from "./shapes/records";

const bucket = { type: "aws:s3/bucketVersioning:BucketVersioning", identities: ["app"] };
const suspended = drift(bucket, { path: "versioningConfiguration.status", actual: "Suspended" });
const call = (request: unknown, who = alice) => record("s3", "PutBucketVersioning", "02:00", who, request);

describe("hostile records", () => {
  it("a session's name is kept as it is, as a claim, and breaks nothing", () => {
    const name = "<script>alert(1)</script>|\u001b[31m\u202e::error::\n`x`";
    const { actor, why } = attributedTo(suspended, context([call({ bucketName: "app", VersioningConfiguration: { Status: "Suspended" } }, session("admin", name))]));
    assert.equal(actor.name, name);
    assert.equal(actor.identity, "claimed");
    assert.equal(why.length, 2);
  });

  it("a role that takes a deploy role's name as its session's name is no deployment", () => {
    const updates = [{ kind: "update", from: "2026-01-02T01:59:00Z", to: "2026-01-02T02:01:00Z", result: "succeeded" as const }];
    const given = { updates, deployPrincipals: ["arn:aws:iam::111122223333:role/deploy"] };
    const request = { bucketName: "app", VersioningConfiguration: { Status: "Suspended" } };
    assert.notEqual(attributedTo(suspended, context([call(request, session("evil", "deploy"))], given)).actor.kind, "iac");
    assert.notEqual(attributedTo(suspended, context([call(request, session("evil", "x/assumed-role/deploy/y"))], given)).actor.kind, "iac");
    assert.notEqual(attributedTo(suspended, context([call(request, session("deployer", "x"))], given)).actor.kind, "iac");
  });

  for (const text of ["[".repeat(50_000), `{"a":`.repeat(50_000), "%7B%", '{"Version"', "%7B".repeat(9_999)]) {
    it(`a policy of ${JSON.stringify(text.slice(0, 12))}… is another policy and no crash`, () => {
      const policy = drift({ type: "aws:s3/bucketPolicy:BucketPolicy", identities: ["app"] }, { path: "policy", actual: '{"Version":"2012-10-17"}' });
      const attribution = attributionOf(policy, context([record("s3", "PutBucketPolicy", "02:00", alice, { bucketName: "app", bucketPolicy: text })]));
      assert.equal(summary(attribution), "nobody: no-event");
    });
  }

  it("__proto__ and constructor are names like others", () => {
    const tags = drift({ type: "aws:iam/role:Role", identities: ["constructor"] }, { path: 'tags["__proto__"]', actual: "x" }, { path: "tags.constructor", actual: "y" });
    const request = { roleName: "constructor", tags: [{ key: "__proto__", value: "x" }, { key: "constructor", value: "y" }] };
    assert.equal(summary(attributionOf(tags, context([record("iam", "TagRole", "02:00", alice, request)]))), "proven TagRole by alice");
    const odd = drift({ type: "aws:sqs/queue:Queue", identities: ["__proto__"] }, { path: "__proto__.constructor[0]", actual: "y" });
    assert.equal(attributionOf(odd, context([record("sqs", "SetQueueAttributes", "02:00", alice, { queueUrl: "__proto__" })])).confidence, "likely");
  });

  it("a path that is none, and a change without values, are answered", () => {
    for (const path of ["][", "a..b", "[", "tags[", "ingress[x]"]) {
      assert.doesNotThrow(() => attributionOf(drift({ type: "aws:ec2/securityGroup:SecurityGroup", identities: ["sg-1"] }, { path }), context([record("ec2", "AuthorizeSecurityGroupIngress", "02:00", alice, { groupId: "sg-1" })])));
    }
  });

  it("an event at no time at all is left out", () => {
    const odd = call({ bucketName: "app", VersioningConfiguration: { Status: "Suspended" } });
    assert.equal(summary(attributionOf(suspended, context([{ ...odd, record: { ...odd.record, eventTime: "soon" } }]))), "nobody: no-event");
  });
});

describe("names, by law", () => {
  const types = ["aws:s3/bucket:Bucket", "aws:ec2/securityGroup:SecurityGroup", "aws:iam/role:Role", "aws:sqs/queue:Queue", "aws:glue/crawler:Crawler", "aws:ssm/parameter:Parameter"];
  const operations = ["PutBucketPolicy", "DeleteBucket", "AuthorizeSecurityGroupIngress", "DeleteRole", "SetQueueAttributes", "UpdateCrawler", "DeleteCrawler", "PutParameter", "DeleteParameter", "TagRole"];
  const services = ["s3", "ec2", "iam", "sqs", "glue", "ssm"];
  const part = fc.stringMatching(/^[a-z]{1,3}$/);
  const name = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("-"));
  const place = fc.oneof(
    name,
    name.map((one) => `arn:aws:iam::111122223333:role/${one}`),
    name.map((one) => `https://sqs.eu-west-1.amazonaws.com/111122223333/${one}`),
    fc.tuple(name, name).map(([a, b]) => `${a}/${b}`),
    fc.tuple(name, name).map(([a, b]) => `${a}:${b}`),
  );
  const key = fc.constantFrom("bucketName", "groupId", "roleName", "queueUrl", "name", "resourceArn", "tags", "other");
  const request = fc.dictionary(key, fc.oneof(place, fc.array(place), fc.dictionary(key, place)));

  it("a record that does not hold an identity as a whole segment is never blamed", () => {
    fc.assert(
      fc.property(name, fc.constantFrom(...types), fc.constantFrom(...services), fc.constantFrom(...operations), request, fc.boolean(), (identity, type, service, operation, parameters, gone) => {
        fc.pre(!segmentsOf(parameters).includes(identity));
        const found = gone ? deleted({ type, identities: [identity] }) : drift({ type, identities: [identity] }, { path: "policy", actual: "x" });
        assert.equal(attributionOf(found, context([record(service, operation, "02:00", alice, parameters)])).confidence, "none");
      }),
      { numRuns: 500 },
    );
  });

  it("every name that is found is a whole value or a whole segment", () => {
    fc.assert(
      fc.property(request, (parameters) => {
        const segments = segmentsOf(parameters);
        for (const found of namesIn(record("iam", "TagRole", "02:00", alice, parameters).record)) {
          assert.ok(segments.includes(found) || segments.includes(found.replace(/^\//, "")) || found.includes("/"), found);
        }
      }),
    );
  });

  it("whoever is blamed, the value that a proof quotes is the actual one", () => {
    fc.assert(
      fc.property(fc.constantFrom("Enabled", "Suspended"), fc.constantFrom("Enabled", "Suspended"), (set, actual) => {
        const found = drift(bucket, { path: "versioningConfiguration.status", actual });
        const attribution = attributionOf(found, context([call({ bucketName: "app", VersioningConfiguration: { Status: set } })]));
        assert.equal(isAttributed(attribution) && attribution.confidence === "proven", set === actual);
      }),
    );
  });
});

function segmentsOf(value: Json): readonly string[] {
  if (typeof value === "string") return [value, ...value.split(/[/:]/)];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(segmentsOf) : [];
}
