import assert from "node:assert/strict";
import { formats } from "../../../automation/report";
import { resolvedPhrase } from "../../../automation/report/resolvedFacts";
import { terminalPhrase } from "../../../automation/report/terminalText";
import type { ResolvedChange, StackReport } from "../../../policypack/model";
import { aChange, aDrift, anActor, anAttribution, anEvent, aReport, aStack } from "../../fixtures/report";

const resolved: ResolvedChange = {
  fingerprint: "f", urn: "urn:pulumi:prod::shop::aws:sqs/queue:Queue::jobs", type: "aws:sqs/queue:Queue", path: "delaySeconds",
  how: "reverted", firstSeen: "2026-07-28T05:00:00Z", at: "2026-07-30T23:12:41Z", actor: anActor(), event: anEvent({ operation: "SetQueueAttributes", id: "e-9" }), why: "set DelaySeconds=0, which is the actual value",
};

function drawn(format: "terminal" | "markdown", stack: StackReport): string {
  return formats[format]?.render(aReport({ stacks: [stack], problems: [] }), { width: 500 }) ?? "";
}

describe("what a report says of what has ended", () => {
  it("is how, when, by whom and by which event, and for how long it had drifted", () => {
    const said = terminalPhrase(resolvedPhrase(resolved));
    assert.match(said, /^delaySeconds of jobs \(aws:sqs\/queue:Queue\): reverted at 2026-07-30 23:12 UTC by alice@example\.com \(human\).* \(SetQueueAttributes, id e-9\), drifted for 2 d: set DelaySeconds=0/);
  });

  for (const format of ["terminal", "markdown"] as const) {
    it(`is drawn in ${format} for a stack in sync too, and counted in the first lines`, () => {
      const text = drawn(format, aStack("a/b/c", { resolved: [resolved] }));
      assert.match(text, /1 resolved after 2 d/);
      assert.match(text, /resolved\**\s+`?delaySeconds/);
    });
  }
});

describe("what a report says of the age of a change", () => {
  const line = (history: NonNullable<ReturnType<typeof aChange>["history"]>) => drawn("terminal", aStack("a/b/c", { drifts: [aDrift({ changes: [aChange({ history })] })] }));

  it("is since when, how long and how often it was seen, and how often it came back", () => {
    const text = line({ firstSeen: "2026-07-28T05:00:00Z", lastSeen: "2026-07-31T05:00:00Z", scans: 4, state: "worse", flaps: 2 });
    assert.match(text, /worse, seen in 4 scans since 2026-07-28 05:00 UTC \(3 d\), back after it had gone by itself 2 times/);
    assert.match(text, /1 change \(1 worse\)/);
  });
});

describe("people whose open changes are of several days", () => {
  const change = (day: number) => aChange({ fingerprint: `f-${day}`, attribution: anAttribution({ event: anEvent({ time: `2026-07-${10 + day}T01:00:00Z` }) }) });
  const stack = (days: number) => aStack("a/b/c", { drifts: [aDrift({ changes: Array.from({ length: days }, (_, day) => change(day)) })] });

  it("are named from three days on", () => {
    assert.match(drawn("terminal", stack(3)), /repeat\s+alice@example\.com.*: 3 open changes in 1 resource, made on 3 days/);
    assert.doesNotMatch(drawn("terminal", stack(2)), /^repeat/m);
  });
});
