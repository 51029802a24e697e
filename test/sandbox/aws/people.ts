import {
  AttachRolePolicyCommand, AttachUserPolicyCommand, CreateAccessKeyCommand, CreateOpenIDConnectProviderCommand, CreateRoleCommand,
  CreateUserCommand, IAMClient, PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { z } from "zod";
import { through } from "./channels";
import { credentialsOf, type Person, type Place } from "./person";
import { ADMINISTRATOR, deploying, firstAid, trusting, workflows } from "./policies";
import { assumeRole, signInWithSamlAssertion, signInWithWebToken } from "./sessions";

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

export interface Cast extends Place {
  readonly accountId: string;
  /** How long sessions last, in seconds; an hour where it is not given. */
  readonly sessionSeconds?: number | undefined;
}

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
  const iam = iamOf(cast, owner);
  const { accountId, region, sessionSeconds: seconds } = cast;
  const userArn = (name: string): string => `arn:aws:iam::${accountId}:user/${name}`;
  const githubArn = `arn:aws:iam::${accountId}:oidc-provider/${GITHUB}`;
  const samlArn = `arn:aws:iam::${accountId}:saml-provider/AWSSSO_0123456789abcdef_DO_NOT_DELETE`;
  const [bob, deployer, contractor] = await Promise.all([
    hire(iam, accountId, "bob", ADMINISTRATOR),
    hire(iam, accountId, "deployer"),
    hire(iam, accountId, "contractor"),
    iam.send(new CreateOpenIDConnectProviderCommand({ Url: `https://${GITHUB}`, ClientIDList: ["sts.amazonaws.com"], ThumbprintList: ["0".repeat(40)] })),
  ]);
  const [sso, workflow] = await Promise.all([
    createRole(iam, {
      name: SSO_ROLE, seconds, path: `/aws-reserved/sso.amazonaws.com/${region}/`,
      trust: trusting({ Federated: samlArn }, "sts:AssumeRoleWithSAML", { StringEquals: { "SAML:aud": "https://signin.aws.amazon.com/saml" } }),
    }, { managed: ADMINISTRATOR }),
    createRole(iam, {
      name: "github-actions", seconds,
      trust: trusting({ Federated: githubArn }, "sts:AssumeRoleWithWebIdentity", {
        StringEquals: { [`${GITHUB}:aud`]: "sts.amazonaws.com" }, StringLike: { [`${GITHUB}:sub`]: "repo:acme/platform:*" },
      }),
    }, { inline: workflows(accountId) }),
    createRole(iam, { name: "pulumi-deploy", seconds, trust: trusting({ AWS: userArn("deployer") }, "sts:AssumeRole") }, { inline: deploying }),
    createRole(iam, { name: "support", seconds, trust: trusting({ AWS: userArn("contractor") }, "sts:AssumeRole") }, { inline: firstAid }),
  ]);
  iam.destroy();

  const [alice, ci, deploy, mallory] = await Promise.all([
    signInWithSamlAssertion(cast, { roleArn: sso, providerArn: samlArn, user: "alice@example.com", seconds }, { via: "console", sourceIp: "203.0.113.10" }),
    signInWithWebToken(cast, {
      roleArn: workflow, sessionName: "GitHubActions", issuer: GITHUB, subject: "repo:acme/platform:ref:refs/heads/main", audience: "sts.amazonaws.com", seconds,
    }, { via: "sdk", sourceIp: "192.0.2.30" }),
    assumeRole(cast, deployer, { role: "pulumi-deploy", sessionName: "pulumi", seconds }, { via: "pulumi", sourceIp: "198.51.100.20" }),
    assumeRole(cast, contractor, { role: "support", sessionName: HOSTILE_SESSION_NAME, seconds }, { via: "sdk", sourceIp: "198.51.100.66" }),
  ]);
  return { alice: { ...alice, name: "alice" }, bob, ci: { ...ci, name: "ci" }, deploy: { ...deploy, name: "deploy" }, deployer, mallory: { ...mallory, name: "mallory" } };
}

/** The only one in a further account: an IAM user who may do everything there. */
export async function gatherAdministrator(cast: Cast, owner: Person): Promise<Person> {
  const iam = iamOf(cast, owner);
  return hire(iam, cast.accountId, "admin", ADMINISTRATOR).finally(() => { iam.destroy(); });
}

function iamOf({ endpoint, region }: Cast, owner: Person): IAMClient {
  const iam = new IAMClient({ endpoint, region, credentials: credentialsOf(owner) });
  iam.middlewareStack.use(through({ via: "console", sourceIp: "203.0.113.10" }));
  return iam;
}

/** @param managedPolicy none for whoever only assumes a role that trusts them by name */
async function hire(iam: IAMClient, accountId: string, name: string, managedPolicy?: string): Promise<Person> {
  const { User } = CreatedUser.parse(await iam.send(new CreateUserCommand({ UserName: name })));
  if (managedPolicy !== undefined) await iam.send(new AttachUserPolicyCommand({ UserName: name, PolicyArn: managedPolicy }));
  const { AccessKey } = CreatedKey.parse(await iam.send(new CreateAccessKeyCommand({ UserName: name })));
  return { name, accountId, accessKeyId: AccessKey.AccessKeyId, secretAccessKey: AccessKey.SecretAccessKey, arn: User.Arn };
}

/** One way to say what somebody may do. */
type Rights = { readonly managed: string } | { readonly inline: string };

interface RoleRequest {
  readonly name: string;
  readonly path?: string;
  readonly trust: string;
  readonly seconds: number | undefined;
}

async function createRole(iam: IAMClient, { name, path = "/", trust, seconds }: RoleRequest, rights: Rights): Promise<string> {
  const answer = await iam.send(new CreateRoleCommand({ RoleName: name, Path: path, AssumeRolePolicyDocument: trust, MaxSessionDuration: seconds }));
  await ("managed" in rights
    ? iam.send(new AttachRolePolicyCommand({ RoleName: name, PolicyArn: rights.managed }))
    : iam.send(new PutRolePolicyCommand({ RoleName: name, PolicyName: "duties", PolicyDocument: rights.inline })));
  return CreatedRole.parse(answer).Role.Arn;
}
