import assert from "node:assert/strict";
import { openFront } from "./front";

describe("the sandbox's front", () => {
  it("keeps idle connections for an hour: none is closed under a client that is about to use it again", async () => {
    const front = await openFront();
    try {
      front.serve(() => Promise.resolve({ status: 200, headers: {}, body: Buffer.from("here") }));
      const answer = await fetch(`http://127.0.0.1:${front.port}/`);
      assert.equal(await answer.text(), "here");
      assert.equal(answer.headers.get("keep-alive"), "timeout=3600");
    } finally {
      await front.close();
    }
  });
});
