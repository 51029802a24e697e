import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { noiseRuleNames, noiseRules } from "../automation/compare/noiseRules";
import { sinks } from "../automation/notify";
import { formats } from "../automation/report";
import { makePolicies } from "../policypack/policies";
import { checkout } from "./sandbox/toolchain/checkout";

const README = "README.md";
const NOISE = "docs/drift.md";
const commands = readdirSync(join(checkout, "automation", "cli", "commands")).map((file) => file.replace(/\.ts$/, ""));

/** What can be registered: the row that a page must have, and the folder in which a spec must speak of it. */
const registered: readonly { readonly what: string; readonly row: string; readonly name: string; readonly folder: string; readonly page?: string }[] = [
  ...commands.map((name) => ({ what: `command ${name}`, row: `| \`whodrift ${name}\` |`, name: `"${name}"`, folder: "automation" })),
  ...Object.keys(formats).map((name) => ({ what: `format ${name}`, row: `| \`${name}\` |`, name, folder: "automation/report" })),
  ...sinks.map(({ kind, description }) => ({ what: `sink ${kind}`, row: `| \`${kind}\` | ${description} |`, name: `sink ${kind}`, folder: "automation/notify" })),
  ...noiseRuleNames.map((name) => ({ what: `rule of noise ${name}`, row: `| \`${name}\` | ${noiseRules[name].covers} |`, name, folder: "automation/compare", page: NOISE })),
  ...makePolicies({ folders: [], now: () => new Date(0) }).map(({ name }) => ({ what: `policy ${name}`, row: `| \`${name}\` |`, name, folder: "policypack" })),
];

function specsIn(folder: string): readonly string[] {
  const files = readdirSync(join(checkout, "test", folder), { recursive: true, encoding: "utf8" });
  return files.filter((file) => /\.(spec|hostile|e2e)\.ts$/.test(file)).map((file) => readFileSync(join(checkout, "test", folder, file), "utf8"));
}

describe("whatever is registered", () => {
  for (const { what, row, name, folder, page = README } of registered) {
    it(`has a row in ${page}, and a spec: ${what}`, () => {
      assert.ok(readFileSync(join(checkout, page), "utf8").includes(row), `${page} has no row that starts with ${row}`);
      assert.ok(specsIn(folder).some((text) => text.includes(name)), `no spec in test/${folder} speaks of ${name}`);
    });
  }
});
