import { isJsonObject, type Json, type JsonObject } from "../../../../policypack/model/json";
import { secondsOf } from "../callers";
import type { UserIdentity } from "../userIdentity";
import type { WireRequest, WireResponse } from "../exchange";
import type { Call } from "../models/identify";
import { renderEc2Request, renderEc2Response } from "./ec2";
import { readFailure } from "./failure";
import { codeParameters } from "./lambda";
import { apiVersionOf, eventNameOf, eventSourceOf, isReadOnly } from "./names";
import { recordStyleOf, renderMembers } from "./render";
import { recordResources, type RecordResource } from "./resources";
import { renderS3Request, s3AdditionalData } from "./s3";
import { tlsDetailsOf, type TlsDetails } from "./tls";

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html */
export interface CloudTrailRecord {
  readonly eventVersion: "1.11";
  readonly userIdentity: UserIdentity | ServiceIdentity;
  readonly eventTime: string;
  readonly eventSource: string;
  readonly eventName: string;
  readonly awsRegion: string;
  readonly sourceIPAddress: string;
  readonly userAgent: string;
  readonly errorCode?: string;
  readonly errorMessage?: string;
  readonly requestParameters: JsonObject | null;
  readonly responseElements: JsonObject | null;
  readonly additionalEventData?: JsonObject;
  /** A sign-in has none. */
  readonly requestID?: string;
  readonly eventID: string;
  readonly readOnly: boolean;
  readonly resources?: readonly RecordResource[];
  readonly eventType: "AwsApiCall" | "AwsServiceEvent" | "AwsConsoleSignIn" | "AwsConsoleAction";
  /** Few services tell it, each in its own spelling. */
  readonly apiVersion?: string;
  readonly managementEvent: true;
  readonly recipientAccountId: string;
  /** Of the records that one call left in several accounts: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html#shared-event-ID */
  readonly sharedEventID?: string;
  readonly vpcEndpointId?: string;
  readonly vpcEndpointAccountId?: string;
  readonly serviceEventDetails?: JsonObject;
  readonly eventCategory: "Management";
  readonly tlsDetails?: TlsDetails;
  /** Text in real records, too. */
  readonly sessionCredentialFromConsole?: "true";
}

/** Who is behind a service's own event: nobody. */
export interface ServiceIdentity {
  readonly type?: never;
  readonly accountId: string;
  readonly invokedBy: string;
}

/** One call as the front saw it pass. */
export interface Passage {
  readonly call: Call;
  readonly request: WireRequest;
  readonly response: WireResponse;
  /** Decoded, keyed by the model's member names. */
  readonly parameters: JsonObject;
  readonly result: JsonObject;
  /** What the record says of the request beyond its parameters: the id of a SAML assertion. */
  readonly extraParameters: JsonObject;
  readonly caller: UserIdentity;
  readonly accountId: string;
  readonly region: string;
  readonly sourceIp: string;
  readonly fromConsole: boolean;
  readonly at: Date;
  readonly eventId: string;
  /** Whether this is an operation of the service's oldest API version. */
  readonly isClassic: boolean;
}

export function writeRecord(passage: Passage): CloudTrailRecord {
  const { call, request, response, parameters, result, accountId, region } = passage;
  const failure = readFailure(call, response);
  const resources = recordResources(call, parameters, result, accountId, region);
  const apiVersion = apiVersionOf(call);
  const userAgent = request.headers["user-agent"] ?? "-";
  const isByService = "invokedBy" in passage.caller;
  return {
    eventVersion: "1.11",
    userIdentity: passage.caller,
    eventTime: secondsOf(passage.at),
    eventSource: eventSourceOf(call),
    eventName: eventNameOf(call),
    awsRegion: region,
    sourceIPAddress: passage.sourceIp,
    // A service's name stands there by itself, as in real records.
    userAgent: call.service.name === "s3" && !isByService ? `[${userAgent}]` : userAgent,
    ...failure,
    requestParameters: orNull({ ...renderRequest(passage), ...passage.extraParameters }),
    responseElements: failure || !tellsItsAnswer(call) ? null : orNull(renderResponse(passage)),
    ...(call.service.name === "s3" ? { additionalEventData: s3AdditionalData(call, request, response) } : {}),
    requestID: requestIdOf(response) ?? passage.eventId,
    eventID: passage.eventId,
    readOnly: isReadOnly(call),
    ...(resources.length > 0 ? { resources } : {}),
    eventType: "AwsApiCall",
    ...(apiVersion === undefined ? {} : { apiVersion }),
    managementEvent: true,
    recipientAccountId: accountId,
    eventCategory: "Management",
    ...(isByService ? {} : { tlsDetails: tlsDetailsOf(call, request, region) }),
    ...(passage.fromConsole ? { sessionCredentialFromConsole: "true" as const } : {}),
  };
}

/** Reading calls answer nothing in the trail, but for those that hand out credentials. S3 never does. */
function tellsItsAnswer(call: Call): boolean {
  if (call.service.name === "s3") return false;
  if (!isReadOnly(call)) return true;
  const { output } = call.operation;
  return call.service.name === "sts" && output !== undefined && "Credentials" in (call.service.shape(output).members ?? {});
}

function renderRequest({ call, request, parameters, accountId, region, isClassic }: Passage): JsonObject {
  const { service, operation } = call;
  if (service.name === "s3") return renderS3Request(call, request, region);
  if (call.protocol === "ec2") return renderEc2Request(call, parameters, isClassic);
  const rendered = operation.input ? asObject(renderMembers(service, operation.input, parameters, recordStyleOf(service))) : {};
  if (service.name === "lambda" && operation.name === "UpdateFunctionCode") return { ...codeParameters(parameters, accountId, region), ...rendered };
  return rendered;
}

function renderResponse({ call, response, result, isClassic }: Passage): JsonObject {
  const { service, operation } = call;
  if (call.protocol === "ec2") return renderEc2Response(call, result, response.body.toString("utf8"), isClassic);
  const rendered = operation.output ? asObject(renderMembers(service, operation.output, result, recordStyleOf(service))) : {};
  return service.name === "rds" ? unwrapped(rendered) : rendered;
}

/** RDS's records answer with the one thing that a response holds, such as `DBInstance`, without its name. */
function unwrapped(rendered: JsonObject): JsonObject {
  const [only, ...others] = Object.values(rendered);
  return isJsonObject(only) && others.length === 0 ? only : rendered;
}

function asObject(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

function orNull(value: JsonObject): JsonObject | null {
  return Object.keys(value).length === 0 ? null : value;
}

function requestIdOf({ headers, body }: WireResponse): string | undefined {
  return headers["x-amzn-requestid"] ?? headers["x-amz-request-id"]
    ?? /<[Rr]equestI[dD]>([^<]+)</.exec(body.toString("utf8"))?.[1];
}
