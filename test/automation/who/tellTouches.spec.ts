import assert from "node:assert/strict";
import type { AuditCoverage } from "../../../policypack/model";
import type { LookupAnswer, Trail, TrailAnswer, TrailRecord } from "../../../automation/audit";
import { couldNotRead, findSubject, openBudget, parseSubject, tellTouches, type Budget, type Known } from "../../../automation/who";
import { ownersIn } from "../../../automation/who/owners";
import { whoReportSchema } from "../../../automation/who/whoReport";
import { masker } from "../attribute/shapes/drifts";
import { alice, bob, record, session } from "../attribute/shapes/records";
import { group, SG, stackOf } from "./states";

const WINDOW = { from: "2026-01-02T01:00:00.000Z", to: "2026-01-02T05:00:00.000Z" };
const READ: AuditCoverage = { source: "lookup-events", account: "111122223333", region: "eu-west-1", from: WINDOW.from, to: "2026-01-02T04:45:00Z", events: 1, complete: true, gaps: [] };
const NOT_READ: AuditCoverage = { ...READ, from: WINDOW.to, to: WINDOW.to, events: 0, complete: false, gaps: ["AccessDenied"] };
const port = { ipPermissions: { items: [{ ipProtocol: "tcp", fromPort: 22, toPort: 22, ipRanges: { items: [{ cidrIp: "0.0.0.0/0" }] } }] } };
const opened = (at: string, who: Parameters<typeof record>[3], more = {}) => record("ec2", "AuthorizeSecurityGroupIngress", at, who, { groupId: SG, ...port }, more);

function known(word: string, stacks = [stackOf("acme/shop/prod", group)], region?: string): Known {
  const subject = parseSubject(word);
  assert.ok(subject);
  const found = findSubject(subject, { owners: stacks.flatMap((stack) => ownersIn(stack, subject, masker)), stacks: stacks.map(({ ref }) => ref.name), gaps: [] }, region);
  assert.ok("places" in found);
  return found;
}

/** A trail of which each part may be given, and that keeps what it was asked. */
function trailOf(named: readonly TrailRecord[], over: Partial<Trail> = {}) {
  const asked: string[] = [];
  const answer = (records: readonly TrailRecord[], coverage: readonly AuditCoverage[] = [READ]): TrailAnswer => ({ records, coverage });
  const trail: Trail = {
    lookUp: (places) => {
      asked.push(`names ${places.map(({ region = "home", names }) => `${region} ${names.join(",")}`).join("; ")}`);
      return Promise.resolve<LookupAnswer>({ ...answer(named), ended: true });
    },
    follow: (records) => {
      asked.push(`follow ${records.length}`);
      return Promise.resolve(answer([], []));
    },
    usage: () => ({ lookupRequests: 0, stsRequests: 0 }),
    ...over,
  };
  return { trail, asked };
}

const patient = () => openBudget(10_000, () => 0);
const tell = (about: Known, trail: Trail, budget: Budget = patient()) =>
  tellTouches(about, { asked: "it", trail, masker, deployPrincipals: ["arn:aws:iam::*:role/deploy"], window: WINDOW, budget });
const told = ({ touches }: Awaited<ReturnType<typeof tell>>) => touches.map(({ event, actor, says, deployment }) => `${event.time.slice(11, 16)} ${actor.name}: ${says}${deployment ? " (deployment)" : ""}`);

