import assert from "node:assert/strict";
import { inputsSchema, variableOf } from "../automation/cli/action/inputs";
import { readAction } from "./actionRunner";

/** Told to a step of the action, not to whodrift. */
const OF_THE_ACTION = ["upload-sarif"];

describe("action.yml", () => {
  it("hands every input that whodrift reads to it, and has no other", async () => {
    const { inputs, runs } = await readAction();
    assert.deepEqual(Object.keys(inputs).filter((name) => !OF_THE_ACTION.includes(name)).toSorted(), Object.keys(inputsSchema.shape).toSorted());
    const handed = runs.steps.find(({ id }) => id === "whodrift")?.env;
    assert.deepEqual(handed, Object.fromEntries(Object.keys(inputsSchema.shape).map((name) => [variableOf(name), `\${{ inputs.${name} }}`])));
  });

  it("has no expression in a script: what others name would be code", async () => {
    const { runs } = await readAction();
    for (const { name, run = "" } of runs.steps) assert.doesNotMatch(run, /\$\{\{/, name);
  });
});
