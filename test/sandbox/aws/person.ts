import { devNull } from "node:os";

/** Somebody who can call the sandbox's AWS. */
export interface Person {
  readonly name: string;
  readonly accountId: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly arn: string;
}

/** Where calls go. */
export interface Place {
  readonly endpoint: string;
  readonly region: string;
}

/** A new object each time: a client writes into the one that it is given. */
export function credentialsOf({ accessKeyId, secretAccessKey, sessionToken }: Person) {
  return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
}

/** For programs that take their credentials from the environment, such as the command line or a provider. */
export function environmentOf({ endpoint, region }: Place, { accessKeyId, secretAccessKey, sessionToken }: Person) {
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
