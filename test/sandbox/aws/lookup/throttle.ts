export interface Throttle {
  /** Whether one more request may pass; counts it if so. */
  admits(key: string, nowMs: number): boolean;
}

/** A token bucket for each key: `perSecond` at once, and as many again each second. */
export function newThrottle(perSecond: number): Throttle {
  const buckets = new Map<string, { readonly tokens: number; readonly at: number }>();
  return {
    admits: (key, nowMs) => {
      const bucket = buckets.get(key) ?? { tokens: perSecond, at: nowMs };
      const tokens = Math.min(perSecond, bucket.tokens + ((nowMs - bucket.at) / 1000) * perSecond);
      const admitted = tokens >= 1;
      buckets.set(key, { tokens: admitted ? tokens - 1 : tokens, at: nowMs });
      return admitted;
    },
  };
}
