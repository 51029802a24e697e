import type { StackAtRest } from "../../../automation/estate";
import { deploymentSchema } from "../../../automation/estate/deployment";
import type { FoundDrift } from "../../../policypack/model";
import type { Happened } from "./eventHistory";
import { KINDS, type Kind, type Where } from "./kinds";

export const NOW = Date.parse("2026-03-02T02:00:00Z");
export const ACCOUNTS = ["111122223333", "444455556666"] as const;
/** IAM's changes are in the first of them. */
export const REGIONS = ["us-east-1", "eu-west-1", "ap-southeast-2"] as const;
const [GLOBAL_REGION] = REGIONS;

const HOUR_MS = 3_600_000;

/** A resource that drifted, and the call behind it, where one is kept. */
export interface Case extends Where {
  readonly drift: FoundDrift;
  readonly change: Happened | undefined;
  /** The call that opened the session in which it was made. */
  readonly opened: Happened | undefined;
}

export interface Night {
  readonly stacks: readonly { readonly state: StackAtRest; readonly cases: readonly Case[] }[];
  readonly cases: readonly Case[];
}

// The golden ratio spreads any number of points evenly, and a benchmark that has no chance in it can be compared.
const evenly = (index: number) => (index * 0.618_033_988_75) % 1;

/** Most of what drifts at night was changed by day; some of it stays for weeks. */
function hoursAgo(index: number): number {
  const [share, point] = [evenly(index), evenly(index * 7 + 3)];
  if (share < 0.6) return 0.5 + point * 24;
  return share < 0.85 ? 24 + point * 144 : 168 + point * 1_200;
}

// Older than anything that CloudTrail keeps: nobody can be found.
const FORGOTTEN = [11, 29, 47];

/** `drifted` resources in as many places as there are, of which every fifth was changed in the session of a role. */
export function nightOf(stacks: number, drifted: number): Night {
  const cases = Array.from({ length: drifted }, (_, index) => caseOf(index));
  // A stack that drifted has a resource or two that did; the others have none, and ask nothing.
  const hit = Math.min(stacks, Math.ceil(drifted * 0.7));
  return {
    cases,
    stacks: Array.from({ length: stacks }, (_, index) => ({ state: stateOf(index), cases: index < hit ? cases.filter((_case, at) => at % hit === index) : [] })),
  };
}

function stateOf(index: number): StackAtRest {
  return { ref: { name: `acme/shop/s${index}`, project: "shop", stack: `s${index}` }, deployment: deploymentSchema.parse({ manifest: { time: "2026-02-01T00:00:00Z" } }), updates: [] };
}

function caseOf(index: number): Case {
  const kind = KINDS[index % KINDS.length];
  const account = ACCOUNTS[index % ACCOUNTS.length];
  const region = REGIONS[Math.floor(evenly(index * 3 + 1) * REGIONS.length)];
  if (kind === undefined || account === undefined || region === undefined) throw new Error("there is a kind and a place for every case");
  const where = { account, region };
  const name = `${index}`.padStart(12, "a");
  const place = { account, region: kind.globally ? GLOBAL_REGION : region };
  const at = NOW - Math.round(hoursAgo(index) * HOUR_MS);
  const drift = driftOf(kind, name, where, index);
  if (FORGOTTEN.includes(index)) return { ...place, drift, change: undefined, opened: undefined };
  const { identity, opened } = callerOf(index, place, at);
  return { ...place, drift, change: changeOf({ kind, name, where, place, at, identity, index }), opened };
}

function driftOf(kind: Kind, name: string, where: Where, index: number): FoundDrift {
  const { type, path, actual } = kind;
  return {
    resource: {
      urn: `urn:pulumi:prod::shop::${type}::${name}`, type, name, id: name, ...where,
      identities: kind.identities(name, where),
      created: new Date(NOW - Math.round((70 + evenly(index) * 300) * 24 * HOUR_MS)).toISOString(),
    },
    kind: "modified",
    changes: [{ fingerprint: `${name} ${path}`, valueDigest: "0", path, kind: "changed", actual, tier: "declared", severity: "medium" }],
  };
}

interface Change {
  readonly kind: Kind;
  readonly name: string;
  readonly where: Where;
  readonly place: Where;
  readonly at: number;
  readonly identity: object;
  readonly index: number;
}

function changeOf({ kind, name, where, place, at, identity, index }: Change): Happened {
  const identities = kind.identities(name, where);
  const listed = kind.listed === undefined ? [] : [kind.listed === "first" ? identities[0] : identities.find((one) => one.startsWith("arn:"))];
  return {
    at,
    id: `change-${index}`,
    name: kind.operation,
    source: `${kind.service}.amazonaws.com`,
    readOnly: false,
    resources: listed.flatMap((one) => one ?? []),
    record: { awsRegion: place.region, recipientAccountId: place.account, userIdentity: identity, requestParameters: kind.request(name, where) },
  };
}

/** Two of five are users, two signed in by Identity Center, and one works in the session of a role. */
function callerOf(index: number, { account, region }: Where, at: number): { readonly identity: object; readonly opened: Happened | undefined } {
  const person = `person${index % 7}`;
  const user = { type: "IAMUser", principalId: `AIDA${person}`, arn: `arn:aws:iam::${account}:user/${person}`, accountId: account, accessKeyId: `AKIA${person}`, userName: person };
  if (index % 5 < 2) return { identity: user, opened: undefined };
  const isSignedIn = index % 5 < 4;
  const role = isSignedIn ? "AWSReservedSSO_Admin_0123456789abcdef" : "Operations";
  const session = isSignedIn ? `${person}@example.com` : `i-${`${index}`.padStart(17, "0")}`;
  const opened = at - 0.4 * HOUR_MS;
  const accessKeyId = `ASIA${index}`;
  const identity = {
    type: "AssumedRole", principalId: `AROA:${session}`, arn: `arn:aws:sts::${account}:assumed-role/${role}/${session}`, accountId: account, accessKeyId,
    sessionContext: {
      sessionIssuer: { type: "Role", arn: `arn:aws:iam::${account}:role/${isSignedIn ? "aws-reserved/sso.amazonaws.com/" : ""}${role}`, userName: role, accountId: account },
      attributes: { creationDate: new Date(opened).toISOString() },
    },
  };
  if (isSignedIn) return { identity, opened: undefined };
  const record = { awsRegion: region, recipientAccountId: account, userIdentity: user, responseElements: { credentials: { accessKeyId } } };
  return { identity, opened: { at: opened, id: `opened-${index}`, name: "AssumeRole", source: "sts.amazonaws.com", readOnly: true, resources: [accessKeyId], record } };
}
