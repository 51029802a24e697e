import type { Caller, Callers, Login } from "./caller";

// Where nothing names a region; whose credentials they are is the same in all.
const ANY_REGION = "us-east-1";
// A stack waits for it, and STS answers in a fraction of a second.
const PATIENCE_MS = 10_000;

/** Asks STS, which any credentials may do. The SDK is loaded with the first question. */
export function openStsCallers(): Callers {
  const known = new Map<string, Promise<Caller>>();
  let requests = 0;
  return {
    requests: () => requests,
    whoIs: (login) => {
      const key = JSON.stringify(login);
      const answer = known.get(key) ?? ask(login, () => (requests += 1));
      known.set(key, answer);
      return answer;
    },
  };
}

async function ask({ keys, profile, region, stsEndpoint }: Login, count: () => void): Promise<Caller> {
  const { GetCallerIdentityCommand, STSClient } = await import("@aws-sdk/client-sts");
  const settings = {
    ...(keys !== undefined && { credentials: keys }),
    ...(profile !== undefined && { profile }),
    ...(stsEndpoint !== undefined && { endpoint: stsEndpoint }),
  };
  try {
    const known = region ?? (await new STSClient(settings).config.region().catch(() => ANY_REGION));
    const client = new STSClient({ ...settings, region: known });
    await client.config.credentials();
    count();
    const { Account, Arn } = await client.send(new GetCallerIdentityCommand({}), { abortSignal: AbortSignal.timeout(PATIENCE_MS) });
    return Account === undefined ? { unusable: "denied" } : { account: Account, ...(Arn !== undefined && { arn: Arn }) };
  } catch (error) {
    return explain(error);
  }
}

// https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html, and what an SSO session and a profile fail with.
function explain(error: unknown): Caller {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  if (/^(ExpiredToken|RequestExpired)/.test(name) || /\bexpired\b/i.test(message)) return { unusable: "expired" };
  if (/^(InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch|IncompleteSignature|InvalidAccessKeyId)/.test(name)) return { unusable: "invalid" };
  if (/AccessDenied|^OptInRequired|^RegionDisabled/.test(name)) return { unusable: "denied" };
  if (/CredentialsProviderError|TokenProviderError/.test(name)) return { unusable: "missing" };
  return { unusable: "unreachable" };
}
