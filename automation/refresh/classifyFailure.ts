/** Why a refresh is not complete, for the whole stack. */
export type FailureCode =
  | "passphrase"
  | "plugin-download"
  | "plugin-missing"
  | "provider-crashed"
  | "throttled"
  | "unreachable"
  | "service-failed"
  | "credentials"
  | "credentials-expired"
  | "denied"
  | "cli-killed"
  | "timeout"
  | "cancelled"
  | "refresh-failed";

const patterns: readonly (readonly [FailureCode, RegExp])[] = [
  ["passphrase", /passphrase/i],
  ["plugin-download", /(\bload plugin|latest version for provider|download(ing)? (provider|plugin)|install(ing)? plugin).*(no such host|connection (refused|reset)|timeout|unexpected EOF|failed all \d+ attempts|\b(429|5\d\d)\b)/i],
  ["plugin-missing", /no resource plugin|\bload plugin\b|could not (find|install).*plugin|downloading (provider|plugin)/i],
  // The engine's word, and gRPC's for a connection to a plugin that broke.
  ["provider-crashed", /\bexited prematurely\b|error reading from server|transport is closing/i],
  // Those that the AWS SDK waits for and tries again by itself, a few times:
  // https://github.com/aws/aws-sdk-go-v2/blob/main/aws/retry/standard.go
  ["throttled", /\b(Throttl(ing|ed)(Exception)?|(EC2|Request)Throttled(Exception)?|TooManyRequests(Exception)?|RequestLimitExceeded|BandwidthLimitExceeded|ProvisionedThroughputExceededException|SlowDown|PriorRequestNotComplete)\b|\bRate exceeded\b|StatusCode: 429/],
  // The provider says of this, too, that it could not validate its credentials.
  ["unreachable", /\bdial (tcp|udp)\b|no such host|connection (refused|reset)|network is unreachable|\bi\/o timeout\b|TLS handshake timeout|\bECONN(REFUSED|RESET)\b|\bENOTFOUND\b/i],
  ["service-failed", /StatusCode: 5\d\d|\b(InternalFailure|InternalError|InternalServerError|ServiceUnavailable)(Exception)?\b/],
  // The words of the AWS SDKs and of the bridged providers, for whatever keeps a caller from being let in. Where the
  // provider cannot tell expired ones from wrong ones ("are invalid or have expired"), nobody can.
  ["credentials-expired", /expired ?token|\btoken\b.*\bexpired|request ?expired|\bsso\b.*\bexpired/i],
  ["credentials", /credential|invalid(client|access|security)?token|security token|unrecognizedclient|signaturedoesnotmatch|\bsso\b.*(session|login)/i],
  ["denied", /access ?denied|unauthori[sz]ed|not authorized|authorization ?error/i],
];

/** Sorts a failure by what its message says; `refresh-failed` when it says nothing known. */
export function classifyFailure(message: string): FailureCode {
  return patterns.find(([, pattern]) => pattern.test(message))?.[0] ?? "refresh-failed";
}

const transient: ReadonlySet<string> = new Set<FailureCode>(["plugin-download", "provider-crashed", "throttled", "unreachable", "service-failed", "cli-killed"]);

/** Whether the same may well succeed a moment later. */
export function isTransient(code: string): boolean {
  return transient.has(code);
}
