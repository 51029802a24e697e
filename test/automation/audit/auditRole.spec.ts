import assert from "node:assert/strict";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { mockClient } from "aws-sdk-client-mock";
import { AuditRoleSession } from "../../../automation/audit/auditRole";
import { failure, fakeClock } from "./shapes/eventHistory";

const HOUR_MS = 3_600_000;

function opened() {
  const client = new STSClient({ region: "eu-west-1" });
  const sts = mockClient(client);
  const clock = fakeClock(0);
  sts.on(AssumeRoleCommand).callsFake(() => ({ Credentials: { AccessKeyId: "ASIA", SecretAccessKey: "s", SessionToken: "t", Expiration: new Date(clock.now().getTime() + HOUR_MS) } }));
  return { session: new AuditRoleSession({ arn: "arn:aws:iam::111122223333:role/audit" }, () => Promise.resolve(client), clock), sts, clock };
}

describe("AuditRoleSession", () => {
  it("assumes the role once for all who ask", async () => {
    const { session } = opened();
    const [one, other] = await Promise.all([session.credentials(), session.credentials()]);
    assert.equal(one, other);
    assert.equal(session.requests, 1);
  });

  it("has new credentials before the old ones expire", async () => {
    const { session, clock } = opened();
    const first = await session.credentials();
    await clock.sleep(HOUR_MS - 11 * 60_000);
    assert.equal(await session.credentials(), first);
    await clock.sleep(2 * 60_000);
    const [second, same] = await Promise.all([session.credentials(), session.credentials()]);
    assert.equal(second, same);
    assert.ok(second.expiration > first.expiration);
    assert.equal(session.requests, 2);
  });

  it("renews them where CloudTrail says that they have expired, once for all regions", async () => {
    const { session, clock } = opened();
    await session.credentials();
    await clock.sleep(20 * 60_000);
    session.renew();
    await session.credentials();
    session.renew();
    await session.credentials();
    assert.equal(session.requests, 2);
  });

  it("asks once where STS refuses, and is told so each time", async () => {
    const { session, sts } = opened();
    sts.on(AssumeRoleCommand).rejects(failure("AccessDenied"));
    await assert.rejects(session.credentials(), { name: "AccessDenied" });
    await assert.rejects(session.credentials(), { name: "AccessDenied" });
    assert.equal(session.requests, 1);
  });

  it("refuses an answer without credentials", async () => {
    const { session, sts } = opened();
    sts.on(AssumeRoleCommand).resolves({});
    await assert.rejects(session.credentials(), /STS answered without credentials/);
  });
});
