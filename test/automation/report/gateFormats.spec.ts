import assert from "node:assert/strict";
import { gateReportSchema, type GateReport } from "../../../automation/gate/gateReport";
import { gateFormats } from "../../../automation/report";
import { aGateReport, obstacle } from "./gateReports";

const drawn = (given: Partial<GateReport> = {}, format = "terminal") => gateFormats[format]?.(aGateReport(given), { width: 200 }) ?? "";

describe("what whodrift gate says", () => {
  it("is for a person: the verdict, what it rests on, and of each held change who, what, when and how to go on", () => {
    assert.equal(
      drawn(),
      `acme/orders/prod: this up is refused: 1 of 2 steps touches what is held
  held    1 change, as of 2026-03-02 02:00 UTC
  looked  at the recorded state alone, as up without --refresh does
  free    update mail (aws:sqs/queue:Queue); 7 resources unchanged

  update jobs (aws:sqs/queue:Queue): visibilityTimeoutSeconds is held
    now       300
    planned   45
    by        dana@example.com (human) via console
    event     SetQueueAttributes (sqs.amazonaws.com) at 2026-03-01 10:00:00 UTC, id e-1
    decision  hold until 2026-03-03 10:00 UTC (rule incident)
    refused   the plan writes this property
    go on     put the actual value into the program
    go on     let this and every later up overwrite it:
              whodrift decide 0a1b2c3d4e5f6071 release --reason "…"
`,
    );
  });

  it("is in Markdown the same", () => {
    const text = drawn({}, "markdown");
    assert.match(text, /^## `acme\/orders\/prod`: this up is refused: 1 of 2 steps touches what is held\n\n- \*\*held\*\* 1 change/);
    assert.match(text, /\n### update `jobs` \(`aws:sqs\/queue:Queue`\): `visibilityTimeoutSeconds` is held\n\n- \*\*now\*\* `300`\n- \*\*planned\*\* `45`\n/);
    assert.match(text, /\n- \*\*go on\*\* let this and every later up overwrite it: `whodrift decide 0a1b2c3d4e5f6071 release --reason "…"`\n$/);
  });

  it("says that the up may go ahead, and what it would do", () => {
    assert.match(drawn({ verdict: "may-go-ahead", refused: [] }), /^acme\/orders\/prod: this up may go ahead\n[^]*free +update mail/);
  });

  it("says why it could not be told, before anything else", () => {
    const problems = [{ code: "open-drift-stale", message: "it ran out", fix: "scan again" }];
    assert.match(drawn({ verdict: "unknown", problems }), /^acme\/orders\/prod: whether this up may go ahead could not be told\n +problem +it ran out \(open-drift-stale\)\n +fix +scan again\n/);
  });

  it("says where nothing is held, and where that is not known", () => {
    assert.match(drawn({ openDrift: { outcome: "missing", location: "/ledger/prod.json" } }), /held +nothing: there is no open-drift file at \/ledger\/prod\.json/);
    assert.match(drawn({ openDrift: { outcome: "unusable", location: "/ledger/prod.json", reason: "it is too large" } }), /held +not known/);
  });

  it("says which mandatory policies refuse it", () => {
    const violations = [{ pack: "house", policy: "no-public-queues", urn: "urn:pulumi:prod::orders::aws:sqs/queue:Queue::mail", message: "it is public" }];
    assert.match(drawn({ refused: [], violations }), /this up is refused by 1 mandatory policy violation\n[^]*policy +no-public-queues of house, mail \(aws:sqs\/queue:Queue\): it is public/);
  });

  it("shows no secret, and no planned value where there will be none", () => {
    const secret = { secret: true, digest: "0011223344556677" };
    const shown = drawn({ refused: [{ urn: "u", type: "t", op: "update", held: [obstacle({ path: "value", actual: secret, planned: secret })] }] });
    assert.match(shown, /now +\[secret\]\n +planned +\[secret\]\n/);
    assert.doesNotMatch(drawn({ refused: [{ urn: "u", type: "t", op: "delete", held: [obstacle({ why: "deletes" })] }] }), /planned/);
  });

  it("is for programs the report itself", () => {
    assert.deepEqual(gateReportSchema.parse(JSON.parse(drawn({}, "json"))), aGateReport());
  });
});
