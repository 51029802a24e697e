import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { formats } from "../../automation/report";
import { counts, type ScanReport } from "../../policypack/model";
import { assertGolden } from "../golden";
import { canaries, nights } from "../sandbox/corpus/nights";
import { troubles } from "../sandbox/corpus/troubles";
import { checkout } from "../sandbox/toolchain/checkout";
import { replayStream } from "./replayStream";

const STREAMS = path.join(checkout, "test", "fixtures", "streams");
const names = [...nights, ...troubles].map(({ name }) => name);

function draw(report: ScanReport, format: string): string {
  return formats[format]?.render(report) ?? assert.fail(`there is no format ${format}`);
}

/** Recorded by `node dist/test/sandbox/corpus/main.js`; reports are written anew with `UPDATE_GOLDEN=1`. */
describe("the corpus of recorded event streams", () => {
  it("has a recording of each case, and no other", () => {
    assert.deepEqual(readdirSync(STREAMS).toSorted(), names.toSorted());
  });

  for (const name of names) {
    const folder = path.join(STREAMS, name);

    it(`${name}: gives the committed report, as JSON and as Markdown`, async () => {
      const report = await replayStream(folder);
      assertGolden(path.join(folder, "report.json"), draw(report, "json"));
      assertGolden(path.join(folder, "report.md"), draw(report, "markdown"));
    });

    it(`${name}: shows none of its secrets, in any format`, async () => {
      const report = await replayStream(folder);
      const texts = Object.keys(formats).map((format) => draw(report, format)).join("\n");
      assert.deepEqual(canaries.filter((canary) => texts.includes(canary)), []);
    });

    it(`${name}: tells nothing of the machine that recorded it`, () => {
      const texts = ["state.json", "events.ndjson"].map((file) => readFileSync(path.join(folder, file), "utf8")).join("\n");
      assert.deepEqual(texts.match(/\/tmp\/|\/root\/|\/Users\/|\/home\/\w|node_modules|(?:localhost|127\.0\.0\.1):(?!4566)/g), null);
    });
  }

  it("accounts for every resource of every stack: checked, or unchecked with a reason", async () => {
    for (const name of names) {
      const { stacks } = await replayStream(path.join(STREAMS, name));
      for (const { resources } of stacks) {
        assert.equal(resources.checked + resources.unchecked.length, resources.total, name);
        assert.ok(resources.unchecked.every(({ reason }) => reason !== ""), name);
      }
    }
  });

  it("calls nothing in sync but what was read and is unchanged", async () => {
    const statuses = await Promise.all(names.map(async (name) => [name, (await replayStream(path.join(STREAMS, name))).stacks[0]?.status] as const));
    assert.deepEqual(statuses.filter(([, status]) => status === "in-sync").map(([name]) => name), ["untouched"]);
  });

  it("names the same changes the same way, whatever the order of resources and events", async () => {
    for (const name of names) {
      const folder = path.join(STREAMS, name);
      assert.deepEqual(fingerprints(await replayStream(folder, (list) => list.toReversed())), fingerprints(await replayStream(folder)), name);
    }
  });
});

function fingerprints({ stacks }: ScanReport): readonly string[] {
  return stacks.flatMap(({ drifts }) => drifts.flatMap(({ changes }) => changes.filter(counts).map(({ fingerprint, valueDigest }) => `${fingerprint} ${valueDigest}`))).toSorted();
}
