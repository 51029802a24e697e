import assert from "node:assert/strict";
import { json } from "../../../automation/report/json";
import { scanReportSchema } from "../../../policypack/model";
import { typicalReport } from "../../fixtures/report";

describe("the JSON format", () => {
  it("is the scan report itself", () => {
    assert.deepEqual(scanReportSchema.parse(JSON.parse(json.render(typicalReport()))), typicalReport());
  });

  it("does not depend on the order in which the report was built", () => {
    const { stacks, problems, ...rest } = typicalReport();
    assert.equal(json.render({ problems, ...rest, stacks }), json.render(typicalReport()));
  });
});
