import type { StoredParcel } from "./outbox";
import { SinkSettingsError } from "./secrets";
import type { Deliver, Delivery, OpenSink } from "./sink";
import type { World } from "./world";

// Somebody waits for the command to end; what is over is sent next time.
const LONGEST_MS = 120_000;

/** What has not arrived, and why. */
export interface Undelivered {
  readonly left: readonly StoredParcel[];
  /** Each once. */
  readonly reasons: readonly string[];
}

/** In their order, because an end comes after its beginning. Where a sink is down, the others are not tried. */
export async function deliverAll(parcels: readonly StoredParcel[], sink: OpenSink, world: World): Promise<Undelivered> {
  const end = world.now().getTime() + LONGEST_MS;
  const left: StoredParcel[] = [];
  const reasons = new Set<string>();
  const deliver = connect(sink, world);
  for (const [index, parcel] of parcels.entries()) {
    const delivery = world.now().getTime() < end ? await attempt(deliver, parcel) : OUT_OF_TIME;
    if (delivery.outcome === "delivered") continue;
    reasons.add(delivery.reason);
    left.push({ ...parcel, body: delivery.left ?? parcel.body });
    if (delivery.isSinkDown) return { left: [...left, ...parcels.slice(index + 1)], reasons: [...reasons] };
  }
  return { left, reasons: [...reasons] };
}

const OUT_OF_TIME: Delivery = { outcome: "failed", reason: `not all was sent within ${LONGEST_MS / 1_000} s`, isSinkDown: true };

function connect(sink: OpenSink, world: World): Deliver {
  try {
    return sink.connect(world);
  } catch (error) {
    if (!(error instanceof SinkSettingsError)) throw error;
    return () => Promise.resolve({ outcome: "failed", reason: error.message, isSinkDown: true });
  }
}

/** What a sink chokes on, from a damaged outbox or by a bug, is no reason to keep the others back. */
async function attempt(deliver: Deliver, parcel: StoredParcel): Promise<Delivery> {
  try {
    return await deliver(parcel);
  } catch (error) {
    return { outcome: "failed", reason: error instanceof Error ? error.name : "unknown failure", isSinkDown: false };
  }
}
