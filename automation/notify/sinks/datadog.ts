import { gzipSync } from "node:zlib";
import { z } from "zod";
import type { JsonObject, Severity } from "../../../policypack/model";
import { terminalPhrase } from "../../report/terminalText";
import type { Alert } from "../alert";
import { sizeOf } from "../alertDocument";
import { headlinePhrase, severityOf } from "../alertText";
import { batches } from "../batches";
import { eventDocuments, type EventDocument } from "../eventDocuments";
import { send } from "../http/send";
import { plainText } from "../plainText";
import { notifyNameSchema } from "../routes";
import { readSecret, secretSchema } from "../secrets";
import { defineSink } from "../sink";
import { digestOf } from "../told";

// https://docs.datadoghq.com/api/latest/events/#post-an-event-v1
const LONGEST_TITLE = 100;
const LONGEST_TEXT = 4_000;
// https://docs.datadoghq.com/api/latest/logs/#send-logs: 1,000 logs and 5 MB a request.
const LOGS = { items: 1_000, bytes: 1_000_000 } as const;

const settings = z.strictObject({
  name: notifyNameSchema,
  kind: z.literal("datadog"),
  apiKey: secretSchema,
  /** https://docs.datadoghq.com/getting_started/site/ */
  site: z.enum(["datadoghq.com", "us3.datadoghq.com", "us5.datadoghq.com", "datadoghq.eu", "ap1.datadoghq.com", "ap2.datadoghq.com", "uk1.datadoghq.com", "ddog-gov.com", "us2.ddog-gov.com"]).default("datadoghq.com"),
});

/** One event for people, and logs for searches and monitors. Times are left to Datadog, which refuses what is older than 18 hours. */
export const datadog = defineSink({
  kind: "datadog",
  description: "an event, and a log for each change",
  settings,
  open: ({ apiKey, site }) => ({
    pack: (alert) => [
      { id: alert.id, body: JSON.stringify(event(alert)) },
      ...batches(eventDocuments(alert).map((one) => log(one, alert.route)), LOGS, sizeOf).map((logs, index) => ({ id: digestOf([alert.id, String(index)]), body: JSON.stringify(logs) })),
    ],
    connect: (world) => {
      const key = readSecret(apiKey, world.env);
      return async ({ body }) => {
        // Of the two kinds of parcels only logs are a list.
        const isLogs = body.startsWith("[");
        const headers = { "content-type": "application/json", "dd-api-key": key, ...(isLogs && { "content-encoding": "gzip" }) };
        const url = isLogs ? `https://http-intake.logs.${site}/api/v2/logs` : `https://api.${site}/api/v1/events`;
        const sent = await send(() => ({ url, body: isLogs ? gzipSync(body) : body, headers, secrets: [key] }), world);
        return sent.outcome === "failed" ? sent : { outcome: "delivered" };
      };
    },
  }),
});

function event(alert: Alert): JsonObject {
  const severity = severityOf(alert.groups.flatMap(({ changes }) => changes));
  return {
    title: withoutMentions(cutAt(`whodrift: ${terminalPhrase(headlinePhrase(alert))}`, LONGEST_TITLE)),
    text: withoutMentions(cutAt(plainText(alert, LONGEST_TEXT), LONGEST_TEXT)),
    alert_type: alert.unchecked.length > 0 ? "error" : alert.groups.length === 0 ? "success" : ALERT_TYPES[severity],
    aggregation_key: alert.id,
    source_type_name: "whodrift",
    tags: ["source:whodrift", `route:${alert.route}`, ...(alert.groups.length > 0 ? [`severity:${severity}`] : [])],
  };
}

const ALERT_TYPES: Readonly<Record<Severity, "error" | "warning" | "info">> = { critical: "error", high: "error", medium: "warning", low: "info" };

// https://docs.datadoghq.com/logs/log_configuration/attributes_naming_convention/#reserved-attributes
function log({ about, text, document }: EventDocument, route: string): JsonObject {
  const isEnd = about === "resolved" || about === "checked-again";
  return { ...document, ddsource: "whodrift", service: "whodrift", ddtags: `route:${route}`, status: isEnd ? "info" : "warn", message: text };
}

/** `@name` in an event's text writes to that person or channel: only a sign that looks like it is left. */
function withoutMentions(text: string): string {
  return text.replace(/(?<![\p{L}\p{N}._+-])@/gu, "＠").replaceAll("%%%", "%%\u2009%");
}

function cutAt(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}
