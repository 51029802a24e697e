/**
 * Is this a role that Identity Center made for people who signed in? Anybody may name a role so; the path is reserved to
 * AWS, and without it the name proves nothing.
 * @param issuer the role's ARN, as the record has it
 */
export function isIdentityCenter(role: string, issuer: string | undefined): boolean {
  return role.startsWith("AWSReservedSSO_") && (issuer?.includes(":role/aws-reserved/sso.amazonaws.com/") ?? false);
}
