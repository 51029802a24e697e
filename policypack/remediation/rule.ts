import { z } from "zod";
import { actionSchema, actorIdentitySchema, actorKindSchema, changeKindSchema, channelSchema, confidenceSchema, historySchema, noActorReasonSchema, severitySchema, tierSchema } from "../model";
import { durationSchema } from "./duration";

/** A list may be written as its only element. */
export function oneOrMore<T extends z.ZodType>(schema: T) {
  return z.union([schema.transform((value) => [value]), z.array(schema).min(1)]).readonly();
}

const patterns = oneOrMore(z.string().min(1)).optional();

const actorConditionSchema = z
  .strictObject({
    kind: oneOrMore(actorKindSchema).optional(),
    identity: oneOrMore(actorIdentitySchema).optional(),
    via: oneOrMore(channelSchema).optional(),
    name: patterns,
    /** How people call this name; it proves nothing. */
    knownAs: patterns,
    principal: patterns,
    /** Name or principal of any link, from the acting session back to who signed in. */
    chain: patterns,
    breakGlass: z.boolean().optional(),
  })
  .readonly();
export type ActorCondition = z.infer<typeof actorConditionSchema>;

/** How long ago the change was made; see `startOf`. */
const ageConditionSchema = z
  .strictObject({ olderThan: durationSchema.optional(), youngerThan: durationSchema.optional() })
  .readonly()
  .refine(({ olderThan = 0, youngerThan = Infinity }) => olderThan < youngerThan, "nothing is both: olderThan has to be less than youngerThan");
export type AgeCondition = z.infer<typeof ageConditionSchema>;

/** All that is given must hold; of a list, one. Texts may use `*` and `?`. */
export const conditionSchema = z
  .strictObject({
    /** `org/project/stack`; `*` stays within a segment. */
    stack: patterns,
    type: patterns,
    name: patterns,
    urn: patterns,
    path: patterns,
    /** Of the drift or of the change: a deleted resource is both `deleted` and `removed`. */
    kind: oneOrMore(z.enum(["modified", "deleted", ...changeKindSchema.options])).optional(),
    tier: oneOrMore(tierSchema).optional(),
    /** Exactly these; "high" does not include "critical". */
    severity: oneOrMore(severitySchema).optional(),
    opensAccess: z.boolean().optional(),
    replaces: z.boolean().optional(),
    protect: z.boolean().optional(),
    confidence: oneOrMore(z.enum([...confidenceSchema.options, "none"])).optional(),
    actor: actorConditionSchema.optional(),
    /** Why nobody could be named. Where somebody was, it does not hold. */
    reason: oneOrMore(noActorReasonSchema).optional(),
    age: ageConditionSchema.optional(),
    state: oneOrMore(historySchema.unwrap().shape.state).optional(),
    /** At least so often gone by itself and come back. */
    flaps: z.number().int().positive().optional(),
  })
  .readonly();
export type Condition = z.infer<typeof conditionSchema>;

/** Names that `decide` gives itself; a rule of that name could not be told from it in a report. */
const RESERVED_NAME = /^(default$|managed-by$|noise:|person:)/;

export const ruleSchema = z
  .strictObject({
    name: z.string().min(1).max(100).regex(/^[^\p{C}]*$/u, "a name has no control characters"),
    when: conditionSchema.default({}),
    then: actionSchema,
    /** Instead of what the comparison found. Whether a change opens access stays as found. */
    severity: severitySchema.optional(),
    /** How long the decision holds, counted as `startOf` says. */
    for: durationSchema.optional(),
    /** How soon it must be carried out, counted as `startOf` says. */
    within: durationSchema.optional(),
    /** Until when the rule applies at all. */
    until: z.iso.datetime({ offset: true }).optional(),
    owner: z.string().min(1).optional(),
    reason: z.string().min(1).optional(),
  })
  .readonly()
  .superRefine((rule, context) => {
    const refuse = (path: string, message: string) => {
      context.addIssue({ code: "custom", path: [path], message });
    };
    if (RESERVED_NAME.test(rule.name)) refuse("name", `the name ${rule.name} is reserved: choose another`);
    if ([rule.for, rule.within, rule.until].filter((end) => end !== undefined).length > 1) {
      refuse("for", "a rule has one of for, within and until");
    }
    if (rule.for !== undefined && (rule.then === "revert" || rule.then === "alert")) {
      refuse("for", `${rule.then} is done, not kept up: write within`);
    }
    if (rule.within !== undefined && (rule.then === "hold" || rule.then === "ignore")) {
      refuse("within", `${rule.then} is kept up, not done: write for`);
    }
    if (rule.then === "ignore" && (rule.owner === undefined || rule.reason === undefined)) {
      refuse("then", "what is ignored needs an owner and a reason");
    }
    if (rule.then === "ignore" && rule.for === undefined && rule.until === undefined) {
      refuse("then", "what is ignored needs an end: write for or until");
    }
  });
export type Rule = z.infer<typeof ruleSchema>;

/** `rules:` of whodrift.yaml, in order. */
export const rulesSchema = z
  .array(ruleSchema)
  .readonly()
  .superRefine((rules, context) => {
    rules.forEach((rule, index) => {
      const first = rules.findIndex((other) => other.name === rule.name);
      if (first < index) {
        context.addIssue({ code: "custom", path: [index, "name"], message: `rule ${first + 1} has this name too: a report could not tell them apart` });
      }
    });
  });
