import type { Sink } from "./sink";
import { slack } from "./sinks/slack";
import { webhook } from "./sinks/webhook";

export { notify, type NotifyRequest } from "./notify";
export type { OpenSink } from "./sink";
export type { World } from "./world";

/** Adding one is one module and one row. */
export const sinks = [slack, webhook] as const;

/** Opens a sink as the configuration has it. */
export function openSink(settings: { readonly kind: string }): ReturnType<Sink["open"]> {
  const sink = sinks.find(({ kind }) => kind === settings.kind);
  if (sink === undefined) throw new Error(`there is no sink ${settings.kind}`);
  return sink.open(settings);
}
