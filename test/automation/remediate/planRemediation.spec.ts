import assert from "node:assert/strict";
import { stateResourceSchema, type StateResource } from "../../../automation/estate/deployment";
import { NOTHING_ALLOWED, type Allowances } from "../../../automation/remediate/allowances";
import { planRemediation } from "../../../automation/remediate/planRemediation";
import type { StackRemediation } from "../../../automation/remediate/remediationReport";
import type { Decision, OpenDriftEntry, SeenChange } from "../../../policypack/model";
import { changeWith, driftWith, entryWith, historyWith, openDriftWith, URN } from "../../policypack/drifts";

const NOW = new Date("2026-03-02T02:00:00Z");
const rule = { rule: "r" };
const revert: Decision = { action: "revert", by: rule };
const adopt: Decision = { action: "adopt", by: rule };
const released: Decision = { action: "alert", by: { person: "erin", reason: "ok" } };
const OTHER = `${URN}-2`;

interface Given {
  readonly entries?: readonly Partial<OpenDriftEntry>[];
  readonly adoptions?: readonly Partial<OpenDriftEntry>[];
  readonly resource?: Partial<StateResource>;
  readonly allowed?: Partial<Allowances>;
  readonly open?: readonly SeenChange[];
}

function plan({ entries = [], adoptions = [], resource = {}, allowed = {}, open = [] }: Given): StackRemediation {
  const numbered = (from: readonly Partial<OpenDriftEntry>[], prefix: string) => from.map((entry, index) => entryWith({ fingerprint: `${prefix}${index}`, ...entry }));
  return planRemediation({
    openDrift: { ...openDriftWith(numbered(entries, "e")), adoptions: numbered(adoptions, "a") },
    resources: [URN, OTHER].map((urn) => stateResourceSchema.parse({ urn, type: "aws:sqs/queue:Queue", inputs: { visibilityTimeoutSeconds: 30 }, sourcePosition: "project:///index.ts#12,3", ...(urn === URN && resource) })),
    open,
    steps: new Map(),
    allowed: { ...NOTHING_ALLOWED, ...allowed },
    now: NOW,
  });
}

const summary = ({ targets, held, left, unable, adopted }: StackRemediation) => ({
  targets: targets.map(({ action, effect, changes }) => `${action} ${effect} ${changes.map(({ path }) => path).join(" ")}`),
  held: held.length,
  left: left.length,
  unable: unable.map(({ code }) => code),
  adopted: adopted.length,
});
const NONE = { targets: [], held: 0, left: 0, unable: [], adopted: 0 };

