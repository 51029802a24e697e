import { isJsonArray, isJsonObject, type Json } from "../../../../policypack/model/json";
import type { ServiceModel, ShapeRef } from "../models/serviceModel";

/** How a service's records write what has no fixed form. */
export interface RecordStyle {
  /** Text in place of a sensitive value; `undefined` leaves it out. */
  readonly hidden: string | undefined;
  /** Epoch seconds or a timestamp's text, as the record has it. */
  readonly date: (value: string | number) => Json;
  readonly nameOf: (member: string) => string;
}

export const HIDDEN = "HIDDEN_DUE_TO_SECURITY_REASONS";

/**
 * Styles as seen in real records: IAM and STS leave secrets out, JSON services hide them, RDS has stars for them:
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/logging-using-cloudtrail.html
 */
export function recordStyleOf({ name, metadata }: ServiceModel): RecordStyle {
  const nameOf = uncapitalize;
  if (name === "secretsmanager") {
    // Its values are never there: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html
    // `aRN` is `arn` since 2024: https://docs.aws.amazon.com/secretsmanager/latest/userguide/cloudtrail_log_entries.html
    return { hidden: undefined, date: (value) => longDate(asDate(value), ", "), nameOf: (member) => (member === "ARN" ? "arn" : uncapitalize(member)) };
  }
  switch (metadata.protocol) {
    case "ec2":
      return { hidden: "<sensitiveDataRemoved>", date: (value) => asDate(value).getTime(), nameOf };
    case "query":
      return { hidden: name === "rds" ? "****" : undefined, date: (value) => longDate(asDate(value), name === "iam" || name === "rds" ? " " : ", "), nameOf };
    case "rest-json":
      return { hidden: undefined, date: (value) => value, nameOf };
    default:
      return { hidden: HIDDEN, date: (value) => longDate(asDate(value), ", "), nameOf };
  }
}

/** Decoded parameters in CloudTrail's form: members in lower camel case, dates and secrets in the service's style. */
export function renderMembers(model: ServiceModel, ref: ShapeRef, value: Json, style: RecordStyle): Json | undefined {
  const shape = model.shape(ref);
  if (shape.sensitive === true) return style.hidden;
  switch (shape.type) {
    case "structure":
      if (!isJsonObject(value)) return undefined;
      return Object.fromEntries(
        Object.entries(value).flatMap(([member, held]) => {
          const part = shape.members?.[member];
          const rendered = part && renderMembers(model, part, held, style);
          return rendered === undefined ? [] : [[style.nameOf(member), rendered]];
        }),
      );
    case "list": {
      const { member } = shape;
      if (!isJsonArray(value) || !member) return undefined;
      return value.flatMap((item) => renderMembers(model, member, item, style) ?? []);
    }
    case "map": {
      const held = shape.value;
      if (!isJsonObject(value) || !held) return undefined;
      return Object.fromEntries(
        Object.entries(value).flatMap(([key, item]) => {
          const rendered = renderMembers(model, held, item, style);
          return rendered === undefined ? [] : [[key, rendered]];
        }),
      );
    }
    case "timestamp":
      return typeof value === "string" || typeof value === "number" ? style.date(value) : undefined;
    case "blob":
      return undefined; // records never carry code, files or ciphertext
    default:
      return value;
  }
}

/** `SAMLMetadataDocument` becomes `sAMLMetadataDocument`: only the first letter. */
export function uncapitalize(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

function asDate(value: string | number): Date {
  return new Date(typeof value === "number" ? value * 1000 : value);
}

/** `Aug 1, 2024 1:33:28 PM`, or with a comma after the year. */
function longDate(date: Date, beforeTime: string): string {
  if (Number.isNaN(date.getTime())) return "";
  const day = date.toLocaleDateString("en-US", { timeZone: "UTC", year: "numeric", month: "short", day: "numeric" });
  const hours = date.getUTCHours();
  const minutes = String(date.getUTCMinutes()).padStart(2, "0");
  const seconds = String(date.getUTCSeconds()).padStart(2, "0");
  return `${day}${beforeTime}${hours % 12 || 12}:${minutes}:${seconds} ${hours < 12 ? "AM" : "PM"}`;
}
