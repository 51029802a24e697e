import { parseEventTime } from "./eventTime";

export interface Skimmed {
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly account: string;
  readonly region: string;
}

/**
 * When and where a call was recorded, from its record's JSON text, without parsing it. Undefined where that must be
 * parsed to know: in LookupEvents answers, and where a key stands twice, because then one is somebody's parameter.
 */
export function skim(text: string): Skimmed | undefined {
  const time = parseEventTime(onlyValue(text, '"eventTime":"') ?? "");
  const account = onlyValue(text, '"recipientAccountId":"');
  const region = onlyValue(text, '"awsRegion":"');
  return time === undefined || account === undefined || region === undefined ? undefined : { time, account, region };
}

// As CloudTrail writes it, without white space; a quote within a string would stand behind a backslash.
function onlyValue(text: string, key: string): string | undefined {
  const at = text.indexOf(key);
  if (at < 0 || text.includes(key, at + 1)) return undefined;
  const start = at + key.length;
  const value = text.slice(start, text.indexOf('"', start));
  return value.includes("\\") ? undefined : value;
}
