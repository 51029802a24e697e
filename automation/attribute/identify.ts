import { isJsonObject, type ActorIdentity, type ActorKind } from "../../policypack/model";
import { isIdentityCenter } from "../audit/identityCenter";
import type { UserIdentity } from "../audit/trailRecord";
import { roleName } from "./principals";
import { isMachineIssuer, readSubject } from "./subject";

export interface Identified {
  readonly kind: ActorKind;
  readonly name: string;
  readonly identity: ActorIdentity;
  /** The name in words. */
  readonly knownAs?: string;
  /** What a reader must know about the name: a clause. */
  readonly because?: string;
}

// Services and runners name their sessions so; SDKs do too when a person's profile assumes a role, so theirs say nothing.
const MACHINE_SESSION =
  /^(i-[0-9a-f]{8,17}|GitHubActions|gitlab-.*|AWSCodeBuild-.*|codebuild.*|AutoScaling|AWSCloudFormation|CodeBuild|CodePipeline|GlueJobRunnerSession|SageMaker|eks-.*|[0-9a-f]{32})$/i;
const GENERATED_SESSION = /^(\d{10,}|botocore-session-\d+|aws-sdk-[\w-]+|AWSCLI-Session|aws-go-sdk-\d+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|pulumi.*|terraform.*|.*-session-\d+)$/i;

const CHOSEN = "the name was chosen by whoever started the session";
const ROLE_ONLY = "the record names a role or account, not a person";
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html: it cannot be changed
// later, but whoever opens the first session chooses it, within what trust policies allow. No record tells those.
const SOURCE = "the name is the source identity, chosen when the first role was assumed and fixed since";

/**
 * Who an identity is, by itself. Names in role sessions are claims of the caller, except under Identity Center.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export function identify(identity: UserIdentity): Identified {
  const fallback = identity.userName ?? identity.arn ?? identity.principalId ?? "unknown";
  switch (identity.type) {
    case "Root":
      if (isAssumedRoot(identity)) return { kind: "unknown", name: "root", identity: "unresolved", because: "a root session that the organisation opened in its member account" };
      return { kind: "human", name: "root", identity: "verified" };
    case "IAMUser":
    case "SAMLUser":
      return { kind: "human", name: identity.userName ?? lastPart(identity.arn) ?? fallback, identity: "verified" };
    case "IdentityCenterUser":
      return { kind: "human", name: identity.userName ?? identity.onBehalfOf?.userId ?? fallback, identity: "verified" };
    case "WebIdentityUser":
      return fromSubject(identity.userName ?? subjectOf(identity.principalId, identity.identityProvider) ?? fallback, identity.identityProvider);
    case "AssumedRole":
    case "Role":
      return identifySession(identity);
    case "FederatedUser":
      return identifyFederated(identity, fallback);
    case "AWSService":
      return { kind: "aws-service", name: identity.invokedBy ?? fallback, identity: "verified" };
    case "AWSAccount": {
      const name = identity.accountId ?? fallback;
      return { kind: "unknown", name, identity: "unresolved", because: `somebody of account ${name}: only that account's own trail names the caller` };
    }
    default:
      return identity.invokedBy === undefined || identity.arn !== undefined
        ? { kind: "unknown", name: fallback, identity: "unresolved", because: ROLE_ONLY }
        : { kind: "aws-service", name: identity.invokedBy, identity: "verified" };
  }
}

export function isAssumedRoot(identity: UserIdentity): boolean {
  return identity.sessionContext?.assumedRoot === "true";
}

function identifySession(identity: UserIdentity): Identified {
  const session = sessionName(identity);
  const role = roleName(identity) ?? "unknown role";
  const context = identity.sessionContext;
  const issuer = context?.sessionIssuer?.arn;
  if (isIdentityCenter(issuer) && session !== undefined) return { kind: "human", name: session, identity: "verified" };
  const service = /:role\/aws-service-role\/([^/]+)\//.exec(issuer ?? "")?.[1];
  if (service !== undefined) return { kind: "aws-service", name: service, identity: "verified" };
  // Trusted identity propagation: Identity Center vouches for the user, whatever the session is called.
  const user = identity.onBehalfOf?.userId;
  if (user !== undefined && user !== "") return { kind: "human", name: user, identity: "verified" };
  const issuedBy = context?.webIdFederationData?.federatedProvider;
  const subject = webIdentitySubject(identity);
  if (subject !== undefined) return fromSubject(subject, issuedBy);
  const machine = isMachineIssuer(issuedBy) || context?.ec2RoleDelivery !== undefined;
  const source = context?.sourceIdentity;
  if (source !== undefined && source !== "") return { kind: kindOfName(source, machine), name: source, identity: "claimed", because: SOURCE };
  const roleOnly = { name: role, identity: "unresolved", because: ROLE_ONLY } as const;
  if (machine || MACHINE_SESSION.test(session ?? "")) return { kind: "automation", ...roleOnly };
  if (session === undefined || GENERATED_SESSION.test(session)) return { kind: "unknown", ...roleOnly };
  return { kind: kindOfName(session, false), name: session, identity: "claimed", because: CHOSEN };
}

function kindOfName(name: string, machine: boolean): ActorKind {
  return machine ? "automation" : name.includes("@") ? "human" : "unknown";
}

/** `GetFederationToken`: the record vouches for the user whose keys asked for the session, not for the name they gave it. */
function identifyFederated(identity: UserIdentity, fallback: string): Identified {
  const issuer = identity.sessionContext?.sessionIssuer;
  const name = sessionName(identity) ?? fallback;
  if (issuer?.type === "IAMUser" && issuer.userName !== undefined) {
    return { kind: "human", name: issuer.userName, identity: "verified", because: `in a federated session that was given the name ${name}` };
  }
  return { kind: "unknown", name, identity: "claimed", because: CHOSEN };
}

/** Signed by the identity provider that the account trusts. */
function fromSubject(subject: string, issuer: string | undefined): Identified {
  const { automated, knownAs } = readSubject(subject, issuer);
  return { kind: automated ? "automation" : "unknown", name: subject, identity: "verified", ...(knownAs !== undefined && { knownAs }) };
}

function webIdentitySubject(identity: UserIdentity): string | undefined {
  const attributes = identity.sessionContext?.webIdFederationData?.attributes;
  if (!isJsonObject(attributes)) return undefined;
  const subject = Object.entries(attributes).find(([key]) => key === "sub" || key.endsWith(":sub"))?.[1];
  return typeof subject === "string" && subject !== "" ? subject : undefined;
}

/** `issuer:audience:subject`, where the subject holds colons, and the audience may. */
function subjectOf(principalId: string | undefined, issuer: string | undefined): string | undefined {
  if (principalId === undefined) return undefined;
  const known = /:((?:repo|project_path|organization|pulumi|system:serviceaccount):.*)$/.exec(principalId)?.[1];
  const behind = issuer !== undefined && principalId.startsWith(`${issuer}:`) ? principalId.slice(issuer.length + 1) : principalId;
  return known ?? behind.split(":").at(-1);
}

/** As whoever opened the session called it. */
export function sessionName(identity: UserIdentity): string | undefined {
  const principal = identity.principalId ?? "";
  const colon = principal.indexOf(":");
  const name = colon >= 0 ? principal.slice(colon + 1) : (/:(?:assumed-role\/[^/]+|federated-user)\/(.+)$/.exec(identity.arn ?? "")?.[1] ?? "");
  return name === "" ? undefined : name;
}

function lastPart(arn: string | undefined): string | undefined {
  return arn?.split("/").at(-1);
}
