import assert from "node:assert/strict";
import fc from "fast-check";
import { beforeDelivery, dayOf, daysBack, folderOfDay, formatDay, readDelivery } from "../../../automation/audit/trailLayout";
import { trailKey } from "../../sandbox/aws/trail/files";

const place = { account: "111122223333", region: "eu-central-1" };
const times = fc.date({ min: new Date("2020-01-01"), max: new Date("2035-01-01"), noInvalidDate: true });
const keyAt = (at: Date, organizationId?: string) =>
  trailKey({ prefix: "logs", ...(organizationId !== undefined && { organizationId }) }, place.account, place.region, "CloudTrail", at, `111122223333_CloudTrail_eu-central-1_${at.toISOString().slice(0, 16).replace(/[-:]/g, "")}Z_abc.json.gz`);

describe("the layout of a trail", () => {
  it("law: each file lies in the folder of its day, and tells its place and minute", () => {
    fc.assert(
      fc.property(times, fc.option(fc.constant("o-exampleorgid"), { nil: undefined }), (at, organization) => {
        const key = keyAt(at, organization);
        assert.ok(key.startsWith(folderOfDay({ prefix: "logs/", organization }, place, dayOf(at.getTime()))));
        assert.deepEqual(readDelivery(key), { ...place, at: Math.floor(at.getTime() / 60_000) * 60_000 });
      }),
    );
  });

  it("law: a listing that starts at a time has every file from its minute on, and none from before", () => {
    fc.assert(
      fc.property(times, times, (one, other) => {
        const sameDay = new Date(dayOf(one.getTime()) + (other.getTime() % 86_400_000));
        const start = beforeDelivery(folderOfDay({ prefix: "logs/" }, place, dayOf(one.getTime())), place, one.getTime());
        assert.equal(keyAt(sameDay) > start, Math.floor(sameDay.getTime() / 60_000) >= Math.floor(one.getTime() / 60_000));
      }),
    );
  });

  it("knows no place where a name does not tell", () => {
    for (const name of ["saved.json", "111122223333_CloudTrail-Digest_eu-central-1_org_us-east-1_20260304T060000Z.json.gz", "111122223333_CloudTrail_eu-central-1_20261399T9999Z_x.json.gz"]) assert.equal(readDelivery(name), undefined);
  });

  it("counts days back over the ends of months", () => {
    assert.deepEqual(daysBack(Date.parse("2026-02-28T23:59:00Z"), Date.parse("2026-03-02T00:00:00Z")).map(formatDay), ["2026-03-02", "2026-03-01", "2026-02-28"]);
  });
});
