import { z } from "zod";
import { actionSchema, decisionSchema } from "../../policypack/model";

const triedSchema = z.discriminatedUnion("outcome", [
  z.strictObject({ rule: z.string(), outcome: z.literal("decides") }).readonly(),
  z.strictObject({ rule: z.string(), outcome: z.literal("passed-over"), reason: z.string() }).readonly(),
  /** `condition` is the first that does not hold, as `actor.kind`. */
  z.strictObject({ rule: z.string(), outcome: z.literal("no-match"), condition: z.string() }).readonly(),
]);

const testedChangeSchema = z
  .strictObject({
    stack: z.string(),
    urn: z.string(),
    path: z.string(),
    fingerprint: z.string(),
    /** By these rules. */
    decision: decisionSchema,
    /** What the report has, where that is another action or somebody else's: of earlier rules, or of a person. */
    reported: decisionSchema.optional(),
    /** In order, up to the rule that decides; none of noise, which no rule has a say in. */
    tried: z.array(triedSchema).readonly(),
  })
  .readonly();
export type TestedChange = z.infer<typeof testedChangeSchema>;

const testedRuleSchema = z
  .strictObject({
    name: z.string(),
    then: actionSchema,
    /** Changes that fulfil all its conditions; an earlier rule may decide them. */
    matches: z.number().int().nonnegative(),
    decides: z.number().int().nonnegative(),
    /** Changes that it would decide by its place, and may not, or no longer. */
    passedOver: z.number().int().nonnegative(),
  })
  .readonly();
export type TestedRule = z.infer<typeof testedRuleSchema>;

/** What rules make of a saved report. */
export const rulesTestSchema = z
  .strictObject({
    schema: z.literal("whodrift/rules-test@1"),
    /** When they were to decide: when the scan ended. */
    at: z.iso.datetime({ offset: true }),
    rules: z.array(testedRuleSchema).readonly(),
    changes: z.array(testedChangeSchema).readonly(),
  })
  .readonly();
export type RulesTest = z.infer<typeof rulesTestSchema>;
