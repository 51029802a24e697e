import assert from "node:assert/strict";
import { joined } from "../../../automation/report/phrase";
import { headline, summarize } from "../../../automation/report/summary";
import { terminalPhrase } from "../../../automation/report/terminalText";
import type { Actor, StackReport } from "../../../policypack/model";
import { aChange, aDrift, anActor, anAttribution, anEmptyStack, aStack, noActor } from "../../fixtures/report";

const said = (...stacks: readonly StackReport[]): string => terminalPhrase(joined(headline(summarize({ stacks })), " · "));

describe("the first line", () => {
  it("says that nothing was scanned", () => {
    assert.equal(said(), "no stack was scanned");
  });

  it("says that all is in sync, noise or not", () => {
    const noise = aDrift({ changes: [aChange({ noise: { rule: "r", reason: "x" } })] });
    assert.equal(said(aStack("a/b/c"), aStack("a/b/d", { status: "in-sync", drifts: [noise] })), "2 stacks: all in sync");
  });

  it("says that stacks are empty, and does not call them in sync", () => {
    assert.equal(said(anEmptyStack("a")), "1 stack: empty");
    assert.equal(said(aStack("a"), anEmptyStack("b"), anEmptyStack("c")), "3 stacks: 1 in sync, 2 empty");
  });

  it("never hides that something was not checked", () => {
    const unchecked = [{ urn: "u", reason: "denied" }];
    assert.equal(
      said(aStack("a"), aStack("b", { status: "unchecked" }), aStack("c", { status: "partial", resources: { total: 2, checked: 1, unchecked } })),
      "3 stacks: 1 not checked, 1 partly checked, 1 in sync · 1 resource not checked",
    );
  });

  it("says how much of it is left out on purpose", () => {
    const left = { urn: "u", reason: "excluded", accepted: true } as const;
    const partly = (...unchecked: StackReport["resources"]["unchecked"]) => said(aStack("c", { status: "partial", resources: { total: 3, checked: 1, unchecked } }));
    assert.match(partly(left, left), / · 2 resources not checked \(all as configured\)$/);
    assert.match(partly(left, { urn: "v", reason: "denied" }), / · 2 resources not checked \(1 as configured\)$/);
  });

  it("names the worst: opening access outweighs an equal severity", () => {
    const closed = aDrift({ changes: [aChange({ path: "closed", opensAccess: false })] });
    const open = aDrift({ changes: [aChange({ path: "open" }), aChange({ path: "low", severity: "low" })] });
    assert.match(said(aStack("a/b/c", { drifts: [closed] }), aStack("a/b/d", { drifts: [open] })), /worst: critical, opens access, open of web \(a\/b\/d\) by alice@example.com via console · 3 changes \(3 new\)$/);
  });

  it("says when the worst has no actor, or a name that its caller chose", () => {
    const drifts = (over: Parameters<typeof aChange>[0]): Partial<StackReport> => ({ drifts: [aDrift({ changes: [aChange(over)] })] });
    assert.match(said(aStack("a", drifts({ attribution: noActor("no-event") }))), /by an unknown actor · 1 change \(1 new\), 1 without an actor$/);
    assert.match(said(aStack("a", drifts({ attribution: anAttribution({ actor: anActor({ identity: "claimed" }) }) }))), /\(claimed name\) · 1 change \(1 new\)$/);
  });

  it("calls the actor as people do only where the identity is verified, and says that a principal is for emergencies", () => {
    const by = (over: Partial<Actor>) => said(aStack("a", { drifts: [aDrift({ changes: [aChange({ attribution: anAttribution({ actor: anActor({ knownAs: "Alice Doe", ...over }) }) })] })] }));
    assert.match(by({}), /by "Alice Doe" via console · 1 change \(1 new\)$/);
    assert.match(by({ identity: "claimed", name: "alice" }), /by alice via console \(claimed name\) · 1 change \(1 new\)$/);
    assert.match(by({ identity: "unresolved", name: "admin" }), /by admin via console · 1 change \(1 new\)$/);
    assert.match(by({ breakGlass: true }), /by "Alice Doe" via console, BREAK-GLASS · 1 change \(1 new\)$/);
  });

  it("counts a deleted resource", () => {
    const drifts = [aDrift({ kind: "deleted", changes: [aChange({ path: "", kind: "removed", opensAccess: false })] })];
    assert.match(said(aStack("a", { drifts })), /worst: critical, web deleted \(a\) by/);
  });
});
