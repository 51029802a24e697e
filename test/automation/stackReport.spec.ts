import assert from "node:assert/strict";
import { stackReport, uncheckedStack } from "../../automation/stackReport";
import { stackReportSchema, type Drift } from "../../policypack/model";
import { aChange, aDrift } from "../fixtures/report";

const STACK = "acme/shop/prod";
const problem = { code: "timeout", message: "the refresh took longer than 15 minutes" };
const read = { total: 2, checked: 2, unchecked: [] };
const partly = { total: 2, checked: 1, unchecked: [{ urn: "urn:a", reason: "AccessDenied" }] };
const nothing = { total: 2, checked: 0, unchecked: [] };
const noise: readonly Drift[] = [aDrift({ changes: [aChange({ noise: { rule: "r", reason: "x" } })] })];

const neighbours: readonly Drift[] = [aDrift({ changes: [aChange({ managedBy: { stack: "acme/web/prod", urn: "urn:rule" } })] })];

describe("stackReport", () => {
  const table = [
    ["everything was read and nothing drifted", "in-sync", read, [], undefined],
    ["a stack has nothing that could drift", "empty", { total: 0, checked: 0, unchecked: [] }, [], undefined],
    ["only noise drifted", "in-sync", read, noise, undefined],
    ["only other stacks set something", "in-sync", read, neighbours, undefined],
    ["something drifted", "drifted", read, [aDrift()], undefined],
    ["something drifted, and not all was read", "drifted", partly, [aDrift()], problem],
    ["nothing drifted of what was read, and a resource was not", "partial", partly, [], undefined],
    ["nothing drifted until something went wrong", "partial", read, [], problem],
    ["only noise drifted until something went wrong", "partial", partly, noise, problem],
    ["nothing could be read", "unchecked", nothing, [], problem],
    ["no resource could be read", "unchecked", { ...partly, checked: 0 }, [], undefined],
  ] as const;
  for (const [what, status, resources, drifts, given] of table) {
    it(`given that ${what}, is ${status}`, () => {
      const report = stackReport({ stack: STACK, resources, drifts, audit: [], problem: given });
      assert.deepEqual(stackReportSchema.parse(report), { stack: STACK, resources, drifts, audit: [], status, ...(given && { problem: given }) });
    });
  }

  it("of a stack that could not be read says why, and never that it is in sync", () => {
    assert.deepEqual(stackReportSchema.parse(uncheckedStack(STACK, problem)), { stack: STACK, status: "unchecked", problem, resources: { total: 0, checked: 0, unchecked: [] }, audit: [], drifts: [] });
  });
});
