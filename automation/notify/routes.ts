import { z } from "zod";
import { actionSchema } from "../../policypack/model";
import { conditionSchema, oneOrMore } from "../../policypack/remediation";

/** In names of files and in messages. */
export const notifyNameSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, "a name is up to 40 of a-z, 0-9 and -");

export const routeSchema = z
  .strictObject({
    name: notifyNameSchema,
    /** The conditions of `rules`, and the decision. Stacks that could not be checked go by `stack` alone: what nobody saw has no severity. */
    when: conditionSchema.unwrap().extend({ decision: oneOrMore(actionSchema).optional() }).readonly().default({}),
    /** Whether stacks that could not be checked are told. */
    unchecked: z.boolean().default(true),
    /** Names of sinks. */
    to: z.array(z.string().min(1)).min(1).readonly(),
  })
  .readonly();
export type Route = z.infer<typeof routeSchema>;

/** Where no route is written. */
export function everythingTo(sinks: readonly string[]): Route {
  return { name: "everything", when: {}, unchecked: true, to: sinks };
}
