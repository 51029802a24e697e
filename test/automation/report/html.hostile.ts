import assert from "node:assert/strict";
import { html } from "../../../automation/report/html";
import { visible } from "../../../automation/report/visible";
import { hostileReport, hostileTexts } from "../../fixtures/hostileReport";
import { elements, parseHtml } from "./parsedHtml";

/** Tags and attributes, without what may differ: a text of another length may be cut or isolated. */
function skeleton(text: string): readonly string[] {
  const all = elements(parseHtml(html.render(hostileReport(text)))).filter(({ name }) => name !== "code" && name !== "bdi");
  return all.map(({ name, attributes }) => `${name} ${Object.keys(attributes).join(" ")}`);
}

// A command is not printed for a name that cannot be shown or is too long.
function twin(text: string): string {
  return text.length > 500 || visible(text) !== text ? "\u0007harmless" : "harmless";
}

describe("the html format, given a report full of hostile text", function () {
  this.timeout(30_000);

  it("is well-formed, and has the elements and attributes that harmless text gives", () => {
    for (const text of hostileTexts) assert.deepEqual(skeleton(text), skeleton(twin(text)), JSON.stringify(text.slice(0, 60)));
  });

  it("links to no address from the report but the AWS console", () => {
    for (const text of hostileTexts) {
      for (const { name, attributes } of elements(parseHtml(html.render(hostileReport(text))))) {
        if (name === "a") assert.match(attributes["href"] ?? "", /^#/);
      }
    }
  });
});
