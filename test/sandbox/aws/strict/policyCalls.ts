import { isJsonObject, type Json, type JsonObject } from "../../../../policypack/model/json";
import type { WireResponse } from "../exchange";
import { parseJson, textAt } from "../json";
import { escapeXml, type Refusal } from "../refusal";
import { reordered } from "./document";

/** A call that sets a policy, and how its service refuses one. */
export interface Write {
  readonly document: (parameters: JsonObject) => string | undefined;
  readonly malformed: Refusal;
  readonly nobody: (principal: string) => Refusal;
  /** Of a user, group or role: without principals. */
  readonly isOfIdentity?: true;
}

const at = (...path: readonly string[]) => (parameters: JsonObject) => textAt(parameters, ...path);

const s3: Omit<Write, "document"> = {
  malformed: { code: "MalformedPolicy", message: "Policies must be valid JSON and the first byte must be '{'" },
  nobody: () => ({ code: "MalformedPolicy", message: "Invalid principal in policy" }),
};
const sqsRefusal: Refusal = { code: "InvalidAttributeValue", message: "Invalid value for the parameter Policy." };
const sqs: Omit<Write, "document"> = { malformed: sqsRefusal, nobody: () => sqsRefusal };
const sns: Omit<Write, "document"> = {
  malformed: { code: "InvalidParameter", message: "Invalid parameter: Policy Error: null" },
  nobody: () => ({ code: "InvalidParameter", message: "Invalid parameter: Policy Error: PrincipalNotFound" }),
};
const kms: Omit<Write, "document"> = {
  malformed: { code: "MalformedPolicyDocumentException", message: "The new key policy is not valid." },
  nobody: () => ({ code: "MalformedPolicyDocumentException", message: "Policy contains a statement with one or more invalid principals." }),
};
const secrets: Omit<Write, "document"> = {
  malformed: { code: "MalformedPolicyDocumentException", message: "This resource policy is not a valid JSON policy document." },
  nobody: () => ({ code: "MalformedPolicyDocumentException", message: "This resource policy contains an unsupported principal." }),
};
const trust: Omit<Write, "document"> = {
  malformed: { code: "MalformedPolicyDocument", message: "This policy contains invalid Json" },
  nobody: (principal) => ({ code: "MalformedPolicyDocument", message: `Invalid principal in policy: "AWS":"${principal}"` }),
};
const identity: Write = {
  document: at("PolicyDocument"),
  malformed: { code: "MalformedPolicyDocument", message: "Syntax errors in policy." },
  nobody: trust.nobody,
  isOfIdentity: true,
};

/**
 * Codes from the API references, texts as the services give them: for SNS
 * https://github.com/hashicorp/terraform-provider-aws/issues/3626, for KMS its own retry on "invalid principals" in
 * https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/kms/key.go
 */
export const writes: Readonly<Record<string, Write>> = {
  "iam:CreatePolicy": identity,
  "iam:CreatePolicyVersion": identity,
  "iam:CreateRole": { ...trust, document: at("AssumeRolePolicyDocument") },
  "iam:PutGroupPolicy": identity,
  "iam:PutRolePolicy": identity,
  "iam:PutUserPolicy": identity,
  "iam:UpdateAssumeRolePolicy": { ...trust, document: at("PolicyDocument") },
  "kms:CreateKey": { ...kms, document: at("Policy") },
  "kms:PutKeyPolicy": { ...kms, document: at("Policy") },
  "s3:PutBucketPolicy": { ...s3, document: at("Policy") },
  "secretsmanager:PutResourcePolicy": { ...secrets, document: at("ResourcePolicy") },
  "sns:CreateTopic": { ...sns, document: at("Attributes", "Policy") },
  "sns:SetTopicAttributes": {
    ...sns, document: (parameters) => (parameters["AttributeName"] === "Policy" ? textAt(parameters, "AttributeValue") : undefined),
  },
  "sqs:CreateQueue": { ...sqs, document: at("Attributes", "Policy") },
  "sqs:SetQueueAttributes": { ...sqs, document: at("Attributes", "Policy") },
};

type Rewrite = (response: WireResponse, change: (document: Json) => Json) => WireResponse;

/** Where the answers of the same services have the policy. */
export const answers: Readonly<Record<string, Rewrite>> = {
  "iam:GetRole": inXml(/(<AssumeRolePolicyDocument>)([^<]*)(<)/, decodeURIComponent, encodeURIComponent),
  "kms:GetKeyPolicy": inJson("Policy"),
  "s3:GetBucketPolicy": (response, change) => withText(response, (text) => changed(text, (json) => reordered(change(json)))),
  "secretsmanager:GetResourcePolicy": inJson("ResourcePolicy"),
  "sns:GetTopicAttributes": inXml(/(<key>Policy<\/key>\s*<value>)([^<]*)(<)/, unescapeXml, escapeXml),
  "sqs:GetQueueAttributes": inJson("Attributes", "Policy"),
};

function inJson(...path: readonly string[]): Rewrite {
  const replace = (json: Json, [key, ...rest]: readonly string[], change: (document: Json) => Json): Json => {
    if (key === undefined) return typeof json === "string" ? changed(json, change) : json;
    const value = isJsonObject(json) ? json[key] : undefined;
    return value === undefined || !isJsonObject(json) ? json : { ...json, [key]: replace(value, rest, change) };
  };
  return (response, change) => withText(response, (text) => {
    const json = parseJson(text);
    return json === undefined ? text : JSON.stringify(replace(json, path, change));
  });
}

function inXml(pattern: RegExp, decode: (text: string) => string, encode: (text: string) => string): Rewrite {
  return (response, change) => withText(response, (text) =>
    text.replace(pattern, (_, before: string, document: string, after: string) => `${before}${encode(changed(decode(document), change))}${after}`));
}

function withText(response: WireResponse, change: (text: string) => string): WireResponse {
  return { ...response, body: Buffer.from(change(response.body.toString("utf8"))) };
}

function changed(document: string, change: (document: Json) => Json): string {
  const json = parseJson(document);
  return json === undefined ? document : JSON.stringify(change(json));
}

function unescapeXml(text: string): string {
  return text.replaceAll("&quot;", '"').replaceAll("&#34;", '"').replaceAll("&apos;", "'").replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
