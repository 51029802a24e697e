import { parseRecord } from "../../../../automation/audit/parseRecord";
import type { TrailRecord } from "../../../../automation/audit/trailRecord";
import { ACCOUNT, REGION } from "./drifts";

type Fields = Readonly<Record<string, unknown>>;

let count = 0;

export const alice: Fields = {
  type: "IAMUser",
  principalId: "AIDACKCEVSQ6C2EXAMPLE",
  arn: `arn:aws:iam::${ACCOUNT}:user/alice`,
  accountId: ACCOUNT,
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  userName: "alice",
};
export const bob: Fields = { ...alice, principalId: "AIDACKCEVSQ6C2EXAMPL2", arn: `arn:aws:iam::${ACCOUNT}:user/bob`, userName: "bob" };

/** A role session as CloudTrail writes it. */
export function session(role: string, name: string, more: Fields = {}, context: Fields = {}): Fields {
  return {
    type: "AssumedRole",
    principalId: `AROA${role.toUpperCase()}:${name}`,
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/${name}`,
    accountId: ACCOUNT,
    accessKeyId: `ASIA${role.toUpperCase()}`,
    sessionContext: {
      sessionIssuer: { type: "Role", principalId: `AROA${role.toUpperCase()}`, arn: `arn:aws:iam::${ACCOUNT}:role/${role}`, accountId: ACCOUNT, userName: role },
      attributes: { creationDate: "2026-01-02T02:00:00Z", mfaAuthenticated: "false" },
      ...context,
    },
    ...more,
  };
}

export function ssoUser(name: string): Fields {
  const role = "AWSReservedSSO_Admin_0123456789abcdef";
  const made = session(role, name);
  return { ...made, sessionContext: { sessionIssuer: { type: "Role", arn: `arn:aws:iam::${ACCOUNT}:role/aws-reserved/sso.amazonaws.com/eu-west-1/${role}`, userName: role, accountId: ACCOUNT }, attributes: { creationDate: "2026-01-02T02:00:00Z", mfaAuthenticated: "false" } } };
}

/** One record, read as the product reads it. `at` is hh:mm[:ss] of 2 January 2026. */
export function record(service: string, operation: string, at: string, userIdentity: Fields, requestParameters: unknown, more: Fields = {}): TrailRecord {
  count++;
  const text = JSON.stringify({
    eventVersion: "1.11",
    eventID: `00000000-0000-4000-8000-${String(count).padStart(12, "0")}`,
    eventTime: `2026-01-02T${at.length === 5 ? `${at}:00` : at}Z`,
    eventSource: `${service}.amazonaws.com`,
    eventName: operation,
    awsRegion: REGION,
    recipientAccountId: ACCOUNT,
    sourceIPAddress: "203.0.113.7",
    userAgent: "aws-cli/2.15.0 md/command#x",
    eventType: "AwsApiCall",
    eventCategory: "Management",
    managementEvent: true,
    readOnly: false,
    userIdentity,
    requestParameters,
    responseElements: null,
    ...more,
  });
  const parsed = parseRecord(text, { source: "trail-files", location: `trail.json#${count}` });
  if (parsed === undefined) throw new Error("the test's record is not one");
  return parsed;
}

/** The call by which `caller` opened the session `made`. */
export function assume(caller: Fields, made: Fields, more: Fields = {}, operation = "AssumeRole"): TrailRecord {
  const credentials = { accessKeyId: made["accessKeyId"], expiration: "later", sessionToken: "t" };
  const answer = { credentials, assumedRoleUser: { assumedRoleId: made["principalId"], arn: made["arn"] } };
  return record("sts", operation, "02:00", caller, { roleArn: "arn:aws:iam::111122223333:role/x" }, { readOnly: true, responseElements: answer, ...more });
}
