import type { EC2 } from "@aws-sdk/client-ec2";
import type { IAM } from "@aws-sdk/client-iam";
import type { S3 } from "@aws-sdk/client-s3";
import type { SQS } from "@aws-sdk/client-sqs";
import type { SSM } from "@aws-sdk/client-ssm";
import type { STS } from "@aws-sdk/client-sts";
import type { Configuration } from "./configuration";
import { providerUserAgent } from "./userAgent";

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** AWS as one resource sees it: clients for its region, loaded when they are first asked for (a client costs 50–100 ms). */
export interface Cloud {
  readonly region: string;
  readonly caller: () => Promise<{ readonly accountId: string; readonly arn: string; readonly userId: string }>;
  readonly defaultTags: Readonly<Record<string, string>>;
  readonly ec2: () => Promise<EC2>;
  readonly iam: () => Promise<IAM>;
  readonly s3: () => Promise<S3>;
  readonly sqs: () => Promise<SQS>;
  readonly ssm: () => Promise<SSM>;
}

/**
 * @returns clouds by region; the region of the configuration unless a resource names its own
 * @throws where no region is configured, as the real provider does
 */
export function openCloud(configuration: Configuration): (region?: string) => Cloud {
  const home = configuration.region ?? "";
  if (home === "") throw new Error("Missing region configuration: set `aws:region` or AWS_REGION");
  const credentials = once(() => assumeRoles(configuration, home));
  const caller = once(async () => {
    const sts = await openSts(configuration, home, await credentials());
    const { Account: accountId = "", Arn: arn = "", UserId: userId = "" } = await sts.getCallerIdentity({});
    return { accountId, arn, userId };
  });
  const clouds = new Map<string, Cloud>();
  return (region = home) => {
    const known = clouds.get(region);
    if (known !== undefined) return known;
    const settings = async (service: string) => settingsOf(configuration, region, service, await credentials());
    const cloud: Cloud = {
      region,
      caller,
      defaultTags: configuration.defaultTags.tags,
      ec2: once(async () => named(new (await import("@aws-sdk/client-ec2")).EC2(await settings("ec2")))),
      iam: once(async () => named(new (await import("@aws-sdk/client-iam")).IAM(await settings("iam")))),
      s3: once(
        async () =>
          named(new (await import("@aws-sdk/client-s3")).S3({ ...(await settings("s3")), forcePathStyle: configuration.s3UsePathStyle })),
      ),
      sqs: once(async () => named(new (await import("@aws-sdk/client-sqs")).SQS(await settings("sqs")))),
      ssm: once(async () => named(new (await import("@aws-sdk/client-ssm")).SSM(await settings("ssm")))),
    };
    clouds.set(region, cloud);
    return cloud;
  };
}

async function assumeRoles(configuration: Configuration, region: string): Promise<Credentials | undefined> {
  const { accessKey, secretKey, token } = configuration;
  let credentials: Credentials | undefined =
    accessKey === undefined || secretKey === undefined
      ? undefined
      : { accessKeyId: accessKey, secretAccessKey: secretKey, ...(token === undefined ? {} : { sessionToken: token }) };
  for (const role of configuration.assumeRoles) {
    const sts = await openSts(configuration, region, credentials);
    const answer = await sts.assumeRole({
      RoleArn: role.roleArn,
      // The real provider's default name is `aws-go-sdk-<time>`.
      RoleSessionName: role.sessionName ?? "aws-go-sdk-sandbox",
      ExternalId: role.externalId,
    });
    const { AccessKeyId: id, SecretAccessKey: secret, SessionToken: session } = answer.Credentials ?? {};
    if (id === undefined || secret === undefined || session === undefined) throw new Error(`Cannot assume IAM Role ${role.roleArn}`);
    credentials = { accessKeyId: id, secretAccessKey: secret, sessionToken: session };
  }
  return credentials;
}

async function openSts(configuration: Configuration, region: string, credentials: Credentials | undefined): Promise<STS> {
  return named(new (await import("@aws-sdk/client-sts")).STS(settingsOf(configuration, region, "sts", credentials)));
}

function settingsOf(configuration: Configuration, region: string, service: string, credentials: Credentials | undefined) {
  const endpoint = configuration.endpoints.map((endpoints) => endpoints[service]).find((url) => url !== undefined && url !== "");
  return {
    region,
    // Without it a client looks for an answer of its own: AWS_ENDPOINT_URL, then the real service.
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials === undefined ? {} : { credentials }),
    ...(configuration.profile === undefined ? {} : { profile: configuration.profile }),
  };
}

function named<Client extends { readonly middlewareStack: { use: (plugin: typeof providerUserAgent) => void } }>(client: Client): Client {
  client.middlewareStack.use(providerUserAgent);
  return client;
}

function once<Result>(make: () => Promise<Result>): () => Promise<Result> {
  let made: Promise<Result> | undefined;
  return () => (made ??= make());
}
