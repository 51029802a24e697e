import assert from "node:assert/strict";
import { surer } from "../../../automation/attribute/surer";
import { anAttribution, noActor } from "../../fixtures/report";

describe("surer", () => {
  const before = anAttribution({ confidence: "likely" });

  it("keeps what an earlier scan found, where today nothing is, or less", () => {
    assert.equal(surer(noActor("before-retention"), before), before);
    assert.equal(surer(anAttribution({ confidence: "possible" }), before), before);
  });

  it("takes what is found today where that is as sure, or surer, or all there is", () => {
    for (const confidence of ["likely", "proven"] as const) {
      const today = anAttribution({ confidence });
      assert.equal(surer(today, before), today);
    }
    const nobody = noActor("no-event");
    assert.equal(surer(nobody, undefined), nobody);
  });
});
