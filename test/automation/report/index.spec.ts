import assert from "node:assert/strict";
import { formats } from "../../../automation/report";
import { aReport, typicalReport } from "../../fixtures/report";
import { manyChanges } from "./manyChanges";

describe("the registered formats", () => {
  it("are the ones that users know by name", () => {
    assert.deepEqual(Object.keys(formats), ["terminal", "markdown", "html", "json", "ndjson", "csv", "sarif", "junit", "github", "gitlab", "ocsf"]);
  });

  for (const [name, { description, render }] of Object.entries(formats)) {
    describe(name, () => {
      it("says in one line what it is for", () => {
        assert.match(description, /^[^\n]{10,80}$/);
      });

      it("gives the same text for the same report, ending in one newline", () => {
        assert.equal(render(typicalReport()), render(typicalReport()));
        assert.match(render(typicalReport()), /[^\n]\n$/);
      });

      it("leaves the report as it was", () => {
        const report = typicalReport();
        render(report);
        assert.deepEqual(report, typicalReport());
      });

      it("draws a scan of nothing", () => {
        assert.match(render(aReport()), /no stack was scanned|"stacks": \[\]|^\[\]\n$/);
      });

      it("names what was not checked, what failed to be looked up, and the noise", () => {
        const text = render(typicalReport()).replaceAll("`", "");
        for (const said of ["AccessDenied on s3:GetBucketTagging", "throttled after 1 page", "an update has been running", "aws-computed"]) assert.ok(text.includes(said), said);
      });

      it("draws 5,000 changes in under a second", () => {
        const report = manyChanges(5_000);
        // Of the processor: others may be at work on the machine.
        const start = process.cpuUsage();
        render(report);
        const { user, system } = process.cpuUsage(start);
        assert.ok(user + system < 1_000_000, `${String((user + system) / 1_000)} ms`);
      });
    });
  }
});
