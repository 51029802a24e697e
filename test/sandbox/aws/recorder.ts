import { createHash } from "node:crypto";
import { z } from "zod";
import type { JsonObject } from "../../../policypack/model/json";
import type { Callers } from "./callers";
import { OWN_HEADERS, readChannel, type Seen } from "./channels";
import type { Conduct } from "./conduct";
import { decodeRequest, decodeResponse } from "./decode";
import type { WireRequest, WireResponse } from "./exchange";
import { signInAsService, signInWithSaml, signInWithWebIdentity, type SignIn } from "./federation";
import type { Forward } from "./forward";
import type { Handler } from "./front";
import { parseJson, textAt } from "./json";
import { lookupEvents } from "./lookup/lookupEvents";
import { newThrottle } from "./lookup/throttle";
import { identify, type Call } from "./models/identify";
import type { ServiceIndex } from "./models/serviceIndex";
import { dryRunAnswer, isDryRun, jsonAnswer, jsonError, namingCaller, queryError } from "./ownAnswers";
import { withEmulatorKey } from "./rootKeys";
import { eventNameOf, isDataEvent } from "./trail/names";
import { writeRecord, type CloudTrailRecord, type Passage } from "./trail/record";
import type { SigningKeys } from "./trail/signingKeys";
import type { TrailStore } from "./trail/store";
import { accountOf, asStranger, calledThrough, type UserIdentity } from "./userIdentity";

export interface RecorderOptions {
  readonly index: ServiceIndex;
  readonly forward: Forward;
  readonly callers: Callers;
  readonly trail: TrailStore;
  readonly keys: SigningKeys;
  /** Those that there are; the first one also has the calls of nobody. */
  readonly accounts: readonly [string, ...string[]];
  readonly region: string;
  readonly clock: () => Date;
  /** Milliseconds that only go on: throttling knows no other clock. */
  readonly uptime: () => number;
  readonly newId: () => string;
  /** What stands between a recorded call and its answer; nothing where it is not given. */
  readonly conduct?: Conduct;
}

export interface Recorder {
  readonly handle: Handler;
  /** All records so far, in order of arrival. */
  readonly records: () => readonly CloudTrailRecord[];
  /** Requests that no service model explains; they were passed on and not recorded. */
  readonly unrecognized: () => readonly string[];
}

/** Understood by the launcher. */
const MAY_I = `${OWN_HEADERS}may-i`;

/** Plain HTTP goes no further than this machine; to AWS's policies every call comes by TLS. */
const SECURELY = { "x-forwarded-proto": "https" } as const;

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html: per account and region */
const LOOKUPS_PER_SECOND = 2;

/** Passes each request on and writes down what CloudTrail would. */
export function newRecorder(options: RecorderOptions): Recorder {
  const { index, forward, callers, trail, clock, conduct = passOn } = options;
  const accounts = new Set(options.accounts);
  const unrecognized: string[] = [];
  const throttle = newThrottle(LOOKUPS_PER_SECOND);

  const lookUp = (parameters: JsonObject, accountId: string, region: string): WireResponse => {
    const requestId = options.newId();
    if (!throttle.admits(`${accountId}/${region}`, options.uptime())) return jsonError("ThrottlingException", "Rate exceeded", requestId);
    const answer = lookupEvents((attribute) => trail.ofRegion(accountId, region, attribute), parameters, clock());
    return answer.ok ? jsonAnswer(200, answer.body, requestId) : jsonError(answer.code, answer.message, requestId);
  };

  /** What the front answers in the emulator's place is still for the emulator to allow. */
  const denialOf = async (request: WireRequest): Promise<WireResponse | undefined> => {
    const asked = await forward({ ...request, headers: { ...request.headers, [MAY_I]: "1" } });
    return asked.status < 400 ? undefined : asked;
  };
  const onceAllowed = async (request: WireRequest, answer: () => WireResponse): Promise<WireResponse> => (await denialOf(request)) ?? answer();

  const handle: Handler = async (incoming, remoteAddress) => {
    const at = clock();
    const seen = readChannel(incoming.headers, remoteAddress);
    const request = withoutOwnHeaders(incoming);
    const passed = withEmulatorKey({ ...request, headers: { ...request.headers, ...SECURELY, "x-forwarded-for": seen.sourceIp } }, accounts);
    const call = identify(request, index);
    if (!call) {
      unrecognized.push(`${request.method} ${request.url}`);
      return forward(passed);
    }
    if (isDataEvent(call)) return forward(passed);

    const parameters = decodeRequest(call, request);
    const held = callerOf(call, callers);
    const signIn = signInOf(call, passed, parameters, held, seen);
    const caller = signIn?.caller ?? (held && callerThrough(held, seen));
    // A key that nobody holds belongs to no account: no trail has its calls.
    if (!caller) return forward(passed);
    const accountId = signIn?.accountId ?? accountOf(caller) ?? options.accounts[0];
    const region = regionOf(call, options);
    const answer = async (): Promise<WireResponse> => {
      if (signIn) return signIn.answer(forward, options.newId());
      if (call.service.name === "cloudtrail" && call.operation.name === "LookupEvents") return onceAllowed(passed, () => lookUp(parameters, accountId, region));
      if (call.service.name === "cloudtrail" && call.operation.name === "ListPublicKeys") {
        const keys = await options.keys.list(region);
        return onceAllowed(passed, () => jsonAnswer(200, keys, options.newId()));
      }
      if (isDryRun(call, parameters)) return onceAllowed(passed, () => dryRunAnswer(options.newId()));
      if (call.service.name === "sts" && call.operation.name === "AssumeRole") {
        if (caller.type === "Root") return queryError(403, "AccessDenied", "Roles may not be assumed by root accounts.", options.newId());
        return namingCaller(await forward(passed), "arn" in caller ? caller.arn : "anonymous");
      }
      return forward(passed);
    };
    const response = await conduct({ call, parameters, caller, accountId, region, denial: () => denialOf(passed) }, answer);
    const result = response.status < 400 ? decodeResponse(call, response) : {};

    if (response.status < 400) callers.learn(call, parameters, result, caller, at);
    const invokedBy = "invokedBy" in caller ? caller.invokedBy : undefined;
    const passage: Passage = {
      call, response, parameters, result, caller, accountId, region, at,
      request: invokedBy === undefined ? request : { ...request, headers: { ...request.headers, "user-agent": invokedBy } },
      sourceIp: invokedBy ?? seen.sourceIp,
      extraParameters: signIn?.extraParameters ?? {},
      fromConsole: seen.fromConsole,
      eventId: options.newId(),
      isClassic: call.protocol === "ec2" && index.classicOperations(call.service.name).has(call.operation.name),
    };
    for (const record of writeRecords(passage, accounts, options.newId)) trail.add(record);
    return response;
  };

  return { handle, records: () => trail.from(0), unrecognized: () => [...unrecognized] };
}

