import { secondsOf } from "./callers";
import type { CloudTrailRecord } from "./trail/record";
import { accountOf, type UserIdentity } from "./userIdentity";

export interface ConsoleVisit {
  readonly sourceIp?: string;
  /**
   * The global endpoint's sign-ins are recorded in us-east-1, us-east-2, eu-north-1 or ap-southeast-2, a regional endpoint's in its own:
   * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html
   */
  readonly region?: string;
  readonly mfa?: boolean;
}

export interface Moment {
  readonly at: Date;
  readonly newId: () => string;
}

/**
 * `ConsoleLogin`, as AWS records it of an IAM user, a root user and a role's session; an unsuccessful one has no ARN.
 * @throws where the identity belongs to no account
 */
export function consoleLogin(identity: UserIdentity, visit: ConsoleVisit & { readonly failed?: boolean }, moment: Moment): CloudTrailRecord {
  const { mfa = false, failed = false } = visit;
  return {
    ...signIn(visibly(identity, failed), "ConsoleLogin", visit, moment),
    ...(failed ? { errorMessage: "Failed authentication" } : {}),
    responseElements: { ConsoleLogin: failed ? "Failure" : "Success" },
    additionalEventData: {
      // Those who come from an identity provider have no page of AWS's to go to.
      ...(identity.type === "AssumedRole" ? {} : { LoginTo: "https://console.aws.amazon.com/console/home" }),
      MobileVersion: "No",
      MFAUsed: mfa ? "Yes" : "No",
    },
  };
}

/** `SwitchRole`: the session into which somebody has changed, in the account of the role. The `AssumeRole` before it is a record of its own. */
export function switchedRole(into: UserIdentity, from: UserIdentity, visit: ConsoleVisit, moment: Moment): CloudTrailRecord {
  if (!("arn" in into)) throw new Error(`nobody switches into a ${into.type}`);
  const { principalId, arn, accountId } = into;
  return {
    ...signIn({ type: "AssumedRole", principalId, arn, accountId }, "SwitchRole", visit, moment),
    responseElements: { SwitchRole: "Success" },
    additionalEventData: { SwitchFrom: "arn" in from ? from.arn : "", RedirectTo: "https://console.aws.amazon.com/console/home" },
  };
}

function signIn(userIdentity: UserIdentity, eventName: string, { sourceIp = "203.0.113.10", region = "us-east-1" }: ConsoleVisit, { at, newId }: Moment): CloudTrailRecord {
  const accountId = accountOf(userIdentity);
  if (accountId === undefined) throw new Error(`a ${userIdentity.type} cannot sign in to the console`);
  return {
    eventVersion: "1.11",
    userIdentity,
    eventTime: secondsOf(at),
    eventSource: "signin.amazonaws.com",
    eventName,
    awsRegion: region,
    sourceIPAddress: sourceIp,
    userAgent: "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
    requestParameters: null,
    responseElements: null,
    eventID: newId(),
    readOnly: false,
    eventType: "AwsConsoleSignIn",
    managementEvent: true,
    recipientAccountId: accountId,
    eventCategory: "Management",
  };
}

/** A sign-in is not made with a key: the root user's is empty, everybody else has none. */
function visibly(identity: UserIdentity, failed: boolean): UserIdentity {
  switch (identity.type) {
    case "Root":
      return { ...identity, accessKeyId: "" };
    case "IAMUser": {
      const { type, principalId, accountId, userName } = identity;
      if (failed || !("arn" in identity)) return { type, principalId, accountId, accessKeyId: "", userName };
      return { type, principalId, arn: identity.arn, accountId, userName };
    }
    case "AssumedRole":
    case "FederatedUser": {
      const { type, principalId, arn, accountId, sessionContext } = identity;
      return { type, principalId, arn, accountId, ...(sessionContext === undefined ? {} : { sessionContext }) };
    }
    default:
      return identity;
  }
}
