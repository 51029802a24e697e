import { createHash } from "node:crypto";
import { z } from "zod";
import type { JsonObject } from "../../../policypack/model/json";
import type { UserIdentity } from "./callers";
import type { WireRequest, WireResponse } from "./exchange";
import type { Forward } from "./forward";
import { parseJson, textAt } from "./json";
import { queryError } from "./ownAnswers";
import { asRoot } from "./rootKeys";

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
  const duration = parameters["DurationSeconds"];
  const form = {
    Action: "AssumeRole", Version: "2011-06-15", RoleArn: roleArn, RoleSessionName: assertion.sessionName,
    ...(typeof duration === "number" ? { DurationSeconds: String(duration) } : {}),
  };
  const said = {
    Issuer: assertion.issuer, Subject: assertion.subject, SubjectType: "persistent",
    NameQualifier: nameQualifier, Audience: "https://signin.aws.amazon.com/saml",
  };
  return {
    caller: { type: "SAMLUser", principalId: `${nameQualifier}:${assertion.subject}`, userName: assertion.subject, identityProvider: nameQualifier },
    accountId: roleAccount,
    extraParameters: { sAMLAssertionID: assertion.id, roleSessionName: assertion.sessionName },
    answer: async (forward, requestId) => {
      const role = await forward(asRoot(roleAccount, "iam", { Action: "GetRole", Version: "2010-05-08", RoleName: roleArn.split("/").at(-1) ?? "" }));
      if (!trustsProvider(role, providerArn)) return queryError(403, "AccessDenied", "Not authorized to perform sts:AssumeRoleWithSAML", requestId);
      return withText(await forward(asRoot(roleAccount, "sts", form)), (xml) =>
        xml.replaceAll("AssumeRoleResponse", "AssumeRoleWithSAMLResponse").replaceAll("AssumeRoleResult>", "AssumeRoleWithSAMLResult>")
          .replace("</AssumeRoleWithSAMLResult>", `${asElements(said)}</AssumeRoleWithSAMLResult>`));
    },
  };
}

const TrustPolicy = z.object({
  Statement: z.array(z.object({ Effect: z.string(), Principal: z.object({ Federated: z.string() }).partial(), Action: z.string() })),
});

/** Whether the role that `GetRole` answered lets people of a SAML provider in; conditions are not looked at. */
function trustsProvider({ status, body }: WireResponse, providerArn: string): boolean {
  const encoded = /<AssumeRolePolicyDocument>([^<]*)</.exec(body.toString("utf8"))?.[1];
  if (status >= 400 || encoded === undefined) return false;
  const { success, data } = TrustPolicy.safeParse(parseJson(decodeURIComponent(encoded)));
  return success && data.Statement.some(({ Effect, Principal, Action }) =>
    Effect === "Allow" && Principal.Federated === providerArn && Action === "sts:AssumeRoleWithSAML");
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
