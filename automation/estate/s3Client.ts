import type * as S3 from "@aws-sdk/client-s3";
import type { Environment } from "./runPulumi";
import type { S3Location } from "./s3Location";

// A host that cannot be reached is tried three times by the SDK: a quarter of a minute, and the stack is unchecked.
const CONNECT_MS = 5_000;
// Between two packets, three times as well. S3 answers within a second; a large state may take long, and keeps coming.
const SILENCE_MS = 20_000;

/**
 * A client for one bucket. What neither the location nor the environment names the SDK finds by itself.
 * @param onRequest called before each request, repeated ones too: AWS counts them all
 * @param credentials of a role, instead of those that are found
 */
export function connectS3(sdk: typeof S3, location: S3Location, env: Environment, onRequest: () => void, credentials?: S3.S3ClientConfig["credentials"]): S3.S3Client {
  const client = new sdk.S3Client({ ...clientConfig(location, env), ...(credentials && { credentials }) });
  // Below the retries: each attempt is a request.
  client.middlewareStack.add((next) => (args) => {
    onRequest();
    return next(args);
  }, { step: "finalizeRequest", priority: "low", name: "countRequests" });
  return client;
}

function clientConfig({ region, endpoint, profile, pathStyle }: S3Location, given: Environment): S3.S3ClientConfig {
  // As everywhere in AWS's tools, an empty variable is none.
  const env: Environment = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ""));
  const found = {
    region: region ?? env["AWS_REGION"] ?? env["AWS_DEFAULT_REGION"],
    endpoint: endpoint ?? env["AWS_ENDPOINT_URL_S3"] ?? env["AWS_ENDPOINT_URL"],
    profile: profile ?? env["AWS_PROFILE"],
  };
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: sessionToken } = env;
  return {
    ...(found.region !== undefined && { region: found.region }),
    ...(found.endpoint !== undefined && { endpoint: found.endpoint }),
    ...(found.profile !== undefined && { profile: found.profile }),
    // A profile that the URL names comes before keys of the environment, as in the CLI.
    ...(profile === undefined && accessKeyId !== undefined && secretAccessKey !== undefined && { credentials: { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) } }),
    forcePathStyle: pathStyle,
    // The bucket of an estate is often in another region than what is deployed.
    followRegionRedirects: true,
    // Answers that only a checksum of the SDK's newer kind could confirm: other makers' stores have none.
    responseChecksumValidation: "WHEN_REQUIRED",
    requestHandler: { connectionTimeout: CONNECT_MS, socketTimeout: SILENCE_MS },
  };
}
