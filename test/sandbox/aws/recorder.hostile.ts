import assert from "node:assert/strict";
import fc from "fast-check";
import type { WireRequest, WireResponse } from "./exchange";
import { tinyIndex } from "./models/tinyModels";
import { answer, json, query, signed, unsigned } from "./models/tinyRequests";
import { newRecorder, type Recorder } from "./recorder";
import { newSigningKeys } from "./trail/signingKeys";
import { newTrailStore } from "./trail/store";
import { BOB } from "./trail/tinyRecord";

function recorderBefore(forward: (request: WireRequest) => WireResponse): Recorder {
  let ids = 0;
  return newRecorder({
    index: tinyIndex, trail: newTrailStore(), keys: newSigningKeys(new Date(0)), accounts: ["111122223333"], region: "eu-central-1",
    callers: { holderOf: () => BOB, learn: () => undefined },
    forward: (request) => Promise.resolve(forward(request)),
    clock: () => new Date("2026-01-01T00:00:00Z"), uptime: () => 0, newId: () => `id-${ids++}`,
  });
}

describe("the recorder, given what no honest client or emulator sends", () => {
  const broken: Readonly<Record<string, WireRequest>> = {
    "percent signs that decode to nothing": signed("s3", { method: "PUT", url: "/%E0%A4%A/?versioning=%ZZ" }),
    "a body that is no JSON": json("ssm", "AmazonSSM.PutParameter", "{\"Name\": "),
    "a body that is another JSON": json("ssm", "AmazonSSM.PutParameter", "[[1]]"),
    "XML that never ends": signed("s3", { method: "PUT", url: "/b?versioning", body: Buffer.from("<a><b>") }),
    "a policy that is cut off": signed("s3", { method: "PUT", url: "/b?policy", body: Buffer.from('{"Version"') }),
    "keys that name an object's insides": query("ec2", { Action: "AuthorizeSecurityGroupIngress", "__proto__.polluted": "1", "IpPermissions.__proto__.x": "1", "IpPermissions.1.constructor.prototype.y": "1" }),
    "a scope in pieces": signed("s3", { method: "PUT", url: "/b", headers: { authorization: "AWS4-HMAC-SHA256 Credential=/////" } }),
    "a region that climbs out of the trail": signed("s3", { method: "PUT", url: "/b", headers: { authorization: "AWS4-HMAC-SHA256 Credential=AKIA/20260101/../s3/aws4_request" } }),
    "nobody's call": unsigned(signed("s3", { method: "PUT", url: "/b?policy" })),
  };

  for (const [what, request] of Object.entries(broken)) {
    it(`${what}: it is passed on unharmed, and recorded`, async () => {
      const passed: WireRequest[] = [];
      const recorder = recorderBefore((given) => { passed.push(given); return answer("<a", 200); });
      await recorder.handle(request, "127.0.0.1");
      assert.deepEqual(passed, [{ ...request, headers: { ...request.headers, "x-forwarded-for": "127.0.0.1", "x-forwarded-proto": "https" } }]);
      assert.equal(recorder.records().length, 1);
      assert.match(recorder.records()[0]?.awsRegion ?? "", /^[a-z0-9-]+$/);
      assert.equal("polluted" in Object.prototype, false);
    });
  }

  it("any bytes for a body: the call is recorded, whatever comes back", async () => {
    const targets = fc.constantFrom<(body: Buffer) => WireRequest>(
      (body) => signed("s3", { method: "PUT", url: "/b?versioning", body }),
      (body) => ({ ...json("ssm", "AmazonSSM.PutParameter", ""), body }),
      (body) => ({ ...query("iam", { Action: "CreateUser" }), body: Buffer.concat([Buffer.from("Action=CreateUser&"), body]) }),
    );
    await fc.assert(fc.asyncProperty(targets, fc.uint8Array(), fc.uint8Array(), fc.constantFrom(200, 400, 500), async (make, sent, back, status) => {
      const recorder = recorderBefore(() => ({ status, headers: {}, body: Buffer.from(back) }));
      await recorder.handle(make(Buffer.from(sent)), "127.0.0.1");
      assert.equal(recorder.records().length, 1);
      JSON.stringify(recorder.records());
    }));
  });

  it("the sandbox's own headers that a client has signed stay, or its signature would not fit", async () => {
    const passed: WireRequest[] = [];
    const recorder = recorderBefore((given) => { passed.push(given); return answer(""); });
    const authorization = "AWS4-HMAC-SHA256 Credential=AKIATEST/20260101/eu-central-1/s3/aws4_request, SignedHeaders=host;x-sandbox-source-ip, Signature=0";
    await recorder.handle(signed("s3", { method: "PUT", url: "/b", headers: { authorization, "x-sandbox-source-ip": "203.0.113.9", "x-sandbox-console": "1" } }), "127.0.0.1");
    assert.deepEqual(Object.keys(passed[0]?.headers ?? {}).filter((name) => name.startsWith("x-sandbox")), ["x-sandbox-source-ip"]);
  });

  it("the sandbox's own headers never reach the emulator", async () => {
    const passed: WireRequest[] = [];
    const recorder = recorderBefore((given) => { passed.push(given); return answer(""); });
    await recorder.handle(signed("s3", { method: "PUT", url: "/b", headers: { "x-sandbox-source-ip": "203.0.113.9", "x-sandbox-console": "1" } }), "127.0.0.1");
    assert.equal(passed[0]?.headers["x-forwarded-for"], "203.0.113.9");
    assert.deepEqual(Object.keys(passed[0].headers).filter((name) => name.startsWith("x-sandbox")), []);
    assert.partialDeepStrictEqual(recorder.records()[0], { sourceIPAddress: "203.0.113.9", sessionCredentialFromConsole: "true" });
  });
});
