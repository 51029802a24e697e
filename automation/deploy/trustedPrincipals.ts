import { z } from "zod";

/** No "*": a role that everybody may assume is not what anybody means to type. */
const PRINCIPAL = /^arn:aws(-[a-z]+)*:(iam|sts)::\d{12}:(root|(role|user|assumed-role|federated-user)\/[\w+=,.@/-]+)$/;

const trustedPrincipals = z.array(z.string().regex(PRINCIPAL)).min(1);

/**
 * @param configured the JSON of a list, as Pulumi keeps it
 * @returns ARNs, at least one; undefined where it is anything else
 */
export function parseTrustedPrincipals(configured: string | undefined): readonly string[] | undefined {
  const parsed = trustedPrincipals.safeParse(configured === undefined ? undefined : jsonOf(configured));
  return parsed.success ? parsed.data : undefined;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
