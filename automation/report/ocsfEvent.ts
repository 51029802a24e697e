import type { ScanReport } from "../../policypack/model";

/** Of the schema that the test of this format validates against. */
const OCSF_VERSION = "1.5.0";

export type OcsfEvent = Readonly<Record<string, unknown>>;

interface OcsfClass {
  readonly category: number;
  readonly uid: number;
}

interface About {
  readonly activity: number;
  /** ISO 8601. */
  readonly time: string;
  /** 1 informational … 5 critical. */
  readonly severity: number;
  readonly scan: ScanReport["scan"];
  readonly place?: { readonly account?: string | undefined; readonly region?: string | undefined };
  /** Of this event; a repeated delivery has the same. */
  readonly uid?: string;
}

/** What every event has. */
export function base({ category, uid: classUid }: OcsfClass, { activity, time, severity, scan, place, uid }: About): OcsfEvent {
  return {
    class_uid: classUid,
    category_uid: category,
    activity_id: activity,
    type_uid: classUid * 100 + activity,
    time: millis(time),
    severity_id: severity,
    metadata: {
      version: OCSF_VERSION,
      profiles: ["cloud"],
      product: { name: "whodrift", vendor_name: "whodrift", version: scan.version },
      correlation_uid: scan.id,
      ...(uid !== undefined && { uid }),
    },
    cloud: {
      provider: "AWS",
      // 10: AWS Account.
      ...(place?.account !== undefined && { account: { uid: place.account, type_id: 10 } }),
      ...(place?.region !== undefined && { region: place.region }),
    },
  };
}

/** @returns milliseconds since 1970, as OCSF's `timestamp_t` */
export function millis(iso: string): number {
  return Date.parse(iso);
}
