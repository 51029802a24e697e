import type { JsonObject } from "../../../policypack/model/json";
import type { Callers, UserIdentity } from "./callers";
import type { Conduct } from "./conduct";
import { decodeRequest, decodeResponse } from "./decode";
import type { WireRequest, WireResponse } from "./exchange";
import { signInWithSaml, signInWithWebIdentity, type SignIn } from "./federation";
import type { Forward } from "./forward";
import type { Handler } from "./front";
import { lookupEvents } from "./lookup/lookupEvents";
import { newThrottle } from "./lookup/throttle";
import { identify, type Call } from "./models/identify";
import type { ServiceIndex } from "./models/serviceIndex";
import { dryRunAnswer, isDryRun, jsonAnswer, jsonError } from "./ownAnswers";
import { eventNameOf, isDataEvent } from "./trail/names";
import { writeRecord, type CloudTrailRecord } from "./trail/record";

export interface RecorderOptions {
  readonly index: ServiceIndex;
  readonly forward: Forward;
  readonly callers: Callers;
  readonly accountId: string;
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

/** The sandbox's own headers; they never reach the emulator. */
const SOURCE_IP = "x-sandbox-source-ip";
const CONSOLE = "x-sandbox-console";

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html: per account and region */
const LOOKUPS_PER_SECOND = 2;

/** Passes each request on and writes down what CloudTrail would. */
export function newRecorder(options: RecorderOptions): Recorder {
  const { index, forward, callers, clock, conduct = passOn } = options;
  const records: CloudTrailRecord[] = [];
  const unrecognized: string[] = [];
  const throttle = newThrottle(LOOKUPS_PER_SECOND);

  const lookUp = (parameters: JsonObject, accountId: string, region: string): WireResponse => {
    const requestId = options.newId();
    if (!throttle.admits(`${accountId}/${region}`, options.uptime())) return jsonError("ThrottlingException", "Rate exceeded", requestId);
    const here = records.filter((record) => record.recipientAccountId === accountId && record.awsRegion === region);
    const answer = lookupEvents(here, parameters, clock());
    return answer.ok ? jsonAnswer(200, answer.body, requestId) : jsonError(answer.code, answer.message, requestId);
  };

  const handle: Handler = async (incoming, remoteAddress) => {
    const at = clock();
    const { [SOURCE_IP]: sourceIp = remoteAddress, [CONSOLE]: fromConsole, ...headers } = incoming.headers;
    const request: WireRequest = { ...incoming, headers };
    const call = identify(request, index);
    if (!call) {
      unrecognized.push(`${request.method} ${request.url}`);
      return forward(request);
    }
    if (isDataEvent(call)) return forward(request);

    const parameters = decodeRequest(call, request);
    const signIn = signInOf(call, request, parameters);
    const caller = signIn?.caller ?? callerOf(call, callers);
    const accountId = "accountId" in caller && caller.type !== "AWSAccount" ? caller.accountId : options.accountId;
    const region = regionOf(call, options);
    const answer = async (): Promise<WireResponse> => {
      if (call.service.name === "cloudtrail" && call.operation.name === "LookupEvents") return lookUp(parameters, accountId, region);
      if (isDryRun(call, parameters)) return dryRunAnswer(options.newId());
      return signIn ? signIn.amend(await forward(signIn.forward)) : forward(request);
    };
    const response = await conduct({ call, parameters, caller, accountId, region }, answer);
    const result = response.status < 400 ? decodeResponse(call, response) : {};

    if (response.status < 400) callers.learn(call, parameters, result, caller, at);
    records.push(
      writeRecord({
        call, request, response, parameters, result, caller, accountId, region, sourceIp, at,
        extraParameters: signIn?.extraParameters ?? {},
        fromConsole: fromConsole !== undefined,
        eventId: options.newId(),
        isClassic: call.protocol === "ec2" && index.classicOperations(call.service.name).has(call.operation.name),
      }),
    );
    return response;
  };

  return { handle, records: () => [...records], unrecognized: () => [...unrecognized] };
}

const passOn: Conduct = (_, goOn) => goOn();

function signInOf(call: Call, request: WireRequest, parameters: JsonObject): SignIn | undefined {
  switch (eventNameOf(call)) {
    case "AssumeRoleWithSAML":
      return signInWithSaml(request, parameters);
    case "AssumeRoleWithWebIdentity":
      return signInWithWebIdentity(request, parameters);
    default:
      return undefined;
  }
}

function callerOf({ signature }: Call, callers: Callers): UserIdentity {
  if (signature) return callers.holderOf(signature.accessKeyId);
  return { type: "AWSAccount", principalId: "", accountId: "ANONYMOUS_PRINCIPAL" };
}

/** Global services are recorded in us-east-1, and so are unsigned STS calls: they go to the global endpoint. */
function regionOf({ service, signature }: Call, { index, region }: RecorderOptions): string {
  if (index.isGlobal(service.metadata.endpointPrefix)) return "us-east-1";
  return signature?.region ?? (service.name === "sts" ? "us-east-1" : region);
}
