import assert from "node:assert/strict";
import { commandWords } from "../../../../automation/cli/action/commandWords";
import { readInputs, variableOf, withoutInputs } from "../../../../automation/cli/action/inputs";

function wordsOf(given: Readonly<Record<string, string>>): readonly string[] {
  const inputs = readInputs(Object.fromEntries(Object.entries(given).map(([name, value]) => [variableOf(name), value])));
  assert.ok(!("wrong" in inputs));
  return commandWords(inputs, { json: "/out/report.json" });
}

describe("the inputs of the action", () => {
  it("become the command line, of which each value is one word", () => {
    assert.deepEqual(wordsOf({ command: "scan", "stack-name": "*/shop/*\n */web/* ", "fail-on": "high", shard: "1/3", "config-file": "a b.yaml", policyPacks: "p,q" }), [
      "scan", "--stack=*/shop/*", "--stack=*/web/*", "--shard=1/3", "--fail-on=high", "--config=a b.yaml", "--policy-pack=p", "--policy-pack=q", "--format=github", "--format=json=/out/report.json",
    ]);
    assert.deepEqual(wordsOf({ command: "gate", "stack-name": "prod", refresh: "true", policyPacks: "p", policyPackConfigs: "p.json" }), [
      "gate", "--stack=prod", "--refresh", "--policy-pack=p", "--policy-pack-config=p.json", "--format=terminal", "--format=json=/out/report.json",
    ]);
  });

  it("cannot become another option, or another command", () => {
    assert.deepEqual(wordsOf({ command: "scan", "stack-name": "--fail-on=never", "fail-on": "--no-audit" }).slice(1, 3), ["--stack=--fail-on=never", "--fail-on=--no-audit"]);
    assert.deepEqual(readInputs({ INPUT_COMMAND: "remediate" }), { wrong: "command: expected scan or gate" });
  });

  it("are refused with what was expected, where they are no flags", () => {
    assert.deepEqual(readInputs({ INPUT_COMMAND: "scan", INPUT_ALL: "yes" }), { wrong: "all: expected true or false" });
  });

  it("are kept from Pulumi and the programs that it runs: the token is among them", () => {
    assert.deepEqual(withoutInputs({ INPUT_GITHUB_TOKEN: "secret", PATH: "/bin" }), { PATH: "/bin" });
  });
});
