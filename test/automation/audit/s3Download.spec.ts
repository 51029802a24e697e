import assert from "node:assert/strict";
import { Readable } from "node:stream";
import fc from "fast-check";
import { readWhole, type Download } from "../../../automation/audit/s3Download";

const CONTENT = Uint8Array.from({ length: 100 }, (_, index) => index);

/** Of the rest from there, so many bytes; then it ends, or throws. */
function from(offset: number, bytes: number, error?: string): Download {
  function* pieces() {
    yield CONTENT.subarray(offset, offset + bytes);
    if (error !== undefined) throw new Error(error);
  }
  return { body: Readable.from(pieces()), length: CONTENT.length - offset };
}

async function read(parts: readonly { readonly bytes: number; readonly error?: string | undefined }[], length = true) {
  const slept: number[] = [];
  const offsets: number[] = [];
  let part = 0;
  const next = (offset: number) => {
    const { bytes = 0, error } = parts[part++] ?? {};
    const { body, length: rest } = from(offset, bytes, error);
    return { body, length: length ? rest : undefined };
  };
  const got: Uint8Array[] = [];
  const whole = readWhole(next(0), (offset) => Promise.resolve(void offsets.push(offset)).then(() => next(offset)), (pause) => Promise.resolve(slept.push(pause)));
  for await (const piece of whole) got.push(piece);
  return { got: Buffer.concat(got), offsets, slept };
}

describe("readWhole", () => {
  it("waits longer each time", async () => {
    const { offsets, slept } = await read([{ bytes: 10, error: "reset" }, { bytes: 0 }, { bytes: 20 }, { bytes: 70 }]);
    assert.deepEqual([offsets, slept], [[10, 10, 30], [500, 2_000, 8_000]]);
  });

  it("does not ask again where all had come before the connection broke", async () => {
    assert.deepEqual((await read([{ bytes: 100, error: "reset" }])).offsets, []);
  });

  it("takes an end for the end where nobody said how long it would be", async () => {
    assert.equal((await read([{ bytes: 40 }], false)).got.length, 40);
  });

  it("gives up after the fourth", async () => {
    await assert.rejects(read(Array.from({ length: 9 }, () => ({ bytes: 5, error: "reset" }))), /^Error: the download broke off 4 times, at last after 20 bytes of 100: reset$/);
  });

  it("law: wherever it breaks, three times, it brings each byte once and in order", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.record({ bytes: fc.integer({ min: 0, max: 60 }), error: fc.option(fc.constant("reset"), { nil: undefined }) }), { maxLength: 3 }), async (breaks) => {
        assert.deepEqual((await read([...breaks, { bytes: 100 }])).got, Buffer.from(CONTENT));
      }),
    );
  });
});
