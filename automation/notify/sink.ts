import type { z } from "zod";
import type { Alert } from "./alert";
import type { World } from "./world";

/** What is sent at once. It is kept until it has arrived, so that there is no secret in it. */
export interface Parcel {
  /** The receiver knows by it what it has already. */
  readonly id: string;
  readonly body: string;
}

export type Delivery =
  | { readonly outcome: "delivered" }
  | {
      readonly outcome: "failed";
      /** For a person; has no secret and nothing that was sent. */
      readonly reason: string;
      /** Others for the same sink would fail the same way. */
      readonly isSinkDown: boolean;
      /** What of the body has not arrived, where a part has. */
      readonly left?: string;
    };

export type Deliver = (parcel: Parcel) => Promise<Delivery>;

/** A sink with its settings from `notify.sinks`. */
export interface OpenSink {
  /** Pure. Cut to what the receiver takes, with a count of what is left out. */
  readonly pack: (alert: Alert) => readonly Parcel[];
  /** @throws {SinkSettingsError} where a secret is missing */
  readonly connect: (world: World) => Deliver;
}

export interface Sink<S extends z.ZodType = z.ZodType> {
  readonly kind: string;
  /** One line for the README. */
  readonly description: string;
  readonly settings: S;
  /** @param settings as `settings` has read them */
  readonly open: (settings: unknown) => OpenSink;
}

/** @param settings without transforms: what it gives it takes again */
export function defineSink<S extends z.ZodType>(sink: { readonly kind: string; readonly description: string; readonly settings: S; readonly open: (settings: z.output<S>) => OpenSink }): Sink<S> {
  return { ...sink, open: (settings) => sink.open(sink.settings.parse(settings)) };
}
