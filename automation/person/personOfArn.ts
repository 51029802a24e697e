import type { Person } from "../../policypack/model";

// AWS keeps this form for the roles of Identity Center, whose sessions bear the name of who signed in. STS tells no role's
// path, which alone would prove it: whoever may make roles could make one of this name; the principal tells its account.
const IDENTITY_CENTER_SESSION = /:assumed-role\/AWSReservedSSO_[\w+=,.@-]+_[0-9a-f]{16}\/(.+)$/;

/**
 * Whom STS takes the signer of a request for. The name of any other session was chosen by whoever opened it, and is left
 * in the principal.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
 */
export function personOfArn(arn: string): Person {
  return { name: nameOf(arn), principal: arn, basis: "sts" };
}

function nameOf(arn: string): string {
  const person = IDENTITY_CENTER_SESSION.exec(arn)?.[1] ?? /^arn:[\w-]+:iam::\d+:user\/(?:.*\/)?([^/]+)$/.exec(arn)?.[1];
  const role = /:assumed-role\/([^/]+)\//.exec(arn)?.[1];
  if (person !== undefined) return person;
  if (role !== undefined) return `somebody as ${role}`;
  return arn.endsWith(":root") ? "root" : arn;
}
