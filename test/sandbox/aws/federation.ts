import { createHash } from "node:crypto";
import { z } from "zod";
import type { Json, JsonObject } from "../../../policypack/model/json";
import type { WireRequest, WireResponse } from "./exchange";
import type { Forward } from "./forward";
import { parseJson, textAt } from "./json";
import { queryError } from "./ownAnswers";
import { asRoot } from "./rootKeys";
import type { UserIdentity } from "./userIdentity";

/** What a federated sign-in says of the person, and how it is answered through the emulator. */
export interface SignIn {
  readonly caller: UserIdentity;
  /** Where the role is, and the record. */
  readonly accountId: string;
  readonly extraParameters: JsonObject;
  readonly answer: (forward: Forward, requestId: string) => Promise<WireResponse>;
}

/**
 * `AssumeRoleWithSAML`: the emulator lacks it, so the front looks whether the role trusts the provider, and has the
 * account's root user assume it.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithSAML.html
 */
export function signInWithSaml(parameters: JsonObject): SignIn {
  const assertion = readAssertion(textAt(parameters, "SAMLAssertion") ?? "");
  const roleArn = textAt(parameters, "RoleArn") ?? "";
  const roleAccount = roleArn.split(":")[4] ?? "";
  const providerArn = textAt(parameters, "PrincipalArn") ?? "";
  const [, , , , account = "", provider = ""] = providerArn.split(":");
  const nameQualifier = createHash("sha1").update(`${assertion.issuer}${account}/${provider.replace(/^saml-provider\//, "")}`).digest("base64");
  const said = {
    Issuer: assertion.issuer, Subject: assertion.subject, SubjectType: "persistent",
    NameQualifier: nameQualifier, Audience: "https://signin.aws.amazon.com/saml",
  };
  return {
    caller: { type: "SAMLUser", principalId: `${nameQualifier}:${assertion.subject}`, userName: assertion.subject, identityProvider: nameQualifier },
    accountId: roleAccount,
    extraParameters: { sAMLAssertionID: assertion.id, roleSessionName: assertion.sessionName },
    answer: vouchedFor({ roleArn, sessionName: assertion.sessionName, duration: parameters["DurationSeconds"], action: "sts:AssumeRoleWithSAML", principal: { Federated: providerArn } },
      (xml) => xml.replaceAll("AssumeRoleResponse", "AssumeRoleWithSAMLResponse").replaceAll("AssumeRoleResult>", "AssumeRoleWithSAMLResult>")
        .replace("</AssumeRoleWithSAMLResult>", `${asElements(said)}</AssumeRoleWithSAMLResult>`)),
  };
}

/** A service opens a session of the role that is made for it. */
export function signInAsService(service: string, parameters: JsonObject): SignIn {
  const roleArn = textAt(parameters, "RoleArn") ?? "";
  return {
    caller: { type: "AWSService", invokedBy: service },
    accountId: roleArn.split(":")[4] ?? "",
    extraParameters: {},
    answer: vouchedFor({
      roleArn, sessionName: textAt(parameters, "RoleSessionName") ?? "", duration: parameters["DurationSeconds"],
      action: "sts:AssumeRole", principal: { Service: service },
    }),
  };
}

interface Vouched {
  readonly roleArn: string;
  readonly sessionName: string;
  readonly duration: Json | undefined;
  readonly action: string;
  readonly principal: { readonly Federated: string } | { readonly Service: string };
}

/** Where the role trusts the principal, its account's root user assumes it, which only the front can do. */
function vouchedFor({ roleArn, sessionName, duration, action, principal }: Vouched, amend: (xml: string) => string = (xml) => xml): SignIn["answer"] {
  const account = roleArn.split(":")[4] ?? "";
  const form = {
    Action: "AssumeRole", Version: "2011-06-15", RoleArn: roleArn, RoleSessionName: sessionName,
    ...(typeof duration === "number" ? { DurationSeconds: String(duration) } : {}),
  };
  return async (forward, requestId) => {
    const role = await forward(asRoot(account, "iam", { Action: "GetRole", Version: "2010-05-08", RoleName: roleArn.split("/").at(-1) ?? "" }));
    if (!trusts(role, action, principal)) return queryError(403, "AccessDenied", `Not authorized to perform ${action}`, requestId);
    return withText(await forward(asRoot(account, "sts", form)), amend);
  };
}

const Principal = z.object({ Federated: z.string(), Service: z.string() }).partial();
const TrustPolicy = z.object({ Statement: z.array(z.object({ Effect: z.string(), Principal, Action: z.string() })) });

/** Whether the role that `GetRole` answered lets the principal in; conditions are not looked at. */
function trusts({ status, body }: WireResponse, action: string, principal: z.infer<typeof Principal>): boolean {
  const encoded = /<AssumeRolePolicyDocument>([^<]*)</.exec(body.toString("utf8"))?.[1];
  if (status >= 400 || encoded === undefined) return false;
  const { success, data } = TrustPolicy.safeParse(parseJson(decodeURIComponent(encoded)));
  return success && data.Statement.some(({ Effect, Action, Principal: named }) =>
    Effect === "Allow" && Action === action && (named.Federated ?? named.Service) === (principal.Federated ?? principal.Service));
}

/**
 * `AssumeRoleWithWebIdentity`: the emulator holds the token against the trust policy, but says nothing of it.
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
    accountId: account,
    extraParameters: {},
    answer: async (forward) => withText(await forward(request), (xml) =>
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
