/**
 * Is this a role that Identity Center made for people who signed in? The path is reserved to AWS, whatever the role is
 * called; without it a name proves nothing, since anybody may name a role so.
 * @param issuer the role's ARN, as the record has it
 */
export function isIdentityCenter(issuer: string | undefined): boolean {
  return issuer?.includes(":role/aws-reserved/sso.amazonaws.com/") ?? false;
}
