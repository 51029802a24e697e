import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { z } from "zod";
import { generateNoise } from "./generateNoise";
import { writeNoiseFiles } from "./writeNoiseFiles";

const trailFile = z.object({ Records: z.array(z.object({ eventID: z.string(), awsRegion: z.string(), eventTime: z.string() })) });

describe("noise as trail files", () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "whodrift noise "));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it("holds every record once, in CloudTrail's layout, delivered every five minutes for each region", async () => {
    const options = { seed: "a", from: new Date("2026-03-01T00:00:00Z"), hours: 1, perHour: 1_200, accountId: "111122223333", region: "eu-central-1" };
    const written = await writeNoiseFiles(folder, options);
    const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith(".json.gz"));
    const seen: string[] = [];
    for (const file of files) {
      const layout = /^AWSLogs\/111122223333\/CloudTrail\/(?<region>[a-z0-9-]+)\/2026\/03\/01\/111122223333_CloudTrail_\k<region>_20260301T(?<at>\d{4})Z_[A-Za-z0-9]{16}\.json\.gz$/;
      const { region, at } = layout.exec(file.replaceAll(path.sep, "/"))?.groups ?? assert.fail(file);
      assert.match(at ?? "", /[05]$/);
      for (const record of trailFile.parse(JSON.parse(gunzipSync(await readFile(path.join(folder, file))).toString("utf8"))).Records) {
        assert.equal(record.awsRegion, region);
        seen.push(record.eventID);
      }
    }
    assert.deepEqual(written, { files: files.length, records: 1_200 });
    assert.deepEqual(seen.toSorted(), [...generateNoise(options)].map(({ eventID }) => eventID).toSorted());
  });
});
