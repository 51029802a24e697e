import assert from "node:assert/strict";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { deliverTrailFiles } from "./files";
import { tinyRecord } from "./tinyRecord";

describe("delivering trail files", () => {
  it("given records of two regions, then each has files of its own under the day of delivery, and nothing unfinished stays", async () => {
    const dir = await mkdtemp(path.join(tmpdir(), "trail-"));
    try {
      const here = Array.from({ length: 21 }, (_, index) => tinyRecord({ eventID: `e${index}` }));
      let made = 0;
      const files = await deliverTrailFiles(dir, [...here, tinyRecord({ awsRegion: "us-east-1" })], new Date("2026-03-04T05:06:07Z"), () => `RANDOM000000000${made++}`);
      assert.deepEqual(files.map((file) => path.relative(dir, file).split(path.sep).join("/")), [
        "AWSLogs/111122223333/CloudTrail/eu-central-1/2026/03/04/111122223333_CloudTrail_eu-central-1_20260304T0506Z_RANDOM0000000000.json.gz",
        "AWSLogs/111122223333/CloudTrail/eu-central-1/2026/03/04/111122223333_CloudTrail_eu-central-1_20260304T0506Z_RANDOM0000000001.json.gz",
        "AWSLogs/111122223333/CloudTrail/us-east-1/2026/03/04/111122223333_CloudTrail_us-east-1_20260304T0506Z_RANDOM0000000002.json.gz",
      ]);
      const all = await readdir(dir, { recursive: true });
      assert.deepEqual(all.filter((file) => file.endsWith(".unfinished")), []);
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  });
});
