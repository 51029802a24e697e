import { isJsonArray, isJsonObject, type Json, type JsonObject } from "../../policypack/model";
import type { CloudTrailRecord } from "../audit/trailRecord";

/**
 * What stands under these keys is content, not the name of what the call acts on: a tag's value or a policy's text
 * may hold any other resource's name, and whoever writes it chooses which.
 */
const CONTENT = /^(tags?|tagset|tagging|tagkeys|.*policy(document)?|environment|variables|userdata|description|template(body)?|value|message(body)?|definition|code|metadata|referenced.*)$/i;

// Services in which a slash is part of a name: `/app/prod` is not `prod`.
const SLASH_IS_NAME = new Set(["ssm", "secretsmanager", "logs", "ecr", "s3"]);

/**
 * The names in a record: every whole string value, and of ARNs, URLs and qualified names (`function:alias`) each
 * whole segment. Never a part of a segment. Content (tags, policies, values) names nothing.
 */
export function namesIn(record: CloudTrailRecord): ReadonlySet<string> {
  const names = new Set<string>();
  const service = serviceOf(record);
  for (const part of [record.requestParameters, record.responseElements]) {
    if (part !== undefined && part !== null) addNames(part, service, names);
  }
  for (const resource of record.resources ?? []) {
    if (resource.ARN !== undefined) addText(resource.ARN, service, names);
  }
  return names;
}

/** The names under some top-level parameters only (compared without case): what the call acts on, not what it mentions. */
export function namesUnder(record: CloudTrailRecord, keys: ReadonlySet<string>): ReadonlySet<string> {
  const names = new Set<string>();
  const service = serviceOf(record);
  for (const part of [record.requestParameters, record.responseElements]) {
    if (part === undefined || part === null) continue;
    for (const level of [part, ...wrapped(part)]) {
      for (const [key, value] of Object.entries(level)) {
        if (keys.has(key.toLowerCase())) addNames(value, service, names);
        else if (service === "autoscaling" && key === "tags") addTagged(value, names);
      }
    }
  }
  for (const resource of record.resources ?? []) {
    if (resource.ARN !== undefined) addText(resource.ARN, service, names);
  }
  return names;
}

/** EC2 wraps some calls (`DeleteFlowLogsRequest: {…}`), and answers wrap what was made (`role: {…}`). */
function wrapped(part: JsonObject): readonly JsonObject[] {
  return Object.entries(part)
    .filter(([key]) => /(request|response)$/i.test(key) || /^(role|user|group|policy|queue|table(description)?|vpc|subnet|key(metadata)?|d?binstance|service)$/i.test(key))
    .map(([, value]) => value)
    .filter(isJsonObject);
}

function addNames(value: Json, service: string, names: Set<string>): void {
  if (typeof value === "string") addText(value, service, names);
  else if (isJsonArray(value)) for (const element of value) addNames(element, service, names);
  else if (isJsonObject(value)) {
    for (const [key, element] of Object.entries(value)) {
      if (!CONTENT.test(key)) addNames(element, service, names);
      else if (service === "autoscaling" && key === "tags") addTagged(element, names);
    }
  }
}

/** Auto Scaling writes into each tag whose it is. */
function addTagged(tags: Json, names: Set<string>): void {
  for (const tag of isJsonArray(tags) ? tags : []) if (isJsonObject(tag) && typeof tag["resourceId"] === "string") names.add(tag["resourceId"]);
}

function addText(text: string, service: string, names: Set<string>): void {
  if (text === "") return;
  names.add(text);
  if (text.startsWith("arn:")) addArn(text, names);
  else if (/^https?:\/\//.test(text)) for (const segment of text.split(/[/:]/)) names.add(segment);
  else if (service === "lambda") names.add(functionIn(text));
  else if (!SLASH_IS_NAME.has(service)) for (const segment of text.split(/[/:]/)) names.add(segment);
  names.delete("");
}

/** `arn:partition:service:region:account:resource`: only the last part names a resource. */
function addArn(arn: string, names: Set<string>): void {
  const [, , service = "", , , ...rest] = arn.split(":");
  const resource = rest.join(":");
  if (service === "s3") {
    names.add(resource.split("/")[0] ?? "");
    return;
  }
  names.add(resource);
  if (service === "lambda") {
    names.add(resource.split(":")[1] ?? "");
    return;
  }
  if (!SLASH_IS_NAME.has(service)) {
    for (const segment of resource.split(/[/:]/)) names.add(segment);
    return;
  }
  // `parameter/app/prod` is the parameter `/app/prod`; `log-group:/app/prod:*` the log group `/app/prod`.
  const name = resource.replace(/^[a-z-]+[/:]/, "").replace(/:(\*|log-stream:.*)$/, "");
  names.add(name);
  names.add(`/${name}`);
}

/** `fn`, `fn:alias`, `account:function:fn`, `account:function:fn:alias`: an alias may have another function's name. */
function functionIn(text: string): string {
  return /^(?:\d{12}:)?(?:function:)?([^:]+)/.exec(text)?.[1] ?? text;
}

function serviceOf(record: CloudTrailRecord): string {
  return record.eventSource.split(".")[0] ?? "";
}
