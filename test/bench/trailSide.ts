import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { z } from "zod";
import { mayHaveChanged } from "../../automation/attribute";
import { openFolderTrail } from "../../automation/audit";
import { Masker } from "../../automation/compare";
import { investigate } from "../../automation/investigate";
import { isAttributed, type FoundDrift } from "../../policypack/model";
import { measure } from "./measure";
import { ACCOUNT, REGION } from "./trailPlace";

const Task = z.object({ folder: z.string(), buckets: z.array(z.string()), since: z.string(), until: z.string(), result: z.string() });

/** One side of the measurement in a process of its own, so that its memory is its own: what it took goes into a file. */
async function main([side = "", text = ""]: readonly string[]): Promise<void> {
  const task = Task.parse(JSON.parse(text));
  let found = 0;
  const seconds = await measure(async () => {
    found = side === "parse" ? await parseAll(task.folder) : await match(task);
  });
  await writeFile(task.result, JSON.stringify({ seconds, found }));
}

/** The least that anybody must do who wants to know what is in a trail. */
async function parseAll(folder: string): Promise<number> {
  let records = 0;
  for (const name of await readdir(folder, { recursive: true })) {
    if (name.endsWith(".gz")) records += z.object({ Records: z.array(z.unknown()) }).parse(JSON.parse(gunzipSync(await readFile(path.join(folder, name))).toString())).Records.length;
  }
  return records;
}

/** What a scan does with the drifts of its stacks: @returns how many have somebody to answer for them */
async function match({ folder, buckets, since, until }: z.infer<typeof Task>): Promise<number> {
  const now = () => new Date(until);
  const trail = openFolderTrail([folder], { matters: mayHaveChanged, now });
  const state = { ref: { name: "acme/shop/prod", project: "shop", stack: "prod" }, deployment: { resources: [] }, updates: [] };
  const { attributed } = await investigate(state, buckets.map((bucket) => suspended(bucket, since)), { trails: [trail], deployPrincipals: [], masker: new Masker(Buffer.from("bench")), now });
  return attributed.filter(({ changes }) => changes.some(({ attribution }) => isAttributed(attribution))).length;
}

function suspended(bucket: string, created: string): FoundDrift {
  const type = "aws:s3/bucketVersioning:BucketVersioning";
  return {
    resource: { urn: `urn:pulumi:prod::shop::${type}::${bucket}`, type, name: bucket, id: bucket, account: ACCOUNT, region: REGION, identities: [bucket], created },
    kind: "modified",
    changes: [{ fingerprint: bucket, valueDigest: "0", path: "versioningConfiguration.status", kind: "changed", expected: "Enabled", actual: "Suspended", tier: "declared", severity: "medium" }],
  };
}

void main(process.argv.slice(2));
