import assert from "node:assert/strict";
import { selectAlerts } from "../../../automation/notify/selectAlerts";
import { NOTHING_TOLD, type Told } from "../../../automation/notify/told";
import type { Route } from "../../../automation/notify/routes";
import type { Change, ResolvedChange, StackReport } from "../../../policypack/model";
import { aChange, aDrift, aReport, aStack, anActor, anAttribution, noActor } from "../../fixtures/report";
import { everything } from "./alerts";

const SHOP = "acme/shop/prod";
const seen = (state: "new" | "worse" | "ongoing") => ({ firstSeen: "2026-07-30T05:00:00Z", lastSeen: "2026-07-31T05:00:00Z", scans: 2, state });
const breakGlass = anAttribution({ actor: anActor({ breakGlass: true }) });

function stackWith(changes: readonly Change[], over: Partial<StackReport> = {}): StackReport {
  return aStack(SHOP, { drifts: [aDrift({ changes })], ...over });
}

function select(stacks: readonly StackReport[], told: Told = NOTHING_TOLD, route: Route = everything) {
  const { alert, told: after } = selectAlerts(aReport({ stacks }), route, "ops", told);
  return { alert, told: after, changes: (alert?.groups ?? []).flatMap(({ changes }) => changes.map(({ change }) => change.fingerprint)) };
}

describe("what a sink is told", () => {
  it("is what is new or worse, or was never compared; not what goes on, is noise, another stack's, or ignored", () => {
    const { changes } = select([
      stackWith([
        aChange({ fingerprint: "new", history: seen("new") }),
        aChange({ fingerprint: "worse", history: seen("worse") }),
        aChange({ fingerprint: "ongoing", history: seen("ongoing") }),
        aChange({ fingerprint: "noise", noise: { rule: "set-order", reason: "" } }),
        aChange({ fingerprint: "theirs", managedBy: { stack: "a/b/c", urn: "u" } }),
        aChange({ fingerprint: "ignored", decision: { action: "ignore", by: { rule: "r" } } }),
      ]),
    ]);
    assert.deepEqual(changes, ["new", "worse"]);
  });

  it("is break-glass use, also where the trail told of it only later, once", () => {
    const first = select([stackWith([aChange({ history: seen("new"), attribution: noActor("too-recent") })])]);
    const second = select([stackWith([aChange({ history: seen("ongoing"), attribution: breakGlass })])], first.told);
    assert.deepEqual(second.changes, ["f3a9"]);
    assert.deepEqual(select([stackWith([aChange({ history: seen("ongoing"), attribution: breakGlass })])], second.told).alert, undefined);
  });

  it("is nothing twice, though the same report is told again", () => {
    const stacks = [stackWith([aChange()])];
    assert.equal(select(stacks, select(stacks).told).alert, undefined);
  });

  it("is told again where the value became another", () => {
    const first = select([stackWith([aChange()])]);
    assert.deepEqual(select([stackWith([aChange({ valueDigest: "d2", history: seen("worse") })])], first.told).changes, ["f3a9"]);
  });

  it("is each stack that could not be checked, until it is, and then that it is", () => {
    const failed = aStack(SHOP, { status: "unchecked", problem: { code: "stack-locked", message: "an update is running" } });
    const first = select([failed]);
    assert.deepEqual(first.alert?.unchecked, [{ stack: SHOP, code: "stack-locked", message: "an update is running" }]);
    assert.equal(select([failed], first.told).alert?.unchecked.length, 1);
    // A scan that left it out says nothing about it.
    assert.equal(select([aStack("acme/net/prod")], first.told).alert, undefined);
    const { alert } = select([aStack(SHOP)], first.told);
    assert.deepEqual([alert?.recovered, alert?.closed], [[SHOP], [first.alert.uncheckedThread]]);
  });

  it("is the end of what it was told, and of nothing else; a group ends with its last change", () => {
    const ended = (fingerprint: string): ResolvedChange => ({ fingerprint, urn: "u", type: "t", path: "p", how: "reverted", at: "2026-08-01T05:00:00Z", firstSeen: "2026-07-31T05:00:00Z", why: "an update did it" });
    const first = select([stackWith([aChange({ fingerprint: "a" }), aChange({ fingerprint: "b" })])]);
    const second = select([aStack(SHOP, { resolved: [ended("a"), ended("never told")] })], first.told);
    assert.deepEqual([second.alert?.ended.map(({ ended: { fingerprint } }) => fingerprint), second.alert?.closed], [["a"], []]);
    const third = select([aStack(SHOP, { resolved: [ended("b")] })], second.told);
    assert.deepEqual(third.alert?.closed, first.alert?.groups.map(({ thread }) => thread));
    assert.equal(select([aStack(SHOP, { resolved: [ended("b")] })], third.told).alert, undefined);
  });

  it("goes by the route: stack, severity, actor, decision", () => {
    const stacks = [stackWith([aChange({ fingerprint: "critical" }), aChange({ fingerprint: "low", severity: "low", attribution: noActor("no-event"), decision: { action: "ignore", by: { rule: "r" } } })])];
    const by = (when: Route["when"]) => select(stacks, NOTHING_TOLD, { ...everything, when }).changes;
    assert.deepEqual(by({ stack: ["acme/*/prod"] }), ["critical"]);
    assert.deepEqual(by({ stack: ["acme/*/dev"] }), []);
    assert.deepEqual(by({ severity: ["low", "medium"] }), []);
    assert.deepEqual(by({ decision: ["ignore"] }), ["low"]);
    assert.deepEqual(by({ actor: { name: ["alice@*"] } }), ["critical"]);
    assert.deepEqual(by({ actor: { kind: ["automation"] } }), []);
  });

  it("is grouped by actor, with how many sessions; a claimed name never counts as the person", () => {
    const by = (principal: string, identity: "verified" | "claimed") => anAttribution({ actor: anActor({ principal, identity }) });
    const { alert } = select([
      stackWith([aChange({ fingerprint: "1", attribution: by("s1", "verified") }), aChange({ fingerprint: "2", severity: "low", attribution: by("s2", "verified") })]),
      aStack("acme/net/prod", { drifts: [aDrift({ changes: [aChange({ fingerprint: "3", attribution: by("s2", "verified") }), aChange({ fingerprint: "4", severity: "medium", attribution: by("s3", "claimed") })] })] }),
    ]);
    assert.deepEqual(alert?.groups.map(({ cause, changes }) => [cause.kind === "actor" && cause.sessions, changes.map(({ change }) => change.fingerprint)]), [[2, ["1", "3", "2"]], [1, ["4"]]]);
  });
});
