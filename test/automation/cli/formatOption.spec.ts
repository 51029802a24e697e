import assert from "node:assert/strict";
import { collect, parseFormats } from "../../../automation/cli/formatOption";
import { UsageError } from "../../../automation/cli/usageError";

describe("parseFormats", () => {
  it("reads formats with and without a file, in their order", () => {
    assert.deepEqual(parseFormats(["json=out/report.json", "terminal", "markdown=a=b.md"]), [{ format: "json", path: "out/report.json" }, { format: "terminal" }, { format: "markdown", path: "a=b.md" }]);
  });

  const mistakes: Readonly<Record<string, readonly [readonly string[], RegExp]>> = {
    "an unknown format": [["jsn"], /^unknown format "jsn": choose from terminal, markdown, html, json$/],
    "what every object has": [["constructor"], /unknown format/],
    "no format": [["=report.json"], /unknown format ""/],
    "no file after the equals sign": [["json="], /json= needs a file name/],
    "two reports on stdout": [["json", "terminal"], /only one --format can go to stdout/],
    "the same report twice on stdout": [["json", "json"], /only one --format/],
    "two reports in one file": [["json=report", "markdown=report"], /two --format .*report/],
    "two reports in one file, written differently": [["json=./report", "markdown=report"], /two --format .*report/],
  };
  for (const [what, [values, message]] of Object.entries(mistakes)) {
    it(`refuses ${what}, and says what to type`, () => {
      assert.throws(() => parseFormats(values), (error) => error instanceof UsageError && message.test(error.message));
    });
  }
});

describe("collect", () => {
  it("keeps the values of an option that is repeated, in their order", () => {
    assert.deepEqual(["a", "b", "a"].reduce<readonly string[]>((earlier, value) => collect(value, earlier), []), ["a", "b", "a"]);
  });
});
