/**
 * Who made a call, as a record says it: each form as
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html has it.
 */
export type UserIdentity =
  | (AwsPrincipal & { readonly type: "Root"; readonly sessionContext?: SessionContext })
  | (AwsPrincipal & { readonly type: "IAMUser"; readonly userName: string; readonly sessionContext?: SessionContext })
  /** Who failed to sign in to the console. */
  | { readonly type: "IAMUser"; readonly principalId: string; readonly accountId: string; readonly accessKeyId: ""; readonly userName: string }
  | (AwsPrincipal & { readonly type: "AssumedRole" | "FederatedUser"; readonly sessionContext?: SessionContext })
  | { readonly type: "SAMLUser" | "WebIdentityUser"; readonly principalId: string; readonly userName: string; readonly identityProvider: string }
  | { readonly type: "IdentityCenterUser"; readonly accountId: string; readonly onBehalfOf: IdentityCenterPerson; readonly credentialId: string }
  /** Somebody of another account, or nobody: `ANONYMOUS_PRINCIPAL`. */
  | { readonly type: "AWSAccount"; readonly principalId: string; readonly accountId: string }
  | { readonly type: "AWSService"; readonly invokedBy: string };

interface AwsPrincipal {
  readonly principalId: string;
  readonly arn: string;
  readonly accountId: string;
  /** A service's own session has none, nor has a sign-in. */
  readonly accessKeyId?: string;
  /** The service that made the call for the principal. */
  readonly invokedBy?: string;
}

export interface IdentityCenterPerson {
  readonly userId: string;
  readonly identityStoreArn: string;
}

export interface SessionIssuer {
  readonly type: "Role" | "IAMUser" | "Root";
  readonly principalId: string;
  readonly arn: string;
  readonly accountId: string;
  /** A root user has none. */
  readonly userName?: string;
}

export interface SessionContext {
  readonly sessionIssuer?: SessionIssuer;
  readonly webIdFederationData?: { readonly federatedProvider?: string; readonly attributes?: Readonly<Record<string, string>> };
  readonly attributes: { readonly creationDate: string; readonly mfaAuthenticated: "true" | "false" };
  readonly sourceIdentity?: string;
}

/** The account whose trail has what this principal does in its own account. */
export function accountOf(identity: UserIdentity): string | undefined {
  return "accountId" in identity && identity.type !== "AWSAccount" ? identity.accountId : undefined;
}

/** The same principal as the trail of another account has it. */
export function asStranger(identity: UserIdentity): UserIdentity {
  if (!("arn" in identity)) return identity;
  return { type: "AWSAccount", principalId: identity.principalId, accountId: identity.accountId };
}

export function calledThrough(identity: UserIdentity, invokedBy: string | undefined): UserIdentity {
  return invokedBy === undefined || !("arn" in identity) ? identity : { ...identity, invokedBy };
}
