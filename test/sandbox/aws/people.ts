import { devNull } from "node:os";
import {
  AttachRolePolicyCommand, AttachUserPolicyCommand, CreateAccessKeyCommand, CreateOpenIDConnectProviderCommand, CreateRoleCommand,
  CreateUserCommand, IAMClient, PutRolePolicyCommand, PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { AssumeRoleCommand, AssumeRoleWithSAMLCommand, AssumeRoleWithWebIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { z } from "zod";
import { ADMINISTRATOR, deploying, firstAid, mayAssume, trusting, workflows } from "./policies";
import { seenFrom } from "./seenFrom";

/** Somebody who can call the sandbox's AWS. */
export interface Person {
  readonly name: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly arn: string;
}

export interface People {
  /** Signed in by Identity Center: the session's name is hers. */
  readonly alice: Person;
  /** An IAM user with an access key. */
  readonly bob: Person;
  /** A workflow on GitHub, by OIDC. */
  readonly ci: Person;
  /** The role that deploys, assumed by the IAM user `deployer`. */
  readonly deploy: Person;
  readonly deployer: Person;
  /** A role's session whose name is as hostile as STS allows. */
  readonly mallory: Person;
}

export interface SessionRequest {
  /** Name or ARN of the role. */
  readonly role: string;
  readonly sessionName: string;
  readonly sourceIdentity?: string;
}

export interface Cast {
  readonly endpoint: string;
  readonly region: string;
  readonly accountId: string;
}

const Credentials = z.object({ AccessKeyId: z.string(), SecretAccessKey: z.string(), SessionToken: z.string() });
const Session = z.object({ Credentials, AssumedRoleUser: z.object({ Arn: z.string() }) });
const CreatedKey = z.object({ AccessKey: z.object({ AccessKeyId: z.string(), SecretAccessKey: z.string() }) });
const CreatedUser = z.object({ User: z.object({ Arn: z.string() }) });
const CreatedRole = z.object({ Role: z.object({ Arn: z.string() }) });

/** A formula to spreadsheets, a mention to chats, a table cell and an option to others: all of it legal. */
const HOSTILE_SESSION_NAME = "=cmd,@channel.-_--rm_-rf_..@evil.example+1";

/** The permission set's role as Identity Center names it; the end is made up. */
const SSO_ROLE = "AWSReservedSSO_AdministratorAccess_0123456789abcdef";

const GITHUB = "token.actions.githubusercontent.com";

/** Makes everybody by real calls, so that the trail has how they came to be. `owner` is the account's root user. */
export async function gatherPeople(cast: Cast, owner: Person): Promise<People> {
  const iam = new IAMClient({ ...connection(cast), credentials: credentialsOf(owner) });
  iam.middlewareStack.use(seenFrom("203.0.113.10"));
  const { accountId, region } = cast;
  const roleArn = (name: string): string => `arn:aws:iam::${accountId}:role/${name}`;
  const userArn = (name: string): string => `arn:aws:iam::${accountId}:user/${name}`;
  const githubArn = `arn:aws:iam::${accountId}:oidc-provider/${GITHUB}`;
  const samlArn = `arn:aws:iam::${accountId}:saml-provider/AWSSSO_0123456789abcdef_DO_NOT_DELETE`;
  const [bob, deployer, contractor] = await Promise.all([
    hire(iam, "bob", { managed: ADMINISTRATOR }),
    hire(iam, "deployer", { inline: mayAssume([roleArn("pulumi-deploy")]) }),
    hire(iam, "contractor", { inline: mayAssume([roleArn("support")]) }),
    iam.send(new CreateOpenIDConnectProviderCommand({ Url: `https://${GITHUB}`, ClientIDList: ["sts.amazonaws.com"], ThumbprintList: ["0".repeat(40)] })),
  ]);
  const [sso, workflow] = await Promise.all([
    createRole(iam, {
      name: SSO_ROLE, path: `/aws-reserved/sso.amazonaws.com/${region}/`,
      trust: trusting({ Federated: samlArn }, "sts:AssumeRoleWithSAML", { StringEquals: { "SAML:aud": "https://signin.aws.amazon.com/saml" } }),
    }, { managed: ADMINISTRATOR }),
    createRole(iam, {
      name: "github-actions",
      trust: trusting({ Federated: githubArn }, "sts:AssumeRoleWithWebIdentity", {
        StringEquals: { [`${GITHUB}:aud`]: "sts.amazonaws.com" }, StringLike: { [`${GITHUB}:sub`]: "repo:acme/platform:*" },
      }),
    }, { inline: workflows(accountId) }),
    createRole(iam, { name: "pulumi-deploy", trust: trusting({ AWS: userArn("deployer") }, "sts:AssumeRole") }, { inline: deploying }),
    createRole(iam, { name: "support", trust: trusting({ AWS: userArn("contractor") }, "sts:AssumeRole") }, { inline: firstAid }),
  ]);
  iam.destroy();

  const [alice, ci, deploy, mallory] = await Promise.all([
    signInThroughIdentityCenter(cast, sso, samlArn, "alice@example.com"),
    signInFromGitHub(cast, workflow),
    assumeRole(cast, deployer, { role: "pulumi-deploy", sessionName: "pulumi" }, "198.51.100.20"),
    assumeRole(cast, contractor, { role: "support", sessionName: HOSTILE_SESSION_NAME }, "198.51.100.66"),
  ]);
  return { alice, bob, ci, deploy: { ...deploy, name: "deploy" }, deployer, mallory: { ...mallory, name: "mallory" } };
}

/** Opens a session of a role for somebody, under any name that STS accepts. */
export async function assumeRole(cast: Cast, by: Person, request: SessionRequest, sourceIp?: string): Promise<Person> {
  const sts = new STSClient({ ...connection(cast), credentials: credentialsOf(by) });
  if (sourceIp !== undefined) sts.middlewareStack.use(seenFrom(sourceIp));
  const RoleArn = request.role.startsWith("arn:") ? request.role : `arn:aws:iam::${cast.accountId}:role/${request.role}`;
  const answer = await sts.send(new AssumeRoleCommand({
    RoleArn, RoleSessionName: request.sessionName,
    ...(request.sourceIdentity === undefined ? {} : { SourceIdentity: request.sourceIdentity }),
  }));
  sts.destroy();
  return personOf(request.sessionName, answer);
}

/** A new object each time: a client writes into the one that it is given. */
export function credentialsOf({ accessKeyId, secretAccessKey, sessionToken }: Person) {
  return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
}

/** For programs that take their credentials from the environment, such as the command line or a provider. */
export function environmentOf({ endpoint, region }: Cast, { accessKeyId, secretAccessKey, sessionToken }: Person) {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    ...(sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: sessionToken }),
    // Nothing of the machine's own AWS set-up may reach the sandbox, nor the other way round.
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: "true",
  };
}

