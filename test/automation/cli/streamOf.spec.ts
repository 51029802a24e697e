import assert from "node:assert/strict";
import { Writable } from "node:stream";
import { streamOf, type Output } from "../../../automation/cli/streamOf";

describe("a stream that cannot be written to", () => {
  function broken(code: string): Writable {
    return new Writable({
      write: (_chunk, _encoding, done) => {
        done(Object.assign(new Error(`${code}: no`), { code }));
      },
    });
  }
  const throwing: Output = {
    write: () => {
      throw Object.assign(new Error("ENOSPC: no"), { code: "ENOSPC" });
    },
    on: () => undefined,
  };

  it("fails the report that is written to it, where the disk is full", async () => {
    await assert.rejects(streamOf(broken("ENOSPC"), "fails").write("report"), /ENOSPC/);
    await assert.rejects(streamOf(throwing, "fails").write("report"), /ENOSPC/);
  });

  it("fails nothing where only progress is told on it, now or later", async () => {
    const stream = streamOf(broken("ENOSPC"), "passes");
    await stream.write("one");
    await stream.write("two");
    await streamOf(throwing, "passes").write("one");
  });

  it("is no failure where its reader has left", async () => {
    await streamOf(broken("EPIPE"), "fails").write("report");
  });

  it("is 100 columns wide where nobody tells", () => {
    assert.equal(streamOf(new Writable(), "fails").columns, 100);
  });
});
