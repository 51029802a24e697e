/** A resource as a trail knows it: where its changes are recorded, as far as that is known, and what to look for. */
export interface Whereabouts {
  readonly account?: string | undefined;
  readonly region?: string | undefined;
  readonly names: readonly string[];
  /** `eventSource`s that record its changes. */
  readonly services?: readonly string[] | undefined;
  /** `eventName`s, all that can have made the changes in question; absent where that is not known. */
  readonly operations?: readonly string[] | undefined;
  /** ISO 8601; absent: as far back as is asked for the others. */
  readonly since?: string | undefined;
}

/** One account's trail in one region, and what to look for in it. */
export interface Place {
  readonly account: string;
  readonly region: string;
  readonly resources: readonly Whereabouts[];
}

/** What is not known of a resource's whereabouts is taken from the credentials that scanned it. */
export function gatherPlaces(whereabouts: readonly Whereabouts[], home: { readonly account: string; readonly region: string }): readonly Place[] {
  const places = new Map<string, Place>();
  for (const resource of whereabouts) {
    const { account = home.account, region = home.region } = resource;
    const key = `${account} ${region}`;
    places.set(key, { account, region, resources: [...(places.get(key)?.resources ?? []), resource] });
  }
  return [...places.values()];
}
