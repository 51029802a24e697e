import type { Actor, AuditEvent } from "../../../policypack/model";
import type { Touch, WhoReport } from "../../../automation/who";

const ACCOUNT = "111122223333";

export const alice: Actor = { kind: "human", name: "alice@example.com", principal: `arn:aws:sts::${ACCOUNT}:assumed-role/Admin/alice@example.com`, identity: "verified", via: "console", viaBasis: "credential", sourceIp: "203.0.113.10", chain: [] };
export const deployer: Actor = { kind: "iac", name: "deployer", principal: "arn:x", identity: "claimed", via: "pulumi", viaBasis: "user-agent", chain: [] };

export function touch(time: string, actor: Actor = alice, over: Partial<Omit<Touch, "event">> & { readonly event?: Partial<AuditEvent> } = {}): Touch {
  const { event, ...rest } = over;
  const call: AuditEvent = { id: `e ${time}`, time, source: "lookup-events", service: "ec2.amazonaws.com", operation: "AuthorizeSecurityGroupIngress", principal: actor.principal, ...event };
  return { actor, says: "added ipProtocol=tcp, fromPort=22", deployment: false, ...rest, event: call };
}

export function aWhoReport(over: Partial<WhoReport> = {}): WhoReport {
  return {
    schema: "whodrift/who@1",
    asked: "sg-0a1b2c3d",
    window: { from: "2026-07-30T05:00:00.000Z", to: "2026-07-31T05:00:00.000Z" },
    resource: {
      urn: "urn:pulumi:prod::shop::aws:ec2/securityGroup:SecurityGroup::web", type: "aws:ec2/securityGroup:SecurityGroup", name: "web", id: "sg-0a1b2c3d",
      account: ACCOUNT, region: "eu-west-1", identities: ["sg-0a1b2c3d"], declaredAt: { file: "index.ts", line: 14 },
    },
    owner: { stack: "acme/shop/prod", urn: "urn:pulumi:prod::shop::aws:ec2/securityGroup:SecurityGroup::web" },
    touches: [touch("2026-07-31T04:59:30Z"), touch("2026-07-31T02:00:00Z", deployer, { deployment: true })],
    failedTries: 2,
    audit: [{ source: "lookup-events", account: ACCOUNT, region: "eu-west-1", from: "2026-07-30T05:00:00Z", to: "2026-07-31T04:45:00Z", events: 2, complete: false, gaps: ["only the newest 100 events were read"] }],
    notRead: ["acme/shop/dev was not searched in time"],
    ...over,
  };
}
