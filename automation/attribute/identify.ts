import { isJsonObject, type ActorIdentity, type ActorKind } from "../../policypack/model";
import { isIdentityCenter } from "../audit/identityCenter";
import type { UserIdentity } from "../audit/trailRecord";

export interface Identified {
  readonly kind: ActorKind;
  readonly name: string;
  readonly identity: ActorIdentity;
}

// Chosen by SDKs, agents and pipelines when nobody chose a name: they say nothing about who it was.
const GENERATED_SESSION =
  /^(i-[0-9a-f]{8,17}|\d{10,}|botocore-session-\d+|aws-sdk-[\w-]+|AWSCLI-Session|GitHubActions|gitlab-.*|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32}|aws-go-sdk-\d+|pulumi.*|terraform.*|codebuild.*|AutoScaling|.*-session-\d+)$/i;

/**
 * Who an identity is, by itself. Names in role sessions are claims of the caller, except under Identity Center.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export function identify(identity: UserIdentity): Identified {
  const fallback = identity.userName ?? identity.arn ?? identity.principalId ?? "unknown";
  switch (identity.type) {
    case "Root":
      return { kind: "human", name: "root", identity: "verified" };
    case "IAMUser":
    case "SAMLUser":
      return { kind: "human", name: identity.userName ?? lastPart(identity.arn) ?? fallback, identity: "verified" };
    case "IdentityCenterUser":
      return { kind: "human", name: identity.userName ?? identity.onBehalfOf?.userId ?? fallback, identity: "verified" };
    case "WebIdentityUser":
      // principalId is issuer:audience:subject; the subject itself holds colons, so the user name is the safer one.
      return { kind: "automation", name: identity.userName ?? subjectOf(identity.principalId) ?? fallback, identity: "verified" };
    case "AssumedRole":
      return identifySession(identity);
    case "FederatedUser":
      return { kind: "unknown", name: sessionName(identity) ?? fallback, identity: "claimed" };
    case "AWSService":
      return { kind: "aws-service", name: identity.invokedBy ?? fallback, identity: "verified" };
    case "AWSAccount":
      return { kind: "unknown", name: identity.accountId ?? fallback, identity: "unresolved" };
    default:
      return identity.invokedBy === undefined || identity.arn !== undefined
        ? { kind: "unknown", name: fallback, identity: "unresolved" }
        : { kind: "aws-service", name: identity.invokedBy, identity: "verified" };
  }
}

function identifySession(identity: UserIdentity): Identified {
  const session = sessionName(identity);
  const role = roleName(identity) ?? "unknown role";
  const issuer = identity.sessionContext?.sessionIssuer?.arn;
  if (isIdentityCenter(role, issuer) && session !== undefined) return { kind: "human", name: session, identity: "verified" };
  const service = /:role\/aws-service-role\/([^/]+)\//.exec(issuer ?? "")?.[1];
  if (service !== undefined) return { kind: "aws-service", name: service, identity: "verified" };
  const subject = webIdentitySubject(identity);
  if (subject !== undefined) return { kind: "automation", name: subject, identity: "verified" };
  const source = identity.sessionContext?.sourceIdentity;
  if (source !== undefined && source !== "") return { kind: source.includes("@") ? "human" : "unknown", name: source, identity: "claimed" };
  if (session === undefined) return { kind: "unknown", name: role, identity: "unresolved" };
  if (GENERATED_SESSION.test(session)) return { kind: "automation", name: role, identity: "unresolved" };
  return { kind: session.includes("@") ? "human" : "unknown", name: session, identity: "claimed" };
}

function webIdentitySubject(identity: UserIdentity): string | undefined {
  const attributes = identity.sessionContext?.webIdFederationData?.attributes;
  if (!isJsonObject(attributes)) return undefined;
  const subject = Object.entries(attributes).find(([key]) => key === "sub" || key.endsWith(":sub"))?.[1];
  return typeof subject === "string" && subject !== "" ? subject : undefined;
}

function subjectOf(principalId: string | undefined): string | undefined {
  const repository = /:((?:repo|project_path):.*)$/.exec(principalId ?? "")?.[1];
  return repository ?? principalId?.split(":").at(-1);
}

export function roleName(identity: UserIdentity): string | undefined {
  const session = /:assumed-role\/([^/]+)\//.exec(identity.arn ?? "")?.[1];
  return identity.sessionContext?.sessionIssuer?.userName ?? session ?? lastPart(identity.sessionContext?.sessionIssuer?.arn);
}

function sessionName(identity: UserIdentity): string | undefined {
  const principal = identity.principalId ?? "";
  const colon = principal.indexOf(":");
  const name = colon >= 0 ? principal.slice(colon + 1) : (/:(?:assumed-role\/[^/]+|federated-user)\/(.+)$/.exec(identity.arn ?? "")?.[1] ?? "");
  return name === "" ? undefined : name;
}

function lastPart(arn: string | undefined): string | undefined {
  return arn?.split("/").at(-1);
}
