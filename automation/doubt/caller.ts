/** What a provider shows AWS, and where it asks; what is absent is found as the AWS SDKs find it. */
export interface Login {
  readonly keys?: { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string };
  readonly profile?: string;
  readonly region?: string;
  readonly stsEndpoint?: string;
}

export const unusableReasons = ["expired", "invalid", "missing", "denied", "unreachable"] as const;

/** Whom AWS takes somebody for, or why it takes them for nobody. */
export type Caller =
  | { readonly account: string; readonly arn?: string }
  | { readonly unusable: (typeof unusableReasons)[number] }
  /** In words that may stand in a report. */
  | { readonly unknown: string };

/** Who one is to AWS. */
export interface Callers {
  /** Never throws; the same login is asked for once. */
  readonly whoIs: (login: Login) => Promise<Caller>;
  /** Sent to STS so far. */
  readonly requests: () => number;
}