function connection({ endpoint, region }: Cast): { readonly endpoint: string; readonly region: string } {
  return { endpoint, region };
}

/** One way to say what somebody may do. */
type Rights = { readonly managed: string } | { readonly inline: string };

async function hire(iam: IAMClient, name: string, rights: Rights): Promise<Person> {
  const { User } = CreatedUser.parse(await iam.send(new CreateUserCommand({ UserName: name })));
  await ("managed" in rights
    ? iam.send(new AttachUserPolicyCommand({ UserName: name, PolicyArn: rights.managed }))
    : iam.send(new PutUserPolicyCommand({ UserName: name, PolicyName: "duties", PolicyDocument: rights.inline })));
  const { AccessKey } = CreatedKey.parse(await iam.send(new CreateAccessKeyCommand({ UserName: name })));
  return { name, accessKeyId: AccessKey.AccessKeyId, secretAccessKey: AccessKey.SecretAccessKey, arn: User.Arn };
}

interface RoleRequest {
  readonly name: string;
  readonly path?: string;
  readonly trust: string;
}

async function createRole(iam: IAMClient, { name, path = "/", trust }: RoleRequest, rights: Rights): Promise<string> {
  const answer = await iam.send(new CreateRoleCommand({ RoleName: name, Path: path, AssumeRolePolicyDocument: trust }));
  await ("managed" in rights
    ? iam.send(new AttachRolePolicyCommand({ RoleName: name, PolicyArn: rights.managed }))
    : iam.send(new PutRolePolicyCommand({ RoleName: name, PolicyName: "duties", PolicyDocument: rights.inline })));
  return CreatedRole.parse(answer).Role.Arn;
}

async function signInThroughIdentityCenter(cast: Cast, role: string, provider: string, user: string): Promise<Person> {
  const assertion = `<saml2:Assertion xmlns:saml2="urn:oasis:names:tc:SAML:2.0:assertion" ID="_5e2c1f0a9d7b4c36" Version="2.0">
    <saml2:Issuer>https://portal.sso.${cast.region}.amazonaws.com/saml/assertion</saml2:Issuer>
    <saml2:Subject><saml2:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">${user}</saml2:NameID></saml2:Subject>
    <saml2:AttributeStatement><saml2:Attribute Name="https://aws.amazon.com/SAML/Attributes/RoleSessionName">
      <saml2:AttributeValue>${user}</saml2:AttributeValue>
    </saml2:Attribute></saml2:AttributeStatement></saml2:Assertion>`;
  const sts = new STSClient({ ...connection(cast), credentials: NOBODY });
  sts.middlewareStack.use(seenFrom("198.51.100.7"));
  const answer = await sts.send(new AssumeRoleWithSAMLCommand({
    RoleArn: role, PrincipalArn: provider, SAMLAssertion: Buffer.from(assertion).toString("base64"),
  }));
  sts.destroy();
  return personOf("alice", answer);
}

async function signInFromGitHub(cast: Cast, role: string): Promise<Person> {
  const claims = { iss: `https://${GITHUB}`, aud: "sts.amazonaws.com", sub: "repo:acme/platform:ref:refs/heads/main" };
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const sts = new STSClient({ ...connection(cast), credentials: NOBODY });
  sts.middlewareStack.use(seenFrom("192.0.2.30"));
  const answer = await sts.send(new AssumeRoleWithWebIdentityCommand({
    RoleArn: role, RoleSessionName: "GitHubActions", WebIdentityToken: `${part({ alg: "none" })}.${part(claims)}.none`,
  }));
  sts.destroy();
  return personOf("ci", answer);
}

/** Federated calls are not signed, yet the client wants to be told that there is nobody to ask. */
const NOBODY = { accessKeyId: "unsigned", secretAccessKey: "unsigned" };

function personOf(name: string, answer: unknown): Person {
  const { Credentials: given, AssumedRoleUser } = Session.parse(answer);
  return {
    name, accessKeyId: given.AccessKeyId, secretAccessKey: given.SecretAccessKey,
    sessionToken: given.SessionToken, arn: AssumedRoleUser.Arn,
  };
}