describe("planRemediation", () => {
  it("given a revert, plans one targeted update of the resource", () => {
    const planned = plan({ entries: [{ decision: revert }] });
    assert.deepEqual(summary(planned), { ...NONE, targets: ["revert update visibilityTimeoutSeconds"] });
    assert.equal(planned.targets[0]?.command, `pulumi up --stack acme/orders/prod --target ${URN} --refresh`);
  });

  it("given several changes of a resource to revert, carries them out at once", () => {
    assert.deepEqual(summary(plan({ entries: [{ decision: revert }, { decision: revert, path: "tags.a" }] })).targets, ["revert update visibilityTimeoutSeconds tags.a"]);
  });

  it("given an adoption that the state does not have yet, plans a targeted refresh and the text for the code", () => {
    const planned = plan({ adoptions: [{ decision: adopt }] });
    assert.deepEqual(summary(planned), { ...NONE, targets: ["adopt state visibilityTimeoutSeconds"] });
    assert.deepEqual(planned.targets[0]?.code, [
      { path: "visibilityTimeoutSeconds", edit: "set", typescript: "visibilityTimeoutSeconds: 300,", yaml: "visibilityTimeoutSeconds: 300", declaredAt: { file: "index.ts", line: 12 } },
    ]);
  });

  it("given an adoption that the state has, does nothing but tell the text again", () => {
    assert.deepEqual(summary(plan({ adoptions: [{ decision: adopt }], resource: { inputs: { visibilityTimeoutSeconds: 300 } } })), { ...NONE, adopted: 1 });
  });

  it("touches nothing that is held, alerted or ignored", () => {
    const actions = (["hold", "alert", "ignore"] as const).map((action) => ({ decision: { action, by: rule } }));
    assert.deepEqual(summary(plan({ entries: actions })), { ...NONE, held: 1, left: 2 });
  });

  for (const action of ["hold", "alert", "ignore"] as const) {
    it(`given another change of the same resource to ${action}, does not revert, for the update would take it along`, () => {
      const planned = plan({ entries: [{ decision: revert }, { path: "tags.a", decision: { action, by: rule } }, { urn: OTHER, decision: revert }] });
      assert.deepEqual([summary(planned).unable, planned.targets.map(({ urn }) => urn)], [["mixed"], [OTHER]]);
      assert.match(planned.unable[0]?.reason ?? "", /tags\.a/);
    });
  }

  it("given another change of it that a person released, reverts both, and says so", () => {
    assert.deepEqual(summary(plan({ entries: [{ decision: revert }, { path: "tags.a", decision: released }] })), { ...NONE, targets: ["revert update visibilityTimeoutSeconds tags.a"] });
  });

  it("given a change to revert and one to adopt on the same resource, does neither", () => {
    assert.deepEqual(summary(plan({ entries: [{ decision: revert }], adoptions: [{ path: "tags.a", decision: adopt }] })).unable, ["mixed", "mixed"]);
  });

  describe("unless it is named,", () => {
    const cases = [
      ["protect", "protected", { entries: [{ decision: revert }], resource: { protect: true } }, "update"],
      ["replace", "replaces", { entries: [{ decision: revert, replaces: true }] }, "replace"],
      ["delete", "deleted", { entries: [{ decision: revert, path: "" }] }, "create"],
    ] as const;
    for (const [kind, code, given, effect] of cases) {
      it(`refuses what ${kind} stands for, and says what to type`, () => {
        const refused = plan(given);
        assert.deepEqual([summary(refused).unable, refused.unable[0]?.fix], [[code], `--allow ${kind} ${URN}`]);
        assert.deepEqual(plan({ ...given, allowed: { [kind]: new Set([OTHER]) } }).targets, []);
        assert.deepEqual(plan({ ...given, allowed: { [kind]: new Set([URN]) } }).targets.map((target) => target.effect), [effect]);
      });
    }
  });

  it("says of an adoption why it cannot be: secret, deleted, opening access, run out", () => {
    const codes = [
      { actual: { secret: true, digest: "d" } },
      { path: "" },
      { opensAccess: true },
      { decision: { ...adopt, until: "2026-03-01T00:00:00Z" } },
    ].map((given) => summary(plan({ adoptions: [{ decision: adopt, ...given }] })).unable);
    assert.deepEqual(codes, [["secret"], ["deleted"], ["opens-access"], ["run-out"]]);
  });

  it("carries an overdue revert out all the same, and marks it", () => {
    const [target] = plan({ entries: [{ decision: { ...revert, until: "2026-03-01T00:00:00Z" } }] }).targets;
    assert.equal(target?.changes[0]?.overdue, true);
  });

  it("says that a hold which has run out holds no more", () => {
    assert.deepEqual(summary(plan({ entries: [{ decision: { action: "hold", by: rule, until: "2026-03-01T00:00:00Z" } }] })), { ...NONE, left: 1 });
  });

  it("does not forget what no update would touch", () => {
    const { changes: [change], resource } = driftWith(changeWith({ tier: "output", fingerprint: "o-1" }));
    assert.ok(change);
    const open: SeenChange = { fingerprint: "o-1", valueDigest: "v-1", history: historyWith(), decision: revert, detail: { resource, change } };
    assert.deepEqual(summary(plan({ open: [open] })), { ...NONE, unable: ["not-declared"] });
  });

  it("does not target a URN with a *, which would reach other resources", () => {
    assert.deepEqual(summary(plan({ entries: [{ urn: `${URN}*`, decision: revert, path: "" }] })).unable, ["wildcard"]);
  });
});
