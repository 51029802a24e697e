import type { JsonObject } from "../../../policypack/model/json";
import { textAt } from "./json";
import type { Call } from "./models/identify";
import { rootKeyOf } from "./rootKeys";
import type { SessionContext, UserIdentity } from "./userIdentity";

export interface Callers {
  /** Who holds an access key; nobody holds one that no answer handed out. */
  holderOf(accessKeyId: string): UserIdentity | undefined;
  /** Takes in the credentials that an answer hands out. */
  learn(call: Call, parameters: JsonObject, result: JsonObject, caller: UserIdentity, at: Date): void;
}

/** The table of access keys, learnt from the STS and IAM answers that pass through the front; root users are there from the start. */
export function newCallers(accounts: readonly string[]): Callers {
  const holders = new Map(accounts.map(rootUser).map((root): [string, UserIdentity] => [root.accessKeyId, root]));
  const userIds = new Map<string, { readonly userId: string; readonly arn: string }>();

  /** Whoever is renamed or moved keeps the keys. */
  const rename = (accountId: string, parameters: JsonObject): void => {
    const old = textAt(parameters, "UserName") ?? "";
    const userName = textAt(parameters, "NewUserName") ?? old;
    const known = userIds.get(`${accountId}/${old}`);
    if (known === undefined) return;
    const path = textAt(parameters, "NewPath") ?? known.arn.slice(known.arn.indexOf("/"), known.arn.lastIndexOf("/") + 1);
    const user = { ...known, arn: `arn:aws:iam::${accountId}:user${path}${userName}` };
    userIds.delete(`${accountId}/${old}`);
    userIds.set(`${accountId}/${userName}`, user);
    for (const [key, holder] of holders) {
      if (holder.type === "IAMUser" && holder.principalId === user.userId) holders.set(key, { ...holder, arn: user.arn, userName });
    }
  };

  return {
    holderOf: (accessKeyId) => holders.get(accessKeyId),
    learn: (call, parameters, result, caller, at) => {
      if (call.service.name === "iam" && "accountId" in caller) {
        const { accountId } = caller;
        const userName = textAt(result, "User", "UserName");
        const userId = textAt(result, "User", "UserId");
        const arn = textAt(result, "User", "Arn");
        if (userName !== undefined && userId !== undefined && arn !== undefined) userIds.set(`${accountId}/${userName}`, { userId, arn });
        const accessKeyId = textAt(result, "AccessKey", "AccessKeyId");
        const owner = textAt(result, "AccessKey", "UserName");
        const user = userIds.get(`${accountId}/${owner ?? ""}`);
        if (call.operation.name === "UpdateUser") rename(accountId, parameters);
        if (accessKeyId === undefined || owner === undefined || user === undefined) return;
        holders.set(accessKeyId, { type: "IAMUser", principalId: user.userId, arn: user.arn, accountId, accessKeyId, userName: owner });
      }
      const accessKeyId = textAt(result, "Credentials", "AccessKeyId");
      if (call.service.name !== "sts" || accessKeyId === undefined) return;
      const holder = sessionHolder(accessKeyId, parameters, result, caller, at);
      if (holder) holders.set(accessKeyId, holder);
    },
  };
}

function rootUser(accountId: string) {
  return { type: "Root", principalId: accountId, arn: `arn:aws:iam::${accountId}:root`, accountId, accessKeyId: rootKeyOf(accountId) } as const;
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
      // A service's session: real records tell of the service in place of the key.
      ...(caller.type === "AWSService" ? { invokedBy: caller.invokedBy } : { accessKeyId }),
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
  if (!("arn" in caller) || (caller.type !== "IAMUser" && caller.type !== "Root")) return undefined;
  const federated = textAt(result, "FederatedUser", "Arn");
  if (federated === undefined) return { ...caller, accessKeyId, sessionContext: { attributes } };
  const { principalId: issuerId, arn: issuerArn, accountId } = caller;
  const issuer = { principalId: issuerId, arn: issuerArn, accountId };
  return {
    type: "FederatedUser",
    principalId: textAt(result, "FederatedUser", "FederatedUserId") ?? "",
    arn: federated,
    accountId,
    accessKeyId,
    sessionContext: {
      sessionIssuer: caller.type === "Root" ? { type: "Root", ...issuer } : { type: "IAMUser", ...issuer, userName: caller.userName },
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
