import assert from "node:assert/strict";
import { CloudTrailClient, LookupEventsCommand } from "@aws-sdk/client-cloudtrail";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { mockClient, type AwsClientStub } from "aws-sdk-client-mock";
import { openLookupTrail } from "../../../automation/audit";
import { failure } from "./shapes/eventHistory";

const ACCOUNT = "111122223333";

describe("openLookupTrail", () => {
  const region = process.env["AWS_REGION"];
  let sts: AwsClientStub<STSClient>;
  let cloudTrail: AwsClientStub<CloudTrailClient>;
  beforeEach(() => {
    sts = mockClient(STSClient);
    cloudTrail = mockClient(CloudTrailClient);
    cloudTrail.on(LookupEventsCommand).resolves({ Events: [] });
    process.env["AWS_REGION"] = "eu-west-3";
  });
  afterEach(() => {
    sts.restore();
    cloudTrail.restore();
    if (region === undefined) delete process.env["AWS_REGION"];
    else process.env["AWS_REGION"] = region;
  });

  it("reads the history of the account and, where a resource does not tell, the region that the credentials are for", async () => {
    sts.on(GetCallerIdentityCommand).resolves({ Account: ACCOUNT });
    const trail = openLookupTrail(() => undefined);
    const { coverage } = await trail.lookUp([{ names: ["x"] }], new Date().toISOString());
    assert.deepEqual(coverage.map((part) => [part.account, part.region]), [[ACCOUNT, "eu-west-3"]]);
  });

  describe("of another account", () => {
    const OTHER = "444455556666";
    const role = { arn: `arn:aws:iam::${OTHER}:role/whodrift-audit`, externalId: "acme" };
    const wanted = ["eu-west-1", "us-east-1"].map((place) => ({ account: OTHER, region: place, names: ["x"] }));
    const trail = () => openLookupTrail((account) => (account === OTHER ? role : undefined));
    const session = { AccessKeyId: "ASIAEXAMPLE", SecretAccessKey: "hidden", SessionToken: "token" };
    beforeEach(() => sts.on(GetCallerIdentityCommand).resolves({ Account: ACCOUNT }));

    it("assumes its audit role once for all regions, and counts that", async () => {
      sts.on(AssumeRoleCommand).resolves({ Credentials: { ...session, Expiration: new Date(Date.now() + 3_600_000) } });
      const opened = trail();
      const { coverage } = await opened.lookUp(wanted, new Date().toISOString());
      assert.deepEqual(coverage.map((part) => [part.account, part.region, part.complete]), [[OTHER, "eu-west-1", true], [OTHER, "us-east-1", true]]);
      assert.deepEqual(sts.commandCalls(AssumeRoleCommand).map((call) => call.args[0].input), [{ RoleArn: role.arn, ExternalId: "acme", RoleSessionName: "whodrift-audit" }]);
      assert.deepEqual(opened.usage(), { lookupRequests: 2, stsRequests: 2 });
    });

    it("says of each region that the role could not be assumed, and asks once", async () => {
      sts.on(AssumeRoleCommand).rejects(failure("AccessDenied", "not authorized to perform: sts:AssumeRole"));
      const { coverage } = await trail().lookUp(wanted, new Date().toISOString());
      const gap = `LookupEvents failed: Error: the audit role ${role.arn} could not be assumed: AccessDenied: not authorized to perform: sts:AssumeRole`;
      assert.deepEqual(coverage.map(({ gaps }) => gaps), [[gap], [gap]]);
      assert.deepEqual([sts.commandCalls(AssumeRoleCommand).length, cloudTrail.calls().length], [1, 0]);
    });
  });

  const useless: Readonly<Record<string, readonly [() => void, RegExp]>> = {
    "are none": [() => sts.on(GetCallerIdentityCommand).rejects(failure("CredentialsProviderError", "Could not load credentials from any providers")), /no usable AWS credentials .*Could not load credentials/],
    "have expired": [() => sts.on(GetCallerIdentityCommand).rejects(failure("ExpiredTokenException", "The security token is expired")), /The security token is expired/],
    "are nobody's": [() => sts.on(GetCallerIdentityCommand).resolves({}), /does not say whose credentials/],
  };
  for (const [what, [answer, gap]] of Object.entries(useless)) {
    it(`given credentials that ${what}, asks CloudTrail nothing, and says why`, async () => {
      answer();
      const { coverage, records } = await openLookupTrail(() => undefined).lookUp([{ account: ACCOUNT, region: "eu-west-1", names: ["x"] }], "2026-01-01T00:00:00Z");
      assert.deepEqual([records, coverage.map(({ complete }) => complete)], [[], [false]]);
      assert.match(coverage[0]?.gaps.join() ?? "", gap);
      assert.equal(cloudTrail.calls().length, 0);
    });
  }
});
