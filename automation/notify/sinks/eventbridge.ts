import type * as EventBridge from "@aws-sdk/client-eventbridge";
import { z } from "zod";
import { visible } from "../../report/visible";
import { batches } from "../batches";
import { AWS_PATIENCE, describeAwsFailure } from "../describeAwsFailure";
import { eventDocuments, type EventDocument } from "../eventDocuments";
import { notifyNameSchema } from "../routes";
import { defineSink, type Delivery } from "../sink";
import { digestOf } from "../told";
import type { World } from "../world";

// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html: ten entries and 256 KB.
const BATCH = { items: 10, bytes: 250_000 } as const;
const TRIES = 4;
const FIRST_PAUSE_MS = 500;
// Of an entry besides its detail: time (14 bytes), source, type.
// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevent-size.html
const FRAME_BYTES = 100;

const BUS = /^arn:aws[\w-]*:events:([a-z0-9-]+):\d{12}:event-bus\/[\w./-]{1,256}$/;

const settings = z.strictObject({
  name: notifyNameSchema,
  kind: z.literal("eventbridge"),
  bus: z.string().regex(BUS, "the ARN of an event bus"),
});

const entriesSchema = z.array(z.strictObject({ type: z.string(), detail: z.string() })).readonly();
type Entries = z.infer<typeof entriesSchema>;

/** Needs `events:PutEvents` on the bus. The SDK is loaded with first use. EventBridge knows no event twice: its `id` and `fingerprint` tell. */
export const eventbridge = defineSink({
  kind: "eventbridge",
  description: "an event for each change to an event bus: source `whodrift`, type `whodrift change`",
  settings,
  open: ({ bus }) => ({
    pack: (alert) =>
      batches(eventDocuments(alert).map(entryOf), BATCH, ({ detail }) => Buffer.byteLength(detail) + FRAME_BYTES).map((entries, number) => ({ id: digestOf([alert.id, String(number)]), body: JSON.stringify(entries) })),
    connect: (world) => {
      const [, region = ""] = BUS.exec(bus) ?? [];
      let opened: Promise<Opened> | undefined;
      const connect = async (): Promise<Opened> => {
        const sdk = await import("@aws-sdk/client-eventbridge");
        return { sdk, client: new sdk.EventBridgeClient({ region, ...AWS_PATIENCE }) };
      };
      return async ({ body }) => {
        try {
          return await putAll(entriesSchema.parse(JSON.parse(body)), bus, await (opened ??= connect()), world);
        } catch (error) {
          return describeAwsFailure(error);
        }
      };
    },
  }),
});

interface Opened {
  readonly sdk: typeof EventBridge;
  readonly client: EventBridge.EventBridgeClient;
}

function entryOf({ about, text, document }: EventDocument): Entries[number] {
  return { type: `whodrift ${about}`, detail: JSON.stringify({ ...document, text }) };
}

/** A call that is taken may have refused some of its entries: those alone are put again. */
async function putAll(entries: Entries, bus: string, { sdk, client }: Opened, world: World): Promise<Delivery> {
  let left = entries;
  for (let number = 1; ; number++) {
    const { Entries: results = [], FailedEntryCount: failures = 0 } = await client
      .send(new sdk.PutEventsCommand({ Entries: left.map(({ type, detail }) => ({ EventBusName: bus, Source: "whodrift", DetailType: type, Detail: detail })) }))
      .catch((error: unknown) => (number === 1 ? Promise.reject(asError(error)) : { Entries: left.map(() => ({ ErrorCode: asError(error).name })), FailedEntryCount: left.length }));
    if (failures === 0) return { outcome: "delivered" };
    const codes = [...new Set(results.flatMap(({ ErrorCode: code }) => (code === undefined ? [] : [code])))];
    left = left.filter((_, index) => results[index]?.ErrorCode !== undefined);
    if (number === TRIES || world.signal.aborted) return { outcome: "failed", reason: `${left.length} events were refused: ${visible(codes.join(", "))}`, isSinkDown: false, left: JSON.stringify(left) };
    await world.pause(FIRST_PAUSE_MS * 2 ** (number - 1) * (0.5 + world.random() / 2));
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
