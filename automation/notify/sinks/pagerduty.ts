import { z } from "zod";
import { jsonObjectSchema, type JsonObject, type Severity } from "../../../policypack/model";
import { terminalPhrase } from "../../report/terminalText";
import type { Alert, AlertGroup } from "../alert";
import { documentHead, groupDocument } from "../alertDocument";
import { changePhrase, groupPhrase, severityOf, stacksOf, uncheckedPhrase } from "../alertText";
import { fitLines } from "../fitLines";
import { send } from "../http/send";
import { notifyNameSchema } from "../routes";
import { readSecret, secretSchema } from "../secrets";
import { defineSink, type Parcel } from "../sink";
import { digestOf } from "../told";

// https://developer.pagerduty.com/docs/send-alert-event: a summary has 1,024 characters, an event 512 KB. Nobody reads
// more than a screen of details on call.
const LONGEST_SUMMARY = 1_024;
const MOST_DETAILS = 20_000;

const PLACES = { us: "https://events.pagerduty.com/v2/enqueue", eu: "https://events.eu.pagerduty.com/v2/enqueue" } as const;

const settings = z.strictObject({
  name: notifyNameSchema,
  kind: z.literal("pagerduty"),
  /** The integration key of an Events API v2 integration. */
  routingKey: secretSchema,
  region: z.enum(["us", "eu"]).default("us"),
});

/**
 * An incident for what one actor did in one night, and one for all stacks that could not be checked: each resolves
 * when nothing of it is open any more. PagerDuty knows by `dedup_key` what it has.
 */
export const pagerduty = defineSink({
  kind: "pagerduty",
  description: "an incident for each actor's changes of a night, by Events API v2, resolved when they are",
  settings,
  open: ({ routingKey, region }) => ({
    pack: (alert) => [...alert.groups.map((group) => trigger(alert, group.thread, groupPayload(group))), ...uncheckedTrigger(alert), ...alert.closed.map((thread) => parcel(alert, { event_action: "resolve", dedup_key: thread }))],
    connect: (world) => {
      const key = readSecret(routingKey, world.env);
      return async ({ body }) => {
        // The key is in the body, which is kept without it.
        const event = JSON.stringify({ routing_key: key, ...jsonObjectSchema.parse(JSON.parse(body)) });
        const sent = await send(() => ({ url: PLACES[region], body: event, headers: { "content-type": "application/json" }, secrets: [key] }), world);
        return sent.outcome === "failed" ? sent : { outcome: "delivered" };
      };
    },
  }),
});

type Event = { readonly event_action: "trigger" | "resolve"; readonly dedup_key: string } & JsonObject;

function parcel(alert: Alert, event: Event): Parcel {
  return { id: digestOf([alert.id, event.dedup_key, event.event_action]), body: JSON.stringify(event) };
}

function trigger(alert: Alert, thread: string, payload: Payload): Parcel {
  return parcel(alert, { event_action: "trigger", dedup_key: thread, client: "whodrift", payload: { ...payload, custom_details: { ...documentHead(alert), ...payload.custom_details }, timestamp: alert.scan.finishedAt, group: alert.route } });
}

interface Payload {
  readonly summary: string;
  readonly source: string;
  readonly severity: "critical" | "error" | "warning" | "info";
  readonly class: string;
  readonly custom_details: JsonObject;
}

function groupPayload(group: AlertGroup): Payload {
  const { kept, left } = fitLines(group.changes, MOST_DETAILS, (change) => terminalPhrase(changePhrase(change)), (line) => line.length);
  const [stack = "", ...others] = stacksOf(group.changes);
  return {
    summary: summary(terminalPhrase(groupPhrase(group))),
    source: others.length === 0 ? summary(terminalPhrase([{ kind: "name", text: stack }])) : "whodrift",
    severity: SEVERITIES[severityOf(group.changes)],
    class: "drift",
    custom_details: { ...groupDocument(group), what: kept, left },
  };
}

function uncheckedTrigger(alert: Alert): readonly Parcel[] {
  const { unchecked, uncheckedThread } = alert;
  if (unchecked.length === 0) return [];
  const { kept, left } = fitLines(unchecked, MOST_DETAILS, (stack) => terminalPhrase(uncheckedPhrase(stack)), (line) => line.length);
  const [first = ""] = kept;
  const text = unchecked.length === 1 ? first : `${unchecked.length} stacks could not be checked: nobody knows what drifted there`;
  return [trigger(alert, uncheckedThread, { summary: summary(text), source: "whodrift", severity: "error", class: "unchecked", custom_details: { what: kept, left } })];
}

const SEVERITIES: Readonly<Record<Severity, Payload["severity"]>> = { critical: "critical", high: "error", medium: "warning", low: "info" };

function summary(text: string): string {
  return text.length <= LONGEST_SUMMARY ? text : `${text.slice(0, LONGEST_SUMMARY - 1)}…`;
}
