import assert from "node:assert/strict";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { z } from "zod";
import { junit } from "../../../automation/report/junit";
import type { ScanReport } from "../../../policypack/model";
import { hostileReport, hostileTexts } from "../../fixtures/hostileReport";
import { aChange, aDrift, aReport, aStack, typicalReport } from "../../fixtures/report";
import { manyChanges } from "./manyChanges";

const problemSchema = z.looseObject({ "@message": z.string().optional(), "@type": z.string().optional() });
const caseSchema = z.looseObject({ "@name": z.string(), "@file": z.string().optional(), failure: problemSchema.optional(), error: problemSchema.optional(), skipped: z.string().optional(), "system-out": z.string().optional() });
const suiteSchema = z.looseObject({ "@name": z.string(), "@tests": z.coerce.number(), "@failures": z.coerce.number(), "@errors": z.coerce.number(), "@skipped": z.coerce.number(), testcase: z.array(caseSchema) });
const rootSchema = z.object({ testsuites: z.looseObject({ "@name": z.string(), testsuite: z.array(suiteSchema).default([]) }) });

function suitesOf(report: ScanReport) {
  const xml = junit.render(report);
  assert.equal(XMLValidator.validate(xml), true);
  // https://www.w3.org/TR/xml/#charsets: these are no XML, not even as references.
  assert.doesNotMatch(xml, /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]|&#x?[01]?[0-9a-f];/u);
  const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: "@", isArray: (name) => name === "testsuite" || name === "testcase", parseTagValue: false, parseAttributeValue: false });
  const { testsuites } = rootSchema.parse(parser.parse(xml));
  return { name: testsuites["@name"], suites: testsuites.testsuite };
}

describe("the junit format, parsed", () => {
  const { name, suites } = suitesOf(typicalReport());
  const suite = (stack: string) => suites.find((one) => one["@name"] === stack);

  it("is named by the headline and has a suite for each stack, and one for problems of the scan", () => {
    assert.match(name, /^5 stacks: 1 drifted, 1 not checked/);
    assert.deepEqual(suites.map((one) => one["@name"]), ["scan", "acme/shop/prod", "acme/billing/prod", "acme/net/prod", "acme/net/dev", "acme/shop/dev"]);
  });

  it("fails a case for each change, errs for what was not checked, skips noise", () => {
    const drifted = suite("acme/shop/prod");
    assert.deepEqual([drifted?.["@failures"], drifted?.["@errors"], drifted?.["@skipped"]], [5, 1, 1]);
    const testcase = drifted?.testcase ?? [];
    const [worst] = testcase.filter(({ failure }) => failure !== undefined);
    assert.deepEqual([worst?.["@name"], worst?.["@file"], worst?.failure?.["@type"]], ["critical: ingress[1] of web (acme/shop/prod)", "index.ts", "critical"]);
    assert.match(String(worst?.failure?.["#text"]), /^resource: web .*\nby: alice@example\.com/s);
    assert.match(testcase.find(({ skipped }) => skipped !== undefined)?.["system-out"] ?? "", /aws-computed/);
  });

  it("errs for a stack that was not checked, and passes one in sync", () => {
    assert.equal(suite("acme/billing/prod")?.testcase[0]?.error?.["@message"], "an update has been running since 2026-07-31 04:58 UTC");
    const inSync = suite("acme/net/dev");
    assert.deepEqual([inSync?.["@tests"], inSync?.["@failures"], inSync?.["@errors"]], [1, 0, 0]);
  });

  it("skips what is ignored, and what need not be checked", () => {
    const ignored = aChange({ decision: { action: "ignore", by: { rule: "tags" } } });
    const unchecked = [{ urn: "urn:pulumi:c::b::aws:s3/bucket:Bucket::logs", reason: "excluded", accepted: true as const }];
    const [stack] = suitesOf(aReport({ stacks: [aStack("a/b/c", { resources: { total: 2, checked: 1, unchecked }, drifts: [aDrift({ changes: [ignored] })] })] })).suites;
    assert.deepEqual([stack?.["@tests"], stack?.["@failures"], stack?.["@errors"], stack?.["@skipped"]], [3, 0, 0, 2]);
  });

  it("is XML for no, one, 5,000 and hostile changes, with the cases of harmless ones", function () {
    this.timeout(30_000);
    const one = aReport({ stacks: [aStack("a/b/c", { drifts: [aDrift()] })] });
    const failures = (report: ScanReport): number => suitesOf(report).suites.reduce((sum, { "@failures": amount }) => sum + amount, 0);
    assert.deepEqual([aReport(), one, manyChanges(5_000)].map(failures), [0, 1, 5_000]);
    const cases = (text: string) => suitesOf(hostileReport(text)).suites.map(({ testcase }) => testcase.length);
    for (const text of hostileTexts) assert.deepEqual(cases(text), cases("harmless"));
  });
});
