import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { isJsonArray, isJsonObject, type Json, type JsonObject } from "../../../policypack/model/json";
import { ensureEmulator } from "../toolchain/emulator";
import { objectAt, toJson } from "./json";
import { callsThrough, OPERATIONS, otherCalls, type Send } from "./conformance.calls";
import { CLAIMS } from "./conformance.claims";
import { IDENTITY_CLAIMS } from "./conformance.identities";
import { startAws, type SandboxAws } from ".";

const repository = path.resolve(__dirname, "..", "..", "..");
const folder = path.resolve(repository, "..", "shared", "data", "cloudtrail");
const corpora = ["stratus-red-team", "panther-analysis"].map((name) => path.join(folder, name, "records.json"));
const present = corpora.every((file) => existsSync(file));

(present ? describe : describe.skip)(present ? "conformance with real CloudTrail records" : "conformance: not checked, since ../shared/data/cloudtrail is not here", function () {
  this.timeout(120_000);
  let aws: SandboxAws;
  let dir: string;
  let real: readonly JsonObject[];
  const calls = new Map<string, readonly Send[]>();

  before(async () => {
    dir = await mkdtemp(path.join(tmpdir(), "conformance-"));
    aws = await startAws({ ...(await ensureEmulator()), dir });
    const files = await Promise.all(corpora.map(async (file) => toJson(JSON.parse(await readFile(file, "utf8")))));
    real = files.flatMap((file) => asList(objectAt(file)?.["Records"])).filter(isJsonObject);
    for (const [name, sends] of Object.entries(callsThrough(aws))) calls.set(name, sends);
  });
  after(async () => {
    await aws.stop();
    await rm(dir, { recursive: true, force: true });
  });

  it("conformance of the record itself and of who called: real records have every key of ours", async () => {
    const known = new Set(real.flatMap((record) => Object.keys(record)));
    const identity = (type: string) =>
      new Set(real.map((record) => record["userIdentity"]).filter((one) => isJsonObject(one) && one["type"] === type).flatMap((one) => keyPaths(one ?? null)));
    await assert.rejects(aws.openSession(aws.people.deploy, { role: "support", sessionName: "conformance" }));
    await aws.openServiceSession("autoscaling.amazonaws.com");
    const types = new Set<string>();
    for (const record of aws.records()) {
      assert.deepEqual(Object.keys(record).filter((key) => !known.has(key)), []);
      const { type } = record.userIdentity;
      if (type === undefined || !HELD_WHOLE.has(type)) continue;
      types.add(type);
      assert.deepEqual(keyPaths(toJson(record.userIdentity)).filter((key) => !identity(type).has(key)), []);
    }
    assert.deepEqual(types, HELD_WHOLE);
  });

  it("conformance of sign-ins to the console: real records have every key of ours, and the same answers", () => {
    const told = (record: JsonObject) => keyPaths({ data: record["additionalEventData"] ?? null, answer: record["responseElements"] ?? null });
    const known = new Set(real.filter((record) => record["eventName"] === "ConsoleLogin").flatMap(told));
    const ours = aws.records().filter(({ eventName }) => eventName === "ConsoleLogin");
    assert.equal(new Set(ours.map(({ userIdentity }) => userIdentity.type)).size, 2);
    for (const record of ours) assert.deepEqual(told(objectAt(toJson(record)) ?? {}).filter((key) => !known.has(key)), []);
  });

  for (const name of OPERATIONS) {
    it(`conformance of ${name}: a real record has the same parameters, and every key of the answer`, async () => {
      const [source = "", eventName = ""] = name.split(":");
      const originals = real.filter((record) => record["eventName"] === eventName && record["eventSource"] === `${source}.amazonaws.com`);
      assert.ok(originals.length > 0, "no real record");
      const requests = originals.map((record) => shapeOf(modern(record["requestParameters"] ?? null)));
      const answers = new Set(originals.flatMap((record) => keyPaths(modern(record["responseElements"] ?? null))));
      for (const send of calls.get(name) ?? []) {
        const from = aws.records().length;
        await send().catch(() => undefined);
        const record = aws.records().slice(from).find((one) => one.eventName === eventName);
        assert.ok(record, "not recorded");
        const request = shapeOf(record.requestParameters);
        assert.ok(requests.includes(request), `ours: ${request}\nreal: ${[...new Set(requests)].join("\n      ")}`);
        assert.deepEqual(keyPaths(record.responseElements).filter((key) => !answers.has(key) && !ONLY_IN_SANDBOX.has(key)), [], JSON.stringify(record.responseElements));
      }
    });
  }

  describe("conformance of each claim, on both sides", () => {
    before(async () => {
      const sends = [...Object.values(callsThrough(aws)).flat(), ...otherCalls(aws)];
      for (const send of sends) await send().catch(() => undefined);
    });

    for (const { claim, from, shows } of [...CLAIMS, ...IDENTITY_CLAIMS]) {
      it(`conformance: ${claim} (${from})`, () => {
        if (from === "real records") assert.ok(real.some(shows), "no real record shows it");
        assert.ok(aws.records().some((record) => shows(objectAt(toJson(record)) ?? {})), "nothing in the sandbox's trail shows it");
      });
    }
  });
});

/** The identities that the real records hold whole. */
const HELD_WHOLE = new Set(["Root", "IAMUser", "AssumedRole", "AWSService"]);

/** What the emulator answers and AWS did not when the records were made, or only where it was asked for. */
const ONLY_IN_SANDBOX = new Set([".securityGroupArn", ".role.description", ".role.maxSessionDuration", ".packedPolicySize"]);

/** Older records of S3 spell `host` small and wrap every header and query value in an array; EC2's have `requestID`. */
function modern(value: Json): Json {
  if (isJsonArray(value)) return value.length === 1 && typeof value[0] === "string" ? value[0] : value.map(modern);
  if (!isJsonObject(value)) return value;
  const names: Readonly<Record<string, string>> = { host: "Host", requestID: "requestId" };
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [names[key] ?? key, modern(held)]));
}

/** A value's structure as text: keys in order, a leaf's type, the distinct structures of an array's elements. */
function shapeOf(value: Json): string {
  const normal = modern(value);
  if (isJsonArray(normal)) return `[${[...new Set(normal.map(shapeOf))].sort().join("|")}]`;
  if (!isJsonObject(normal)) return normal === null ? "null" : typeof normal;
  return `{${Object.entries(normal).map(([key, held]) => `${key}:${shapeOf(held)}`).sort().join(",")}}`;
}

function keyPaths(value: Json, at = ""): readonly string[] {
  if (isJsonArray(value)) return value.flatMap((item) => keyPaths(item, `${at}[]`));
  if (!isJsonObject(value)) return [at];
  return [at, ...Object.entries(value).flatMap(([key, held]) => keyPaths(held, `${at}.${key}`))];
}

function asList(value: Json | undefined): readonly Json[] {
  return isJsonArray(value) ? value : [];
}
