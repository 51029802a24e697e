import type { Actor, ChainLink } from "../../policypack/model";
import type { CloudTrailRecord, UserIdentity } from "../audit/trailRecord";
import { channelOf } from "./channel";
import { optional } from "./optional";
import { identify, roleName, type Identified } from "./identify";
import type { SessionIndex } from "./sessionIndex";

// A chained session lasts an hour and is made by another; real chains have two or three.
const MOST_LINKS = 8;

/** The person or machine behind a call: the acting identity, or, through role sessions, whoever signed in first. */
export function resolveActor(record: CloudTrailRecord, sessions: SessionIndex): Actor {
  const { chain, origin } = followChain(record.userIdentity, sessions);
  const identified = origin === record.userIdentity ? identifyCaller(record) : identifyOrigin(record.userIdentity, origin);
  const { userIdentity } = record;
  const via = channelOf(record);
  const kind = identified.kind === "unknown" && via.via === "console" && via.viaBasis === "credential" ? "human" : identified.kind;
  const mfa = userIdentity.sessionContext?.attributes?.mfaAuthenticated;
  return {
    ...identified,
    kind,
    principal: principalOf(record),
    ...optional("account", userIdentity.accountId ?? userIdentity.sessionContext?.sessionIssuer?.accountId),
    ...via,
    ...optional("sourceIp", record.sourceIPAddress),
    ...optional("userAgent", record.userAgent),
    // A federated session says "false" whatever happened at the identity provider.
    ...(mfa === "true" ? { mfa: true } : mfa === "false" && userIdentity.type === "IAMUser" ? { mfa: false } : {}),
    chain,
  };
}

/** ARN of the acting principal, or the next best that the record has. */
export function principalOf(record: CloudTrailRecord): string {
  const { arn, principalId, invokedBy, accountId } = record.userIdentity;
  return arn ?? principalId ?? invokedBy ?? accountId ?? record.eventSource;
}

function identifyCaller(record: CloudTrailRecord): Identified {
  if (record.eventType === "AwsServiceEvent" && record.userIdentity.arn === undefined) {
    return { kind: "aws-service", name: record.userIdentity.invokedBy ?? record.eventSource, identity: "verified" };
  }
  return identify(record.userIdentity);
}

/** Where the chain ends in a claim, the acting session's own source identity, which no hop can change, says more. */
function identifyOrigin(acting: UserIdentity, origin: UserIdentity): Identified {
  const found = identify(origin);
  if (found.kind === "aws-service") return { kind: "automation", name: roleName(acting) ?? found.name, identity: "unresolved" };
  if (found.identity === "verified") return found;
  const own = identify(acting);
  return own.identity === "unresolved" || origin.type === "AssumedRole" ? (acting.sessionContext?.sourceIdentity === undefined ? found : own) : own;
}

function followChain(acting: UserIdentity, sessions: SessionIndex): { readonly chain: readonly ChainLink[]; readonly origin: UserIdentity } {
  const chain: ChainLink[] = [];
  const seen = new Set<string>();
  let identity = acting;
  while (identity.type === "AssumedRole" && chain.length < MOST_LINKS) {
    const call = sessions.createdBy(identity);
    const created = call === undefined || seen.has(call.eventID) ? undefined : call;
    chain.push(linkOf(identity, created?.eventID));
    if (created === undefined) break;
    seen.add(created.eventID);
    identity = created.userIdentity;
  }
  if (chain.length > 0 && identity.type !== "AssumedRole") chain.push(linkOf(identity));
  return { chain, origin: identity };
}

function linkOf(identity: UserIdentity, eventId?: string): ChainLink {
  const { name } = identify(identity);
  return { kind: identity.type ?? "Unknown", name, principal: identity.arn ?? identity.principalId ?? identity.invokedBy ?? name, ...optional("eventId", eventId) };
}
