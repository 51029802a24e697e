import assert from "node:assert/strict";
import { parseSubject } from "../../../automation/who";
import { strangerOf } from "../../../automation/who/subject";

const URN = "urn:pulumi:prod::shop::my:component:Web$aws:ec2/securityGroup:SecurityGroup::web";

describe("parseSubject", () => {
  const kinds: Readonly<Record<string, string | undefined>> = {
    [URN]: "urn",
    "arn:aws:s3:::assets": "arn",
    "arn:aws-cn:iam::111122223333:role/app": "arn",
    "sg-0a1b2c3d4e5f60718": "name",
    "https://sqs.eu-west-1.amazonaws.com/111122223333/orders": "name",
    "/shop/prod/db-password": "name",
    " assets ": "name",
    "arn:not one": "name",
    "": undefined,
    "  ": undefined,
    "urn:pulumi:prod::shop": undefined,
    "urn:isbn:0451450523": undefined,
  };
  for (const [word, kind] of Object.entries(kinds)) {
    it(`takes ${JSON.stringify(word)} for ${kind ?? "nothing that can be looked for"}`, () => {
      assert.equal(parseSubject(word)?.kind, kind);
    });
  }

  it("knows from a URN which stack has it", () => {
    assert.deepEqual(parseSubject(URN), { kind: "urn", text: URN, project: "shop", stack: "prod" });
  });
});

describe("a resource that no state owns", () => {
  function stranger(word: string, region?: string) {
    const subject = parseSubject(word);
    assert.ok(subject !== undefined && subject.kind !== "urn");
    return strangerOf(subject, region);
  }

  it("goes by an ARN, and by the names that are in it; the ARN tells where", () => {
    const arn = "arn:aws:lambda:eu-west-1:111122223333:function:resize";
    assert.deepEqual(stranger(arn, "us-west-2"), { arn, account: "111122223333", region: "eu-west-1", identities: [arn, "resize", "/resize"] });
  });

  it("is looked for where global services record", () => {
    const { region, identities } = stranger("arn:aws:iam::111122223333:role/team/app", "eu-west-1");
    assert.equal(region, "us-east-1");
    assert.ok(identities.includes("app"));
  });

  it("is the bucket, also by the ARN of an object; the whole name where a slash is part of it", () => {
    assert.ok(stranger("arn:aws:s3:::assets/logo.svg").identities.includes("assets"));
    assert.ok(stranger("arn:aws:ssm:eu-west-1:111122223333:parameter/app/prod").identities.includes("/app/prod"));
    assert.ok(stranger("arn:aws:logs:eu-west-1:111122223333:log-group:/app/prod:*").identities.includes("/app/prod"));
    assert.ok(stranger("arn:aws:sqs:eu-west-1:111122223333:orders").identities.includes("orders"));
  });

  it("has no name that half of an account has, unless it was typed", () => {
    assert.ok(!stranger("arn:aws:iam::111122223333:role/team/prod").identities.includes("prod"));
    assert.deepEqual(stranger("prod").identities, ["prod"]);
  });

  it("has the type that its id tells, and the region that was given", () => {
    assert.deepEqual(stranger("sg-0a1b2c3d4e5f60718", "us-west-2"), { type: "aws:ec2/securityGroup:SecurityGroup", region: "us-west-2", identities: ["sg-0a1b2c3d4e5f60718"] });
    assert.deepEqual(stranger("sg-team"), { identities: ["sg-team"] });
    assert.deepEqual(stranger("constructor-00000000"), { identities: ["constructor-00000000"] });
  });
});
