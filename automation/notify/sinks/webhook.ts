import { createHmac } from "node:crypto";
import { z } from "zod";
import { alertDocument } from "../alertDocument";
import { send } from "../http/send";
import { notifyNameSchema } from "../routes";
import { placeSchema, readPlace, readSecret, secretSchema, SinkSettingsError } from "../secrets";
import { defineSink } from "../sink";

// What most receivers and API gateways take: https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
const MOST_BYTES = 1_000_000;

const settings = z.strictObject({
  name: notifyNameSchema,
  kind: z.literal("webhook"),
  url: placeSchema,
  /** `whsec_` and base64, as the receiver has it: https://github.com/standard-webhooks/standard-webhooks */
  signingKey: secretSchema.optional(),
  /** Sent as `Authorization: Bearer …`. */
  token: secretSchema.optional(),
});

/** Signed as Standard Webhooks say: `v1,` and the HMAC-SHA256 of `id.timestamp.body`, for which receivers have libraries. */
export const webhook = defineSink({
  kind: "webhook",
  description: "one JSON document (`whodrift/alert@1`) by POST, signed as Standard Webhooks say, with an idempotency key",
  settings,
  open: ({ url: place, signingKey, token }) => ({
    pack: (alert) => [{ id: alert.id, body: JSON.stringify(alertDocument(alert, MOST_BYTES)) }],
    connect: (world) => {
      const url = readPlace(place, world.env);
      const key = signingKey && readKey(readSecret(signingKey, world.env), signingKey.env);
      const bearer = token && readSecret(token, world.env);
      return async ({ id, body }) => {
        const sent = await send(() => {
          const timestamp = String(Math.floor(world.now().getTime() / 1_000));
          const signature = key && createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
          return {
            url,
            body,
            secrets: bearer === undefined ? [] : [bearer],
            headers: {
              "content-type": "application/json",
              "idempotency-key": id,
              "webhook-id": id,
              "webhook-timestamp": timestamp,
              ...(signature !== undefined && { "webhook-signature": `v1,${signature}` }),
              ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
            },
          };
        }, world);
        return sent.outcome === "failed" ? sent : { outcome: "delivered" };
      };
    },
  }),
});

function readKey(secret: string, name: string): Buffer {
  const [, encoded] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret) ?? [];
  const key = Buffer.from(encoded ?? "", "base64");
  // https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#signature-scheme
  if (key.length < 24 || key.length > 64) throw new SinkSettingsError(`the environment variable ${name} has to be whsec_ and 24 to 64 bytes in base64 (openssl rand -base64 32)`);
  return key;
}
