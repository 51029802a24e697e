import { gzipSync } from "node:zlib";
import { z } from "zod";
import type { JsonObject } from "../../../policypack/model";
import type { Alert } from "../alert";
import { sizeOf } from "../alertDocument";
import { batches } from "../batches";
import { eventDocuments, type EventDocument } from "../eventDocuments";
import { send, type Request } from "../http/send";
import { notifyNameSchema } from "../routes";
import { placeSchema, readPlace, readSecret, secretSchema } from "../secrets";
import { defineSink, type Delivery } from "../sink";
import { digestOf } from "../told";
import type { World } from "../world";

// `max_content_length` of limits.conf was 1 MB for long; many a proxy still says so.
const BATCH = { items: 1_000, bytes: 500_000 } as const;
// https://help.splunk.com/en/splunk-enterprise/get-data-in/get-data-with-http-event-collector/about-http-event-collector-indexer-acknowledgment
const POLLS = 6;
const POLL_MS = 5_000;

const settings = z.strictObject({
  name: notifyNameSchema,
  kind: z.literal("splunk"),
  /** Of the HTTP Event Collector, without a path: `https://splunk.example.com:8088`. */
  url: placeSchema,
  token: secretSchema,
  index: z.string().min(1).optional(),
  /** For a token with indexer acknowledgment: an event has arrived when it is indexed. */
  acknowledge: z.boolean().default(false),
});

/** Events in batches. Each has the alert's `id` and a `fingerprint`, by which a search tells what came twice. */
export const splunk = defineSink({
  kind: "splunk",
  description: "an event for each change to the HTTP Event Collector, in batches, acknowledged where the token asks for it",
  settings,
  open: ({ url: place, token, index, acknowledge }) => ({
    pack: (alert) =>
      batches(eventDocuments(alert).map((document) => hecEvent(alert, document, index)), BATCH, sizeOf).map((events, number) => ({
        id: digestOf([alert.id, String(number)]),
        body: events.map((event) => JSON.stringify(event)).join("\n"),
      })),
    connect: (world) => {
      const origin = readPlace(place, world.env);
      const key = readSecret(token, world.env);
      return async ({ id, body }) => {
        const channel = { "x-splunk-request-channel": asGuid(id) };
        const request = (path: string, content: Request["body"], headers: Request["headers"]): Request => ({
          url: new URL(path, origin).href,
          body: content,
          headers: { authorization: `Splunk ${key}`, "content-type": "application/json", ...channel, ...headers },
          secrets: [key],
        });
        const compressed = gzipSync(body);
        const sent = await send(() => request("/services/collector/event", compressed, { "content-encoding": "gzip" }), world);
        if (sent.outcome === "failed") return sent;
        if (!acknowledge) return { outcome: "delivered" };
        return awaitIndexing(sent.text, (asked) => send(() => request("/services/collector/ack", asked, {}), world), world);
      };
    },
  }),
});

function hecEvent({ scan, route }: Alert, { about, text, document }: EventDocument, index: string | undefined): JsonObject {
  return {
    time: Date.parse(scan.finishedAt) / 1_000,
    source: "whodrift",
    sourcetype: `whodrift:${about}`,
    ...(index !== undefined && { index }),
    event: { ...document, text },
    fields: { route },
  };
}

const acceptedSchema = z.object({ ackId: z.number().int().nonnegative() });
const acksSchema = z.object({ acks: z.record(z.string(), z.boolean()) });

async function awaitIndexing(answer: string, ask: (body: string) => ReturnType<typeof send>, { pause, signal }: World): Promise<Delivery> {
  const accepted = acceptedSchema.safeParse(parse(answer));
  if (!accepted.success) return failed("it acknowledges nothing: the token has no indexer acknowledgment, so leave acknowledge out");
  const { ackId } = accepted.data;
  for (let poll = 0; poll < POLLS && !signal.aborted; poll++) {
    await pause(POLL_MS);
    const asked = await ask(JSON.stringify({ acks: [ackId] }));
    if (asked.outcome === "failed") return asked;
    if (acksSchema.safeParse(parse(asked.text)).data?.acks[String(ackId)]) return { outcome: "delivered" };
  }
  return failed(`it took the events, and did not say within ${(POLLS * POLL_MS) / 1_000} s that they are indexed`);
}

function failed(reason: string): Delivery {
  return { outcome: "failed", reason, isSinkDown: true };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A channel is a GUID; the same for the same parcel. */
function asGuid(id: string): string {
  return digestOf([id]).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
