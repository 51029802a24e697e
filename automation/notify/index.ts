import type { z } from "zod";
import type { OpenSink, Sink } from "./sink";
import { datadog } from "./sinks/datadog";
import { eventbridge } from "./sinks/eventbridge";
import { pagerduty } from "./sinks/pagerduty";
import { slack } from "./sinks/slack";
import { sns } from "./sinks/sns";
import { splunk } from "./sinks/splunk";
import { webhook } from "./sinks/webhook";

export { notify, type NotifyRequest } from "./notify";
export type { OpenSink } from "./sink";
export type { World } from "./world";

/** Adding one is one module and one row. */
export const sinks = [slack, pagerduty, datadog, splunk, webhook, eventbridge, sns] as const;

export type SinkSettings = z.infer<(typeof sinks)[number]["settings"]>;

/** Opens a sink as the configuration has it. */
export function openSink(settings: SinkSettings): OpenSink {
  const sink: Sink | undefined = sinks.find(({ kind }) => kind === settings.kind);
  if (sink === undefined) throw new Error(`there is no sink ${settings.kind}`);
  return sink.open(settings);
}
