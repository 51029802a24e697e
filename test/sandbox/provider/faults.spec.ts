import assert from "node:assert/strict";
import { newFaults, readFaults, type FaultRules } from "./faults";

const urn = "urn:pulumi:dev::shop::my:Component$aws:sqs/queue:Queue::orders";

const effects = {
  wait: () => Promise.resolve(),
  crash: () => { throw new Error("crashed"); },
  cancelled: new AbortController().signal,
};

describe("faults of the provider on demand", () => {
  async function told(rules: FaultRules, method: "read" | "update" = "read", calls = 1): Promise<readonly string[]> {
    const heard: string[] = [];
    const wait = (milliseconds: number) => { heard.push(`waited ${milliseconds}`); return Promise.resolve(); };
    const fail = newFaults(rules, { ...effects, wait });
    for (let call = 0; call < calls; call += 1) {
      await fail({ method, urn, id: "https://q" }).catch((error: unknown) => { heard.push(error instanceof Error ? error.message : "?"); });
    }
    return heard;
  }

  it("meet a type or a URN by globs, and only the method that was meant", async () => {
    const slow = { kind: "slow", milliseconds: 5 } as const;
    for (const which of [{}, { type: "aws:sqs/*" }, { urn: "*::orders" }, { type: "aws:sqs/queue:Queue", urn: "**" }]) {
      assert.deepEqual(await told([{ ...which, method: "read", fault: slow }]), ["waited 5"], JSON.stringify(which));
    }
    assert.deepEqual(await told([{ type: "aws:sns/*", method: "read", fault: slow }, { method: "update", fault: slow }, { urn: "orders", method: "read", fault: slow }]), []);
  });

  it("happen as often as asked", async () => {
    assert.deepEqual(await told([{ method: "read", fault: { kind: "crash" }, times: 2 }], "read", 3), ["crashed", "crashed"]);
  });

  it("speak of the resource as the real provider does", async () => {
    const [text = ""] = await told([{ method: "read", fault: { kind: "error", error: "expired" } }]);
    assert.match(text, /^reading SQS Queue \(https:\/\/q\): operation error .*StatusCode: 403.*api error ExpiredToken: The security token included in the request is expired$/);
  });

  it("hang until they are cancelled", async () => {
    const cancellation = new AbortController();
    const fail = newFaults([{ method: "read", fault: { kind: "hang" } }], { ...effects, cancelled: cancellation.signal });
    const hanging = fail({ method: "read", urn, id: "" });
    const later = new Promise((resolve) => { setTimeout(() => { resolve("still waiting"); }, 20); });
    assert.equal(await Promise.race([hanging, later]), "still waiting");
    cancellation.abort();
    await assert.rejects(hanging, /context canceled/);
  });

  it("are none where no file is named, and a wrong file is an error", () => {
    assert.deepEqual([readFaults(undefined), readFaults("")], [[], []]);
    assert.throws(() => readFaults(__filename), SyntaxError);
  });
});
