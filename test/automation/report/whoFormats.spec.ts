import assert from "node:assert/strict";
import { drawTouches, whoFormats } from "../../../automation/report";
import { aWhoReport, touch } from "./whoReports";

const drawn = (report = aWhoReport()) => whoFormats["terminal"]?.(report, { width: 200 });

describe("what whodrift who says", () => {
  it("is for a person: what it is and whose, a line for each call, and what was read", () => {
    assert.equal(
      drawn(),
      `web · aws:ec2/securityGroup:SecurityGroup · index.ts:14 · sg-0a1b2c3d · 111122223333 eu-west-1
owner   acme/shop/prod · urn:pulumi:prod::shop::aws:ec2/securityGroup:SecurityGroup::web

2026-07-31 04:59:30 UTC (just now)  alice@example.com (human) via console from 203.0.113.10: AuthorizeSecurityGroupIngress: added ipProtocol=tcp, fromPort=22
2026-07-31 02:00:00 UTC (3 h ago)   deployer (iac, session name claimed by the caller) via pulumi (by its user agent) in a deployment: AuthorizeSecurityGroupIngress: added ipProtocol=tcp, fromPort=22

failed  2 failed tries
gap     111122223333 eu-west-1: only the newest 100 events were read
gap     acme/shop/dev was not searched in time
read    2026-07-30 05:00 UTC to 2026-07-31 05:00 UTC; events may lag 15 minutes
`,
    );
  });

  it("says that the owner is unknown, and that nobody was found", () => {
    assert.equal(
      drawn(aWhoReport({ resource: { region: "us-west-2", identities: ["app"] }, asked: "app", owner: { unknown: "no state at hand" }, touches: [], failedTries: 0, audit: aWhoReport().audit.map((part) => ({ ...part, gaps: [] })), notRead: [] })),
      `app · us-west-2
owner   unknown: no state at hand

nobody changed it, as far as the trail tells

read    2026-07-30 05:00 UTC to 2026-07-31 05:00 UTC; events may lag 15 minutes
`,
    );
  });

  it("does not say that nobody did anything where the trail could not be read", () => {
    const report = aWhoReport({ touches: [], audit: [], notRead: ["the time was up"] });
    assert.match(drawn(report) ?? "", /\n\nunknown: the trail could not be read\n\n[^]*gap     the time was up\n/);
  });

  it("says how long ago in the unit that a person would use", () => {
    const times = ["2026-07-31T04:59:01Z", "2026-07-31T04:59:00Z", "2026-07-31T04:00:00Z", "2026-07-30T05:00:01Z", "2026-07-30T05:00:00Z", "2026-07-31T05:00:20Z"];
    const told = drawTouches(aWhoReport({ touches: times.map((time) => touch(time)) }), { width: 300 });
    assert.deepEqual([...told.matchAll(/\((just now|\d+ \w+ ago)\)/g)].map(([, ago]) => ago), ["just now", "1 min ago", "1 h ago", "23 h ago", "1 d ago", "just now"]);
  });

  it("is for programs the report itself", () => {
    assert.deepEqual(JSON.parse(whoFormats["json"]?.(aWhoReport()) ?? ""), aWhoReport());
  });
});