describe("who touched a resource", () => {
  it("is told newest first, with what was changed, and whose it is", async () => {
    const report = await tell(known(SG), trailOf([opened("02:00", alice), opened("03:00", bob)]).trail);
    const says = "added ipProtocol=tcp, fromPort=22, toPort=22, cidrIp=0.0.0.0/0";
    assert.deepEqual(told(report), [`03:00 bob: ${says}`, `02:00 alice: ${says}`]);
    assert.deepEqual(report.owner, { stack: "acme/shop/prod", urn: "urn:pulumi:prod::shop::aws:ec2/securityGroup:SecurityGroup::web" });
    assert.deepEqual(whoReportSchema.parse(JSON.parse(JSON.stringify(report))), report);
  });

  it("is told by the name that people use, and whether it was an emergency", async () => {
    const actors = { breakGlass: ["arn:aws:iam::*:user/alice"], aliases: [{ name: "alice", as: "Alice Doe (SRE)" }] };
    const { trail } = trailOf([opened("02:00", alice)]);
    const { touches } = await tellTouches(known(SG), { asked: "it", trail, masker, deployPrincipals: [], actors, window: WINDOW, budget: patient() });
    assert.deepEqual(touches.map(({ actor: { name, knownAs, breakGlass } }) => [name, knownAs, breakGlass]), [["alice", "Alice Doe (SRE)", true]]);
  });

  it("leaves out what is older than was asked, reads, and other resources", async () => {
    const reads = record("ec2", "DescribeSecurityGroups", "02:00", bob, { securityGroupIdSet: { items: [{ groupId: SG }] } }, { readOnly: true });
    const other = record("ec2", "AuthorizeSecurityGroupIngress", "02:00", bob, { groupId: `${SG}0`, ...port });
    assert.deepEqual(told(await tell(known(SG), trailOf([opened("00:30", bob), reads, other]).trail)), []);
  });

  it("counts the tries that failed, each once, and no rehearsals, reads or old ones", async () => {
    const denied = opened("02:00", bob, { errorCode: "Client.UnauthorizedOperation" });
    const records = [
      denied,
      denied,
      opened("02:01", bob, { errorCode: "Client.InvalidPermission.Duplicate" }),
      opened("02:02", bob, { errorCode: "Client.DryRunOperation" }),
      opened("00:30", bob, { errorCode: "Client.UnauthorizedOperation" }),
      record("ec2", "DescribeSecurityGroups", "02:03", bob, { groupId: SG }, { readOnly: true, errorCode: "Client.UnauthorizedOperation" }),
    ];
    const report = await tell(known(SG), trailOf(records).trail);
    assert.deepEqual([told(report), report.failedTries], [[], 2]);
  });

  it("marks the deployments of its stack", async () => {
    const updates = [{ kind: "update", from: "2026-01-02T02:00:00Z", to: "2026-01-02T02:05:00Z", result: "succeeded" as const }];
    const stack = { ...stackOf("acme/shop/prod", group), updates };
    assert.match(told(await tell(known(SG, [stack]), trailOf([opened("02:03", session("deploy", "ci"))]).trail)).join("\n"), /\(deployment\)$/);
  });

  it("asks for the calls first, and last for the people behind the sessions", async () => {
    const { trail, asked } = trailOf([opened("02:00", session("admin", "x")), record("ec2", "DescribeSecurityGroups", "02:00", session("other", "y"), { groupId: SG }, { readOnly: true })]);
    await tell(known(SG), trail);
    const names = `names eu-west-1 ${SG},arn:aws:ec2:eu-west-1:111122223333:security-group/${SG},shop-prod-web`;
    assert.deepEqual(asked, [names, "follow 1"]);
  });

  it("goes on until there is nothing more to be read", async () => {
    let steps = 0;
    await tell(known(SG), trailOf([], { lookUp: () => Promise.resolve({ records: [], coverage: [READ], ended: ++steps === 4 }) }).trail);
    assert.equal(steps, 4);
  });

  it("stops while there is time to find the people, and says that it stopped", async () => {
    const { trail, asked } = trailOf([], { lookUp: () => Promise.resolve({ records: [], coverage: [READ], ended: false }) });
    const { notRead } = await tell(known(SG), trail, openBudget(2_000, () => 0));
    assert.deepEqual([notRead, asked], [["reading the calls on the resource had not ended in time"], ["follow 0"]]);
  });

  it("looks for what no state owns at home and where global services record, unless its region is known", async () => {
    const places = async (word: string, region?: string) => {
      const { trail, asked } = trailOf([]);
      await tell(known(word, [], region), trail);
      return asked[0];
    };
    assert.equal(await places("shop-app"), "names home shop-app; us-east-1 shop-app");
    assert.equal(await places("shop-app", "us-west-2"), "names us-west-2 shop-app");
    assert.equal(await places(SG), `names home ${SG}`);
  });

  it("says what it did not read because the time was up, and that the trail could not be read", async () => {
    const never = () => new Promise<never>(() => undefined);
    const report = await tell(known(SG), trailOf([], { lookUp: never, follow: never }).trail, openBudget(20, Date.now));
    assert.deepEqual(report.notRead, ["reading the calls on the resource had not ended in time"]);
    assert.ok(couldNotRead(report));
  });

  for (const [what, open] of [["the time is up", () => openBudget(20, Date.now)], ["it is interrupted", () => openBudget(60_000, Date.now, AbortSignal.timeout(20))]] as const) {
    it(`tells what had arrived when ${what}, and that nobody asked for the people behind it`, async () => {
      const stopped = open();
      const lookUp = async (): Promise<LookupAnswer> => {
        await new Promise((resolve) => { stopped.signal.addEventListener("abort", resolve, { once: true }); });
        return { records: [opened("02:00", session("admin", "x"))], coverage: [{ ...READ, complete: false, gaps: ["reading was stopped"] }], ended: true };
      };
      const report = await tell(known(SG), trailOf([], { lookUp, follow: () => assert.fail("it is too late to ask") }).trail, stopped);
      assert.deepEqual([report.touches.length, report.notRead], [1, ["the sessions were not followed to their people"]]);
      assert.deepEqual(report.audit.flatMap(({ gaps }) => gaps), ["reading was stopped"]);
    });
  }

  it("could not be read where one of its places could not, and could where only old events are missing", async () => {
    const read = (coverage: readonly AuditCoverage[]) => tell(known(SG), trailOf([], { lookUp: () => Promise.resolve({ records: [], coverage, ended: true }) }).trail);
    assert.ok(couldNotRead(await read([READ, NOT_READ])));
    assert.ok(!couldNotRead(await read([READ, { ...READ, complete: false, gaps: ["only the newest 100 events were read"], from: "2026-01-02T02:00:00Z" }])));
  });
});

describe("findSubject", () => {
  it("finds nobody by a URN that no state has: no trail knows URNs", () => {
    const subject = parseSubject("urn:pulumi:prod::shop::aws:sqs/queue:Queue::q");
    assert.ok(subject);
    assert.deepEqual(findSubject(subject, { owners: [], stacks: [], gaps: ["no backend"] }, undefined), { nobody: "no state at hand; no backend" });
    assert.deepEqual(findSubject(subject, { owners: [], stacks: ["a/b/c"], gaps: [] }, undefined), { nobody: "not in the state of a/b/c" });
  });
});
