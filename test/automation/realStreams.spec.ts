import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { stateResourceSchema, type StateResource } from "../../automation/estate/deployment";
import { formats } from "../../automation/report";
import { counts, type ScanReport } from "../../policypack/model";
import { assertGolden } from "../golden";
import { checkout } from "../sandbox/toolchain/checkout";
import { reportOf } from "./replayStream";

const RECORDS = path.join(checkout, "..", "shared", "data", "events");
const GOLDEN = path.join(checkout, "test", "fixtures", "events");
const FILES = [
  "kubernetes-preview-refresh", "pulumi-display/destroy-with-custom-resource-parent", "pulumi-display/template-body", "pulumi-display/up-4",
  "pulumi-display/webserver-userdata",
] as const;

const eventSchema = z.looseObject({ resOutputsEvent: z.object({ metadata: z.looseObject({ old: stateResourceSchema.nullish() }) }).optional() });

/** One array, or one event a line. */
function readRecord(name: string): readonly unknown[] {
  const text = readFileSync(path.join(RECORDS, `${name}.json`), "utf8");
  if (text.startsWith("[")) return z.array(z.unknown()).parse(JSON.parse(text));
  return text.split("\n").filter((line) => line !== "").map((line): unknown => JSON.parse(line));
}

/** The records have no state beside them: what an event calls `old` is what was recorded. */
async function replay(name: string): Promise<ScanReport> {
  const raw = readRecord(name);
  const resources = raw.flatMap((event): readonly StateResource[] => {
    const { old } = eventSchema.parse(event).resOutputsEvent?.metadata ?? {};
    return old == null ? [] : [old];
  });
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const ref = { name: `real/${name}/prod`, project: name, stack: "prod" };
  return reportOf({ ref, deployment: { resources: [...byUrn.values()] }, updates: [] }, raw, { how: "completed" });
}

/** What is told, without the values: the records are not ours to commit. */
function telling({ stacks }: ScanReport): string {
  const told = stacks.map(({ status, resources, drifts }) => ({
    status,
    resources,
    drifts: drifts.map(({ resource: { name, type, region }, kind, changes }) => ({
      resource: { name, type, region },
      kind,
      changes: changes.filter(counts).map(({ path: at, kind: how, tier, replaces, severity, opensAccess }) => ({ path: at, kind: how, tier, replaces, severity, opensAccess })),
      noise: changes.flatMap(({ path: at, noise }) => (noise === undefined ? [] : [`${at}: ${noise.rule}`])),
    })),
  }));
  return `${JSON.stringify(told, undefined, 2)}\n`;
}

/** What our stand-ins did not make: a real API server, and updates of real AWS resources. */
describe("streams that real providers made", () => {
  if (!existsSync(RECORDS)) {
    it("are replayed where ../shared/data/events is beside the checkout");
    return;
  }

  for (const name of FILES) {
    it(`${name}: tells what is committed`, async () => {
      assertGolden(path.join(GOLDEN, `${path.basename(name)}.json`), telling(await replay(name)));
    });

    it(`${name}: can be drawn in every format`, async () => {
      const report = await replay(name);
      for (const format of Object.values(formats)) assert.notEqual(format.render(report), "");
    });
  }
});
