import { createHash } from "node:crypto";
import type { JsonObject } from "../../../policypack/model/json";
import { textAt } from "./json";
import type { Call } from "./models/identify";

export interface SessionIssuer {
  readonly type: "Role" | "IAMUser";
  readonly principalId: string;
  readonly arn: string;
  readonly accountId: string;
  readonly userName: string;
}

export interface SessionContext {
  readonly sessionIssuer?: SessionIssuer;
  readonly webIdFederationData?: { readonly federatedProvider?: string; readonly attributes?: Readonly<Record<string, string>> };
  readonly attributes: { readonly creationDate: string; readonly mfaAuthenticated: "true" | "false" };
  readonly sourceIdentity?: string;
}

interface AwsPrincipal {
  readonly principalId: string;
  readonly arn: string;
  readonly accountId: string;
  readonly accessKeyId: string;
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html */
export type UserIdentity =
  | (AwsPrincipal & { readonly type: "IAMUser"; readonly userName: string; readonly sessionContext?: SessionContext })
  | (AwsPrincipal & { readonly type: "AssumedRole" | "FederatedUser"; readonly sessionContext: SessionContext })
  | { readonly type: "SAMLUser" | "WebIdentityUser"; readonly principalId: string; readonly userName: string; readonly identityProvider: string }
  | { readonly type: "AWSAccount"; readonly principalId: string; readonly accountId: "ANONYMOUS_PRINCIPAL" }
  // A service that acts by itself; nobody calls the front as one.
  | { readonly type: "AWSService"; readonly invokedBy: string };

export interface Callers {
  /** Who holds an access key. One never seen belongs to an IAM user called `unknown`. */
  holderOf(accessKeyId: string): UserIdentity;
  /** Takes in the credentials that an answer hands out. */
  learn(call: Call, parameters: JsonObject, result: JsonObject, caller: UserIdentity, at: Date): void;
  /** Makes an access key known that no recorded call created. */
  introduce(userName: string, accessKeyId: string): void;
}

/** The table of access keys, learnt from the STS and IAM answers that pass through the front. */
export function newCallers(accountId: string): Callers {
  const holders = new Map<string, UserIdentity>();
  const userIds = new Map<string, { readonly userId: string; readonly arn: string }>();

  const iamUser = (userName: string, accessKeyId: string): UserIdentity => ({
    type: "IAMUser",
    principalId: userIds.get(userName)?.userId ?? madeUpId("AIDA", userName),
    arn: userIds.get(userName)?.arn ?? `arn:aws:iam::${accountId}:user/${userName}`,
    accountId,
    accessKeyId,
    userName,
  });

  return {
    holderOf: (accessKeyId) => holders.get(accessKeyId) ?? iamUser("unknown", accessKeyId),
    introduce: (userName, accessKeyId) => { holders.set(accessKeyId, iamUser(userName, accessKeyId)); },
    learn: (call, parameters, result, caller, at) => {
      if (call.service.name === "iam") {
        const userName = textAt(result, "User", "UserName");
        const userId = textAt(result, "User", "UserId");
        const arn = textAt(result, "User", "Arn");
        if (userName !== undefined && userId !== undefined && arn !== undefined) userIds.set(userName, { userId, arn });
        const accessKeyId = textAt(result, "AccessKey", "AccessKeyId");
        const owner = textAt(result, "AccessKey", "UserName");
        if (accessKeyId !== undefined && owner !== undefined) holders.set(accessKeyId, iamUser(owner, accessKeyId));
      }
      const accessKeyId = textAt(result, "Credentials", "AccessKeyId");
      if (call.service.name !== "sts" || accessKeyId === undefined) return;
      const holder = sessionHolder(accessKeyId, parameters, result, caller, at);
      if (holder) holders.set(accessKeyId, holder);
    },
  };
}

/** The holder of new temporary credentials: a role's session, a federated user, or the caller with a session. */
function sessionHolder(
  accessKeyId: string, parameters: JsonObject, result: JsonObject, caller: UserIdentity, at: Date,
): UserIdentity | undefined {
  const attributes = {
    creationDate: secondsOf(at),
    mfaAuthenticated: textAt(parameters, "TokenCode") === undefined ? "false" as const : "true" as const,
  };
  const roleArn = textAt(parameters, "RoleArn");
  const principalId = textAt(result, "AssumedRoleUser", "AssumedRoleId");
  const arn = textAt(result, "AssumedRoleUser", "Arn");
  if (roleArn !== undefined && principalId !== undefined && arn !== undefined) {
    const roleAccount = roleArn.split(":")[4] ?? "";
    const sourceIdentity = textAt(parameters, "SourceIdentity") ?? sessionOf(caller)?.sourceIdentity;
    return {
      type: "AssumedRole",
      principalId,
      arn,
      accountId: roleAccount,
      accessKeyId,
      sessionContext: {
        sessionIssuer: {
          type: "Role",
          principalId: principalId.split(":")[0] ?? "",
          arn: roleArn,
          accountId: roleAccount,
          userName: roleArn.split("/").at(-1) ?? "",
        },
        ...(caller.type === "WebIdentityUser" ? { webIdFederationData: { federatedProvider: caller.identityProvider, attributes: {} } } : {}),
        attributes,
        ...(sourceIdentity === undefined ? {} : { sourceIdentity }),
      },
    };
  }
  if (caller.type !== "IAMUser") return undefined;
  const federated = textAt(result, "FederatedUser", "Arn");
  if (federated === undefined) return { ...caller, accessKeyId, sessionContext: { attributes } };
  const { principalId: issuerId, arn: issuerArn, accountId, userName } = caller;
  return {
    type: "FederatedUser",
    principalId: textAt(result, "FederatedUser", "FederatedUserId") ?? "",
    arn: federated,
    accountId,
    accessKeyId,
    sessionContext: {
      sessionIssuer: { type: "IAMUser", principalId: issuerId, arn: issuerArn, accountId, userName },
      attributes,
    },
  };
}

export function sessionOf(identity: UserIdentity): SessionContext | undefined {
  return "sessionContext" in identity ? identity.sessionContext : undefined;
}

/** CloudTrail's times have no fractions of a second. */
export function secondsOf(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}

/** An id of IAM's form that is the same for the same name. */
function madeUpId(prefix: string, name: string): string {
  return prefix + createHash("sha256").update(name).digest("hex").slice(0, 17).toUpperCase();
}
