import { isJsonObject, type Actor, type ChainLink } from "../../policypack/model";
import type { CloudTrailRecord, UserIdentity } from "../audit/trailRecord";
import { channelOf, isFromConsole } from "./channel";
import { followChain, type Step } from "./followChain";
import { identify, sessionName, type Identified } from "./identify";
import { optional } from "./optional";
import { roleName } from "./principals";
import type { SessionIndex } from "./sessionIndex";
import { readSubject } from "./subject";

/** The person or machine behind a call: the acting identity, or, through role sessions, whoever signed in first. */
export function resolveActor(record: CloudTrailRecord, sessions: SessionIndex): Actor {
  const call = sessions.twinOf(record) ?? record;
  const { userIdentity } = call;
  const steps = followChain(call, sessions);
  const { identified, standsFor } = identifyActor(call, steps);
  const { kind, name, identity } = identified;
  const mfa = userIdentity.sessionContext?.attributes?.mfaAuthenticated;
  return {
    kind: kind === "unknown" && isFromConsole(call) ? "human" : kind,
    name,
    ...optional("knownAs", sessions.known.aliasOf(name, standsFor) ?? identified.knownAs),
    principal: principalOf(call),
    ...optional("account", userIdentity.accountId ?? userIdentity.sessionContext?.sessionIssuer?.accountId),
    identity,
    ...channelOf(call),
    ...(sessions.known.isBreakGlass(steps.map((step) => step.identity)) ? { breakGlass: true } : {}),
    ...optional("sourceIp", record.sourceIPAddress),
    ...optional("userAgent", record.userAgent),
    // A federated session says "false" whatever happened at the identity provider.
    ...(mfa === "true" ? { mfa: true } : mfa === "false" && (userIdentity.type === "IAMUser" || userIdentity.type === "Root") ? { mfa: false } : {}),
    chain: chainOf(steps),
  };
}

/** What a reader must know about the actor's name: whole clauses, most often none. */
export function nameReasons(record: CloudTrailRecord, sessions: SessionIndex): readonly string[] {
  const call = sessions.twinOf(record) ?? record;
  const { because } = identifyActor(call, followChain(call, sessions)).identified;
  return because === undefined ? [] : [because];
}

/** ARN of the acting principal, or the next best that the record has. */
export function principalOf(record: CloudTrailRecord): string {
  const { arn, principalId, invokedBy, accountId } = record.userIdentity;
  return arn ?? principalId ?? invokedBy ?? accountId ?? record.eventSource;
}

interface Named {
  readonly identified: Identified;
  /** Whose name it is. */
  readonly standsFor: UserIdentity;
}

/**
 * Whoever signed in is the actor. Where the chain ends in a claim, the acting session's source identity says more: no hop
 * can change it.
 */
function identifyActor(call: CloudTrailRecord, steps: readonly Step[]): Named {
  const acting = call.userIdentity;
  const own = { identified: identify(acting), standsFor: acting };
  const last = steps.at(-1);
  if (last === undefined || last.identity === acting) return { ...own, identified: serviceOf(call) ?? own.identified };
  const origin = { identified: identify(last.identity), standsFor: last.identity };
  const first = steps.at(-2) ?? last;
  if (origin.identified.kind === "aws-service") return { identified: runBy(last.identity, first), standsFor: first.identity };
  if (origin.identified.identity === "verified") return { ...origin, identified: nameOf(origin.identified, first) };
  if (hasSource(acting)) return own;
  // That somebody of another account opened it is proven; what they called the session is not.
  return last.identity.type === "AWSAccount" || last.identity.type === "AssumedRole" ? origin : own;
}

function serviceOf({ eventType, userIdentity, eventSource }: CloudTrailRecord): Identified | undefined {
  if (eventType !== "AwsServiceEvent" || userIdentity.arn !== undefined) return undefined;
  return { kind: "aws-service", name: userIdentity.invokedBy ?? eventSource, identity: "verified" };
}

/** A service opened the session for what it runs: a function, a task, a pod. */
function runBy(service: UserIdentity, { identity, openedBy }: Step): Identified {
  const pod = service.invokedBy === "pods.eks.amazonaws.com" ? podOf(openedBy) : undefined;
  if (pod !== undefined) return { kind: "automation", name: pod, identity: "verified", ...optional("knownAs", readSubject(pod, undefined).knownAs) };
  const name = roleName(identity) ?? identify(identity).name;
  return { kind: "automation", name, identity: "unresolved", because: `the role was assumed by ${service.invokedBy ?? "a service"}, for what runs under it` };
}

/**
 * EKS tags the sessions that it opens for pods.
 * Source: https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html
 */
function podOf(openedBy: CloudTrailRecord | undefined): string | undefined {
  const tags = openedBy?.requestParameters?.["tags"];
  const tag = (key: string) => (Array.isArray(tags) ? tags.filter(isJsonObject).find((one) => one["key"] === key)?.["value"] : undefined);
  const [namespace, account] = [tag("kubernetes-namespace"), tag("kubernetes-service-account")];
  return typeof namespace === "string" && typeof account === "string" ? `system:serviceaccount:${namespace}:${account}` : undefined;
}

/** A SAML provider may call people by opaque ids, and give their names as source identity: it vouches for both. */
function nameOf(origin: Identified, { openedBy, identity }: Step): Identified {
  const source = openedBy?.responseElements?.["sourceIdentity"];
  const vouched = openedBy?.eventName === "AssumeRoleWithSAML" && typeof source === "string" && source !== "" && source === identity.sessionContext?.sourceIdentity;
  return vouched ? { ...origin, name: source } : origin;
}

function hasSource(identity: UserIdentity): boolean {
  return (identity.sessionContext?.sourceIdentity ?? "") !== "";
}

function chainOf(steps: readonly Step[]): readonly ChainLink[] {
  const isSession = (step: Step) => step.identity.type === "AssumedRole" || step.identity.type === "FederatedUser" || step.openedBy !== undefined;
  return steps.length > 1 || steps.some(isSession) ? steps.map(linkOf) : [];
}

function linkOf({ identity, openedBy }: Step): ChainLink {
  const name = (identity.type === "FederatedUser" ? sessionName(identity) : undefined) ?? identify(identity).name;
  return { kind: identity.type ?? "Unknown", name, principal: identity.arn ?? identity.principalId ?? identity.invokedBy ?? name, ...optional("eventId", openedBy?.eventID) };
}
