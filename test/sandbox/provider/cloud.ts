import { once, openServices, type ServiceName, type Services, type ServiceSettings } from "../services";
import { rememberOperation } from "./awsErrors";
import { isIgnoredTag, type Configuration } from "./configuration";
import { NO_REGION, UnassumableRole } from "./credentialErrors";
import { providerUserAgent } from "./userAgent";

const THROUGH = [providerUserAgent, rememberOperation];

type Credentials = NonNullable<ServiceSettings["credentials"]>;

/** AWS as one resource sees it: clients for its region. */
export interface Cloud extends Services {
  readonly region: string;
  readonly caller: () => Promise<{ readonly accountId: string; readonly arn: string; readonly userId: string }>;
  readonly defaultTags: Readonly<Record<string, string>>;
  readonly isIgnoredTag: (key: string) => boolean;
}

/**
 * @returns clouds by region; the region of the configuration unless a resource names its own
 * @throws where no region is configured, as the real provider does
 */
export function openCloud(configuration: Configuration): (region?: string) => Cloud {
  const home = configuration.region ?? "";
  if (home === "") throw new Error(NO_REGION);
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
    const services = openServices(async (service) => settingsOf(configuration, region, service, await credentials()), THROUGH);
    const cloud: Cloud = {
      ...services, region, caller, defaultTags: configuration.defaultTags.tags, isIgnoredTag: (key) => isIgnoredTag(configuration, key),
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
    const answer = await sts
      .assumeRole({
        RoleArn: role.roleArn,
        // The real provider's default name is `aws-go-sdk-<time>`.
        RoleSessionName: role.sessionName ?? "aws-go-sdk-sandbox",
        ExternalId: role.externalId,
      })
      .catch((error: unknown) => {
        throw new UnassumableRole(role.roleArn, error);
      });
    const { AccessKeyId: id, SecretAccessKey: secret, SessionToken: session } = answer.Credentials ?? {};
    if (id === undefined || secret === undefined || session === undefined) throw new UnassumableRole(role.roleArn, new Error("no credentials in the answer"));
    credentials = { accessKeyId: id, secretAccessKey: secret, sessionToken: session };
  }
  return credentials;
}

function openSts(configuration: Configuration, region: string, credentials: Credentials | undefined) {
  return openServices((service) => Promise.resolve(settingsOf(configuration, region, service, credentials)), THROUGH).sts();
}

function settingsOf(
  configuration: Configuration, region: string, service: ServiceName, credentials: Credentials | undefined,
): ServiceSettings {
  const endpoint = configuration.endpoints.map((endpoints) => endpoints[service]).find((url) => url !== undefined && url !== "");
  return {
    region,
    // Without it a client looks for an answer of its own: AWS_ENDPOINT_URL, then the real service.
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials === undefined ? {} : { credentials }),
    ...(configuration.profile === undefined ? {} : { profile: configuration.profile }),
    ...(service === "s3" ? { forcePathStyle: configuration.s3UsePathStyle } : {}),
  };
}
