/** Why a refresh is not complete, for the whole stack. */
export type FailureCode = "passphrase" | "plugin-missing" | "credentials" | "credentials-expired" | "denied" | "unreachable" | "timeout" | "cancelled" | "refresh-failed";

const patterns: readonly (readonly [FailureCode, RegExp])[] = [
  ["passphrase", /passphrase/i],
  ["plugin-missing", /no resource plugin|\bload plugin\b|could not (find|install).*plugin|downloading (provider|plugin)/i],
  // The provider says of this, too, that it could not validate its credentials.
  ["unreachable", /\bdial (tcp|udp)\b|no such host|connection (refused|reset)|network is unreachable|\bECONN(REFUSED|RESET)\b|\bENOTFOUND\b/i],
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
