import { setTimeout as sleep } from "node:timers/promises";
import type { AnswerStore } from "./answerStore";
import { AuditRoleSession, type AuditRole } from "./auditRole";
import { LookupTrail, type Home, type Reader } from "./lookupTrail";
import type { Clock, LookupClient } from "./pacedLookup";
import { Stopped, unlessStopped } from "./stopped";
import type { Trail } from "./trail";

// Where neither the environment nor the profile names a region; whose credentials they are is the same in all.
const ANY_REGION = "us-east-1";

const CLOCK: Clock = { now: () => new Date(), sleep: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }) };

/**
 * The event history of the account whose credentials the AWS SDK finds (environment, profile, role of the machine),
 * and of others by their audit roles. The SDK is loaded with the first question: where nothing has drifted, nobody asks.
 * @param auditRoleOf the role that reads an account; undefined where none is configured
 * @param answers of earlier scans, where they may be used
 * @param signal ends what is being read
 */
export function openLookupTrail(auditRoleOf: (account: string) => AuditRole | undefined, { answers, signal }: { readonly answers?: AnswerStore | undefined; readonly signal?: AbortSignal | undefined } = {}): Trail {
  return new LookupTrail({
    findHome: () => findHome(signal),
    readerOf: (account, home) => {
      if (account === home.account) return { clientFor: (region) => makeClient(region), stsRequests: () => 0 };
      const role = auditRoleOf(account);
      return role && readThrough(role, home.region, signal);
    },
    clock: CLOCK,
    signal,
    answers,
  });
}

function readThrough(role: AuditRole, homeRegion: string, signal: AbortSignal | undefined): Reader {
  const session = new AuditRoleSession(role, async () => new (await import("@aws-sdk/client-sts")).STSClient({ region: homeRegion }), CLOCK, signal);
  const asked = new Set<string>();
  return {
    clientFor: async (region) => {
      if (asked.has(region)) session.renew();
      asked.add(region);
      // Here, so that a refusal is told as that of the role.
      await session.credentials().catch((error: unknown) => {
        throw new Error(`the audit role ${role.arn} could not be assumed: ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`, { cause: error });
      });
      return makeClient(region, () => session.credentials());
    },
    stsRequests: () => session.requests,
  };
}

async function makeClient(region: string, credentials?: AuditRoleSession["credentials"]): Promise<LookupClient> {
  const { CloudTrailClient } = await import("@aws-sdk/client-cloudtrail");
  // The pace and the repetitions are kept by the trail itself: the SDK's would spend the same two requests a second.
  return new CloudTrailClient({ region, maxAttempts: 1, ...(credentials && { credentials }) });
}

/** Whose credentials the AWS SDK finds. */
export async function findHome(signal?: AbortSignal): Promise<Home> {
  const { GetCallerIdentityCommand, STSClient } = await import("@aws-sdk/client-sts");
  const region = await new STSClient({}).config.region().catch(() => ANY_REGION);
  try {
    const { Account } = await unlessStopped(() => new STSClient({ region }).send(new GetCallerIdentityCommand({}), signal && { abortSignal: signal }), signal);
    return Account === undefined ? { problem: "STS does not say whose credentials these are" } : { account: Account, region };
  } catch (error) {
    if (error instanceof Stopped) return { problem: error.message };
    return { problem: `no usable AWS credentials to read the trail with: ${error instanceof Error ? error.message : String(error)}` };
  }
}
