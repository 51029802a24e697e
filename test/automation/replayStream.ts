import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { compareStack, Masker } from "../../automation/compare";
import { doubtDeletions } from "../../automation/doubt";
import { deploymentSchema } from "../../automation/estate/deployment";
import type { StackAtRest } from "../../automation/estate/stack";
import { investigate } from "../../automation/investigate";
import { readEvent } from "../../automation/refresh/engineEvent";
import { observe } from "../../automation/refresh/observe";
import { stackReport } from "../../automation/stackReport";
import { SCAN_REPORT, scanReportSchema, type ScanReport } from "../../policypack/model";
import { judge, rulesSchema } from "../../policypack/remediation";

const endingSchema = z.discriminatedUnion("how", [
  z.strictObject({ how: z.literal("completed") }),
  z.strictObject({ how: z.literal("cancelled") }),
  z.strictObject({ how: z.literal("failed"), stderr: z.string() }),
  z.strictObject({ how: z.literal("timeout"), seconds: z.number() }),
]);

const stateSchema = z.object({
  ref: z.object({ name: z.string(), project: z.string(), stack: z.string() }),
  deployment: deploymentSchema,
  ending: endingSchema,
});

const NOW = new Date("2026-01-02T07:00:00Z");

const RULES = rulesSchema.parse([
  { name: "open-doors-are-closed", when: { opensAccess: true }, then: "revert", within: "24h" },
  { name: "everything-else", then: "alert" },
]);

type Turn = <T>(list: readonly T[]) => readonly T[];

/** The morning's report of one recorded refresh, by everything of the road that needs no machine: whoever asks, whenever, gets the same. */
export async function replayStream(folder: string, turn: Turn = (list) => list): Promise<ScanReport> {
  const { ref, deployment, ending } = stateSchema.parse(JSON.parse(readFileSync(path.join(folder, "state.json"), "utf8")));
  const lines = readFileSync(path.join(folder, "events.ndjson"), "utf8").split("\n").filter((line) => line !== "");
  const turned = { ...deployment, resources: turn(deployment.resources) };
  return reportOf({ ref, deployment: turned, updates: [] }, turn(lines).map((line): unknown => JSON.parse(line)), ending);
}

export async function reportOf(state: StackAtRest, raw: readonly unknown[], ending: z.infer<typeof endingSchema>): Promise<ScanReport> {
  const masker = new Masker(new Uint8Array(32).fill(7));
  const seen = observe(state.deployment, raw.map(readEvent).filter((event) => event !== undefined), ending);
  const observations = await doubtDeletions(state, seen, { env: {}, callers: { whoIs: () => Promise.resolve({ unknown: "nobody was asked" }), requests: () => 0 } });
  const { drifts, ...found } = compareStack(state, observations, masker, new Set());
  const { attributed, ...findings } = await investigate(state, drifts, { deployPrincipals: [], masker, now: () => NOW });
  const stack = state.ref.name;
  const judged = attributed.map((drift) => ({ ...drift, changes: drift.changes.map((change) => judge({ stack, drift, change, rules: RULES, now: NOW })) }));
  return scanReportSchema.parse({
    schema: SCAN_REPORT,
    scan: {
      id: "replay", startedAt: NOW.toISOString(), finishedAt: NOW.toISOString(), version: "0.0.0", pulumiVersion: "3.274.1",
      usage: { lookupRequests: 0, stsRequests: 0, s3Requests: 0, resourcesRead: found.resources.checked },
    },
    problems: [],
    stacks: [stackReport({ stack, problem: observations.problem, ...found, ...findings, drifts: judged })],
  });
}
