import assert from "node:assert/strict";
import { remediateFormats } from "../../../automation/report";
import { aChange, aRemediation, aTarget } from "./remediations";
import type { RemediationReport, StackRemediation } from "../../../automation/remediate/remediationReport";

const drawn = (stack: Partial<StackRemediation> = {}, given: Partial<RemediationReport> = {}) => remediateFormats["terminal"]?.(aRemediation(stack, given), { width: 200 }) ?? "";

describe("what whodrift remediate says", () => {
  it("is for a person: what would be done, why, and by which command", () => {
    assert.equal(
      drawn({ held: [aChange({ path: "tags.a" })] }),
      `acme/orders/prod: 1 change of 1 resource to carry out
  as of    the scan of 2026-03-02 02:00 UTC
  program  not known: run the commands below in its folder
  held     tags.a: recorded 30, actual 300, by dana@example.com (human) via console

  revert jobs (aws:sqs/queue:Queue)
    change    visibilityTimeoutSeconds: recorded 30, actual 300, by dana@example.com (human) via console
    decision  revert (rule queues)
    command   :
              pulumi up --stack acme/orders/prod --target urn:pulumi:prod::orders::aws:sqs/queue:Queue::jobs --refresh
`,
    );
  });

  it("says what cannot be carried out, why, and what to type", () => {
    const text = drawn({ targets: [], unable: [{ change: aChange(), code: "protected", reason: "the resource is protected", fix: "--allow protect URN" }] });
    assert.match(text, /nothing to carry out, 1 change cannot be\n/);
    assert.match(text, /not done +jobs \(aws:sqs\/queue:Queue\) visibilityTimeoutSeconds, to revert: the resource is protected\n[^]*--allow protect URN/);
  });

  it("of an adoption says what to put into the code, and where", () => {
    const code = [{ path: "visibilityTimeoutSeconds", edit: "set", typescript: "visibilityTimeoutSeconds: 300,", yaml: "visibilityTimeoutSeconds: 300", declaredAt: { file: "index.ts", line: 12 } }] as const;
    const text = drawn({ targets: [aTarget({ action: "adopt", effect: "state", code })] });
    assert.match(text, /set visibilityTimeoutSeconds in index\.ts:12\n[^]*\n +visibilityTimeoutSeconds: 300,\n[^]*\n +visibilityTimeoutSeconds: 300\n/);
  });

  it("says what was done and what stopped, and why", () => {
    const text = drawn({ targets: [aTarget({ outcome: { end: "done" } }), aTarget({ outcome: { end: "stopped", reason: "code waits" } })] }, { applied: true });
    assert.match(text, /\n {2}done: revert jobs [^]*\n {2}stopped: revert jobs [^]*because +code waits\n/);
  });

  it("says why nothing was done at all", () => {
    assert.match(drawn({}, { refused: { code: "too-many-changes", message: "9 changes are more than 5", fix: "name stacks" } }), /^refused +9 changes are more than 5\nfix +name stacks\n/);
  });

  it("shows no secret", () => {
    const secret = { secret: true, digest: "0011223344556677" };
    assert.match(drawn({ targets: [aTarget({ changes: [aChange({ recorded: secret, actual: secret })] })] }), /recorded \[secret\], actual \[secret\]/);
  });
});
