import { z } from "zod";

/** A policy that only allows. Anything else, a `Deny` or a `NotAction`, fails to parse. */
const allowingPolicy = z.strictObject({
  Version: z.literal("2012-10-17"),
  Statement: z.array(z.strictObject({ Sid: z.string(), Effect: z.literal("Allow"), Action: z.array(z.string()), Resource: z.literal("*") })),
});

/** The actions that a policy document allows, in its order. */
export function allowedActions(document: string): readonly string[] {
  return allowingPolicy.parse(JSON.parse(document)).Statement.flatMap(({ Action }) => Action);
}