/** Without the sandbox's own headers, but for those that the client has signed: its signature would no longer fit. */
function withoutOwnHeaders(request: WireRequest): WireRequest {
  const signed = new Set(/SignedHeaders=([^,\s]+)/.exec(request.headers["authorization"] ?? "")?.[1]?.split(";"));
  const kept = Object.entries(request.headers).filter(([name]) => !name.startsWith(OWN_HEADERS) || signed.has(name));
  return { ...request, headers: Object.fromEntries(kept) };
}

/** A role that somebody of another account has assumed: both accounts have it, the role's without who it was. */
function writeRecords(passage: Passage, accounts: ReadonlySet<string>, newId: () => string): readonly CloudTrailRecord[] {
  const { call, parameters, response, accountId, caller } = passage;
  const roleAccount = textAt(parameters, "RoleArn")?.split(":")[4];
  const crosses = call.service.name === "sts" && response.status < 400 && roleAccount !== undefined && roleAccount !== accountId && accounts.has(roleAccount);
  if (!crosses) return [writeRecord(passage)];
  const sharedEventID = newId();
  const seenThere: Passage = { ...passage, caller: asStranger(caller), accountId: roleAccount, eventId: newId() };
  return [passage, seenThere].map((each) => ({ ...writeRecord(each), sharedEventID }));
}

const passOn: Conduct = (_, goOn) => goOn();

const Person = z.object({ userId: z.string(), identityStoreArn: z.string() });

/** Who is told of where the call came by a service, or by an application for a person of Identity Center. */
function callerThrough(held: UserIdentity, { invokedBy, onBehalfOf }: Seen): UserIdentity {
  const accountId = accountOf(held);
  if (onBehalfOf === undefined || accountId === undefined) return calledThrough(held, invokedBy);
  const person = Person.parse(parseJson(onBehalfOf));
  return { type: "IdentityCenterUser", accountId, onBehalfOf: person, credentialId: createHash("sha256").update(person.userId).digest("base64url") };
}

function signInOf(call: Call, request: WireRequest, parameters: JsonObject, held: UserIdentity | undefined, { invokedBy }: Seen): SignIn | undefined {
  switch (eventNameOf(call)) {
    case "AssumeRoleWithSAML":
      return signInWithSaml(parameters);
    case "AssumeRoleWithWebIdentity":
      return signInWithWebIdentity(request, parameters);
    case "AssumeRole":
      // The stage's owner lends a service its key: services have none of ours.
      return invokedBy !== undefined && held?.type === "Root" ? signInAsService(invokedBy, parameters) : undefined;
    default:
      return undefined;
  }
}

function callerOf({ signature }: Call, callers: Callers): UserIdentity | undefined {
  if (signature) return callers.holderOf(signature.accessKeyId);
  return { type: "AWSAccount", principalId: "", accountId: "ANONYMOUS_PRINCIPAL" };
}

/** Global services are recorded in us-east-1, and so are unsigned STS calls: they go to the global endpoint. */
function regionOf({ service, signature }: Call, { index, region }: RecorderOptions): string {
  if (index.isGlobal(service.metadata.endpointPrefix)) return "us-east-1";
  return signature?.region ?? (service.name === "sts" ? "us-east-1" : region);
}
