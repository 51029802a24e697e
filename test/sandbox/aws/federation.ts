import { createHash } from "node:crypto";
import type { JsonObject } from "../../../policypack/model/json";
import type { UserIdentity } from "./callers";
import type { WireRequest, WireResponse } from "./exchange";
import { parseJson, textAt } from "./json";

/** What a federated sign-in says of the person, and how its call passes through the emulator. */
export interface SignIn {
  readonly caller: UserIdentity;
  readonly extraParameters: JsonObject;
  /** The call that the emulator understands. */
  readonly forward: WireRequest;
  /** The emulator's answer made into what STS answers. */
  readonly amend: (response: WireResponse) => WireResponse;
}

/**
 * `AssumeRoleWithSAML`: the emulator lacks it, so it is passed on as `AssumeRole`.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithSAML.html
 */
export function signInWithSaml(request: WireRequest, parameters: JsonObject): SignIn {
  const assertion = readAssertion(textAt(parameters, "SAMLAssertion") ?? "");
  const roleArn = textAt(parameters, "RoleArn") ?? "";
  const [, , , , account = "", provider = ""] = (textAt(parameters, "PrincipalArn") ?? "").split(":");
  const nameQualifier = createHash("sha1").update(`${assertion.issuer}${account}/${provider.replace(/^saml-provider\//, "")}`).digest("base64");
  const form = new URLSearchParams({
    Action: "AssumeRole", Version: "2011-06-15", RoleArn: roleArn, RoleSessionName: assertion.sessionName,
  });
  const duration = parameters["DurationSeconds"];
  if (typeof duration === "number") form.set("DurationSeconds", String(duration));
  const said = {
    Issuer: assertion.issuer, Subject: assertion.subject, SubjectType: "persistent",
    NameQualifier: nameQualifier, Audience: "https://signin.aws.amazon.com/saml",
  };
  return {
    caller: { type: "SAMLUser", principalId: `${nameQualifier}:${assertion.subject}`, userName: assertion.subject, identityProvider: nameQualifier },
    extraParameters: { sAMLAssertionID: assertion.id, roleSessionName: assertion.sessionName },
    forward: { ...request, body: Buffer.from(form.toString()) },
    amend: (response) => withText(response, (xml) =>
      xml.replaceAll("AssumeRoleResponse", "AssumeRoleWithSAMLResponse").replaceAll("AssumeRoleResult>", "AssumeRoleWithSAMLResult>")
        .replace("</AssumeRoleWithSAMLResult>", `${asElements(said)}</AssumeRoleWithSAMLResult>`)),
  };
}

/**
 * `AssumeRoleWithWebIdentity`: the emulator does not look into the token.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
 */
export function signInWithWebIdentity(request: WireRequest, parameters: JsonObject): SignIn {
  const claims = parseJson(Buffer.from((textAt(parameters, "WebIdentityToken") ?? "").split(".")[1] ?? "", "base64url").toString("utf8"));
  const subject = textAt(claims, "sub") ?? "";
  const audience = textAt(claims, "aud") ?? "";
  const account = (textAt(parameters, "RoleArn") ?? "").split(":")[4] ?? "";
  const provider = `arn:aws:iam::${account}:oidc-provider/${(textAt(claims, "iss") ?? "").replace(/^https:\/\//, "")}`;
  const said = { SubjectFromWebIdentityToken: subject, Audience: audience, Provider: provider };
  return {
    caller: { type: "WebIdentityUser", principalId: `${provider}:${audience}:${subject}`, userName: subject, identityProvider: provider },
    extraParameters: {},
    forward: request,
    amend: (response) => withText(response, (xml) =>
      Object.entries(said).reduce(
        (text, [name, value]) => text.replace(new RegExp(`<${name}>[^<]*</${name}>`), () => asElements({ [name]: value })), xml)),
  };
}

interface Assertion {
  readonly id: string;
  readonly issuer: string;
  readonly subject: string;
  readonly sessionName: string;
}

function readAssertion(encoded: string): Assertion {
  const xml = Buffer.from(encoded, "base64").toString("utf8");
  const read = (pattern: RegExp): string => pattern.exec(xml)?.[1] ?? "";
  return {
    id: read(/<(?:\w+:)?Assertion\b[^>]*\bID="([^"]*)"/),
    issuer: read(/<(?:\w+:)?Issuer\b[^>]*>([^<]*)</),
    subject: read(/<(?:\w+:)?NameID\b[^>]*>([^<]*)</),
    sessionName: read(/Attributes\/RoleSessionName"[^>]*>\s*<(?:\w+:)?AttributeValue\b[^>]*>([^<]*)</),
  };
}

function withText(response: WireResponse, change: (xml: string) => string): WireResponse {
  return response.status >= 400 ? response : { ...response, body: Buffer.from(change(response.body.toString("utf8"))) };
}

function asElements(values: Readonly<Record<string, string>>): string {
  const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return Object.entries(values).map(([name, value]) => `<${name}>${escaped(value)}</${name}>`).join("");
}
