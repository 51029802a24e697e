import { setTimeout as sleep } from "node:timers/promises";
import { LookupTrail, type Home } from "./lookupTrail";
import type { Trail } from "./trail";

// Where neither the environment nor the profile names a region; whose credentials they are is the same in all.
const ANY_REGION = "us-east-1";

/**
 * The event history of the account whose credentials the AWS SDK finds (environment, profile, role of the machine).
 * The SDK is loaded with the first question: where nothing has drifted, nobody asks.
 */
export function openLookupTrail(): Trail {
  return new LookupTrail({
    clientFor: async (region) => {
      const { CloudTrailClient } = await import("@aws-sdk/client-cloudtrail");
      // The pace and the repetitions are kept by the trail itself: the SDK's would spend the same two requests a second.
      return new CloudTrailClient({ region, maxAttempts: 1 });
    },
    findHome,
    clock: { now: () => new Date(), sleep: (milliseconds) => sleep(milliseconds) },
  });
}

/** Whose credentials the AWS SDK finds. */
export async function findHome(): Promise<Home> {
  const { GetCallerIdentityCommand, STSClient } = await import("@aws-sdk/client-sts");
  const region = await new STSClient({}).config.region().catch(() => ANY_REGION);
  try {
    const { Account } = await new STSClient({ region }).send(new GetCallerIdentityCommand({}));
    return Account === undefined ? { problem: "STS does not say whose credentials these are" } : { account: Account, region };
  } catch (error) {
    return { problem: `no usable AWS credentials to read the trail with: ${error instanceof Error ? error.message : String(error)}` };
  }
}
