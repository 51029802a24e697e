/**
 * Is this a role that Identity Center made for people who signed in? Anybody may name a role so; the path is reserved to
 * AWS, whatever the role is called, and absent only where the record is.
 * @param issuer the role's ARN, as the record has it
 */
export function isIdentityCenter(role: string, issuer: string | undefined): boolean {
  return issuer?.includes(":role/aws-reserved/sso.amazonaws.com/") ?? role.startsWith("AWSReservedSSO_");
}
