import assert from "node:assert/strict";
import { CloudTrailClient, LookupEventsCommand, type LookupEventsCommandInput, type LookupEventsCommandOutput } from "@aws-sdk/client-cloudtrail";
import { mockClient } from "aws-sdk-client-mock";

/** A call that CloudTrail recorded; a write of nobody in particular where a test does not say more. */
export interface Happened {
  readonly id: string;
  /** Milliseconds since the epoch; CloudTrail keeps whole seconds. */
  readonly at: number;
  readonly names?: readonly string[];
  readonly source?: string;
  readonly name?: string;
  readonly readOnly?: boolean;
  readonly userIdentity?: object;
}

/**
 * A region's event history as LookupEvents answers it: one attribute, newest first, page by page, and a token that
 * is good for the same question only.
 */
export function eventHistory(happened: readonly Happened[], pageSize = 50) {
  const client = new CloudTrailClient({ region: "eu-west-1" });
  const aws = mockClient(client);
  aws.on(LookupEventsCommand).callsFake((input: LookupEventsCommandInput) => answer(happened, input, pageSize));
  return { client, aws, inputs: () => aws.commandCalls(LookupEventsCommand).map((call) => call.args[0].input) };
}

function answer(happened: readonly Happened[], { NextToken, ...question }: LookupEventsCommandInput, pageSize: number): Partial<LookupEventsCommandOutput> {
  const asked = JSON.stringify(question);
  const [offset = "0", ...rest] = (NextToken ?? `0 ${asked}`).split(" ");
  assert.equal(rest.join(" "), asked, "a token is good for the same question only");
  const [attribute] = question.LookupAttributes ?? [];
  const { StartTime, EndTime } = question;
  assert.ok(attribute && StartTime && EndTime);
  const found = happened
    .filter(({ at }) => at >= StartTime.getTime() && at <= EndTime.getTime())
    .filter((one) => valuesOf(one, attribute.AttributeKey).includes(attribute.AttributeValue ?? ""))
    .toSorted((one, other) => other.at - one.at);
  const end = Number(offset) + pageSize;
  return { Events: found.slice(Number(offset), end).map(listed), ...(end < found.length && { NextToken: `${end} ${asked}` }) };
}

function valuesOf({ names = [], name = NAME, readOnly = false }: Happened, key: string | undefined): readonly string[] {
  if (key === "ReadOnly") return [String(readOnly)];
  return key === "EventName" ? [name] : names;
}

const NAME = "PutBucketPolicy";

export function listed({ id, at, userIdentity = { type: "Root" }, readOnly = false, names = [], source = "s3.amazonaws.com", name = NAME }: Happened) {
  const eventTime = new Date(at).toISOString().replace(/\.\d+Z$/, "Z");
  return {
    EventId: id,
    EventSource: source,
    Resources: names.map((ResourceName) => ({ ResourceName })),
    CloudTrailEvent: JSON.stringify({ eventID: id, eventTime, eventSource: source, eventName: name, readOnly, awsRegion: "eu-west-1", userIdentity }),
  };
}

/** Time that passes only while somebody sleeps. */
export function fakeClock(start: number) {
  let now = start;
  const slept: number[] = [];
  return {
    slept,
    now: () => new Date(now),
    sleep: (milliseconds: number) => {
      slept.push(milliseconds);
      now += milliseconds;
      return Promise.resolve();
    },
  };
}

/** As the SDK throws it. */
export function failure(name: string, message = "no"): Error {
  return Object.assign(new Error(message), { name });
}
