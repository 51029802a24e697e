import { goText } from "./awsErrors";

const HELP = [
  "Please see https://www.pulumi.com/registry/packages/aws/installation-configuration/ for more information about providing credentials.",
  "NEW: You can use Pulumi ESC to set up dynamic credentials with AWS OIDC to ensure the correct and valid credentials are used.",
].join("\n");
const INVALID = `The configured AWS credentials are invalid or have expired.\n${HELP}`;
const NONE = `No valid credential sources found.\n${HELP}`;

export const NO_REGION = "Missing region information\nMake sure you have set your AWS region, e.g. `pulumi config set aws:region us-west-2`.";

/** What the real provider says when its first call fails: https://github.com/pulumi/pulumi-aws/blob/master/provider/credentials_errors.go */
export function credentialsError(error: unknown, profile: string | undefined): Error {
  const text = error instanceof UnassumableRole ? error.message : `validating provider credentials: retrieving caller identity from STS: ${goText(error)}`;
  if (/The security token included in the request is (invalid|expired)/.test(text)) return new Error(INVALID, { cause: error });
  if (error instanceof Error && error.name === "CredentialsProviderError") {
    if (profile === undefined) return new Error(NONE, { cause: error });
    return new Error(`The AWS profile "${profile}" was not found.\nCheck the \`aws:profile\` configuration and the AWS_PROFILE environment variable.`, { cause: error });
  }
  return new Error(`unable to validate AWS credentials.\nDetails: ${text}\n`, { cause: error });
}

/** https://github.com/hashicorp/aws-sdk-go-base/blob/main/errors.go */
export class UnassumableRole extends Error {
  constructor(roleArn: string, cause: unknown) {
    super(
      [
        `IAM Role (${roleArn}) cannot be assumed.`,
        "",
        "There are a number of possible causes of this - the most common are:",
        "  * The credentials used in order to assume the role are invalid",
        "  * The credentials do not have appropriate permission to assume the role",
        "  * The role ARN is not valid",
        "",
        `Error: ${goText(cause)}`,
        "",
      ].join("\n"),
      { cause },
    );
  }
}
