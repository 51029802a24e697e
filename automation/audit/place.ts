/** A resource as a trail knows it: where its changes are recorded, as far as that is known, and under which names. */
export interface Whereabouts {
  readonly account?: string | undefined;
  readonly region?: string | undefined;
  readonly names: readonly string[];
}

/** One account's trail in one region, and the names to look for in it. */
export interface Place {
  readonly account: string;
  readonly region: string;
  readonly names: readonly string[];
}

/** What is not known of a resource's whereabouts is taken from the credentials that scanned it. */
export function gatherPlaces(whereabouts: readonly Whereabouts[], home: { readonly account: string; readonly region: string }): readonly Place[] {
  const places = new Map<string, { readonly account: string; readonly region: string; readonly names: Set<string> }>();
  for (const { account = home.account, region = home.region, names } of whereabouts) {
    const key = `${account} ${region}`;
    const place = places.get(key) ?? { account, region, names: new Set() };
    places.set(key, place);
    for (const name of names) place.names.add(name);
  }
  return [...places.values()].map((place) => ({ ...place, names: [...place.names] }));
}
