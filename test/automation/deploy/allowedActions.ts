import { z } from "zod";

/** A policy that only allows. Anything else, a `Deny` or a `NotAction`, fails to parse. */
const allowingPolicy = z.strictObject({
  Version: z.literal("2012-10-17"),
  Statement: z.array(z.strictObject({ Sid: z.string(), Effect: z.literal("Allow"), Action: z.array(z.string()), Resource: z.union([z.literal("*"), z.array(z.string())]) })),
});

export function statementsOf(document: string) {
  return allowingPolicy.parse(JSON.parse(document)).Statement;
}

/** The actions that a policy document allows on everything, in its order. */
export function allowedActions(document: string): readonly string[] {
  return statementsOf(document).flatMap(({ Action, Resource }) => (Resource === "*" ? Action : []));
}
