import { AssumeRoleCommand, AssumeRoleWithSAMLCommand, AssumeRoleWithWebIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { z } from "zod";
import { through, type Channel } from "./channels";
import { credentialsOf, type Person, type Place } from "./person";

/** How sessions begin: each by the call that begins it in AWS. */

export interface SessionRequest {
  /** Name (of a role in the caller's account) or ARN. */
  readonly role: string;
  readonly sessionName: string;
  readonly sourceIdentity?: string;
  /** How long it lasts, in seconds; an hour where it is not given. */
  readonly seconds?: number | undefined;
}

const Session = z.object({
  Credentials: z.object({ AccessKeyId: z.string(), SecretAccessKey: z.string(), SessionToken: z.string() }),
  AssumedRoleUser: z.object({ Arn: z.string() }),
});

/** Opens a session of a role for somebody, under any name that STS accepts. */
export async function assumeRole(place: Place, by: Person, request: SessionRequest, channel: Channel = { via: "sdk" }): Promise<Person> {
  const RoleArn = request.role.startsWith("arn:") ? request.role : `arn:aws:iam::${by.accountId}:role/${request.role}`;
  return withSts(place, credentialsOf(by), channel, async (sts) =>
    personOf(request.sessionName, await sts.send(new AssumeRoleCommand({
      RoleArn, RoleSessionName: request.sessionName, DurationSeconds: request.seconds,
      ...(request.sourceIdentity === undefined ? {} : { SourceIdentity: request.sourceIdentity }),
    }))));
}

export interface SamlSignIn {
  readonly roleArn: string;
  readonly providerArn: string;
  readonly user: string;
  readonly seconds?: number | undefined;
}

/** As Identity Center does for whoever comes to its portal. */
export function signInWithSamlAssertion(place: Place, { roleArn, providerArn, user, seconds }: SamlSignIn, channel: Channel): Promise<Person> {
  const assertion = `<saml2:Assertion xmlns:saml2="urn:oasis:names:tc:SAML:2.0:assertion" ID="_5e2c1f0a9d7b4c36" Version="2.0">
    <saml2:Issuer>https://portal.sso.${place.region}.amazonaws.com/saml/assertion</saml2:Issuer>
    <saml2:Subject><saml2:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">${user}</saml2:NameID></saml2:Subject>
    <saml2:AttributeStatement><saml2:Attribute Name="https://aws.amazon.com/SAML/Attributes/RoleSessionName">
      <saml2:AttributeValue>${user}</saml2:AttributeValue>
    </saml2:Attribute></saml2:AttributeStatement></saml2:Assertion>`;
  return withSts(place, NOBODY, channel, async (sts) =>
    personOf(user, await sts.send(new AssumeRoleWithSAMLCommand({
      RoleArn: roleArn, PrincipalArn: providerArn, SAMLAssertion: Buffer.from(assertion).toString("base64"), DurationSeconds: seconds,
    }))));
}

export interface WebSignIn {
  readonly roleArn: string;
  readonly sessionName: string;
  /** `gitlab.com`: who vouches for the subject, without a scheme. */
  readonly issuer: string;
  readonly subject: string;
  readonly audience: string;
  readonly seconds?: number | undefined;
}

/** As a workflow does with the token that its platform gives it. The token is not signed: nothing here could check it. */
export function signInWithWebToken(place: Place, request: WebSignIn, channel: Channel = { via: "sdk" }): Promise<Person> {
  const { roleArn, sessionName, issuer, subject, audience, seconds } = request;
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const token = `${part({ alg: "none" })}.${part({ iss: `https://${issuer}`, aud: audience, sub: subject })}.none`;
  return withSts(place, NOBODY, channel, async (sts) =>
    personOf(sessionName, await sts.send(new AssumeRoleWithWebIdentityCommand({
      RoleArn: roleArn, RoleSessionName: sessionName, WebIdentityToken: token, DurationSeconds: seconds,
    }))));
}

/** Federated calls are not signed, yet the client wants to be told that there is nobody to ask. */
const NOBODY = { accessKeyId: "unsigned", secretAccessKey: "unsigned" };

async function withSts<Result>(
  { endpoint, region }: Place, credentials: ReturnType<typeof credentialsOf>, channel: Channel, call: (sts: STSClient) => Promise<Result>,
): Promise<Result> {
  const sts = new STSClient({ endpoint, region, credentials });
  sts.middlewareStack.use(through(channel));
  return call(sts).finally(() => { sts.destroy(); });
}

function personOf(name: string, answer: unknown): Person {
  const { Credentials, AssumedRoleUser } = Session.parse(answer);
  return {
    name, accountId: AssumedRoleUser.Arn.split(":")[4] ?? "", arn: AssumedRoleUser.Arn,
    accessKeyId: Credentials.AccessKeyId, secretAccessKey: Credentials.SecretAccessKey, sessionToken: Credentials.SessionToken,
  };
}
