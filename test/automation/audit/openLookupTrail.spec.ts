import assert from "node:assert/strict";
import { CloudTrailClient, LookupEventsCommand } from "@aws-sdk/client-cloudtrail";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { mockClient, type AwsClientStub } from "aws-sdk-client-mock";
import { openLookupTrail } from "../../../automation/audit";
import { failure } from "./shapes/eventHistory";

/** Pages: as many as a sweep affords. */
const ALL = Infinity;

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
    const trail = openLookupTrail();
    const { coverage } = await trail.sweep([{ names: ["x"] }], new Date().toISOString(), ALL);
    assert.deepEqual(coverage.map((part) => [part.account, part.region]), [[ACCOUNT, "eu-west-3"]]);
  });

  const useless: Readonly<Record<string, readonly [() => void, RegExp]>> = {
    "are none": [() => sts.on(GetCallerIdentityCommand).rejects(failure("CredentialsProviderError", "Could not load credentials from any providers")), /no usable AWS credentials .*Could not load credentials/],
    "have expired": [() => sts.on(GetCallerIdentityCommand).rejects(failure("ExpiredTokenException", "The security token is expired")), /The security token is expired/],
    "are nobody's": [() => sts.on(GetCallerIdentityCommand).resolves({}), /does not say whose credentials/],
  };
  for (const [what, [answer, gap]] of Object.entries(useless)) {
    it(`given credentials that ${what}, asks CloudTrail nothing, and says why`, async () => {
      answer();
      const { coverage, records } = await openLookupTrail().sweep([{ account: ACCOUNT, region: "eu-west-1", names: ["x"] }], "2026-01-01T00:00:00Z", ALL);
      assert.deepEqual([records, coverage.map(({ complete }) => complete)], [[], [false]]);
      assert.match(coverage[0]?.gaps.join() ?? "", gap);
      assert.equal(cloudTrail.calls().length, 0);
    });
  }
});
