import { closest } from "fastest-levenshtein";
import { z } from "zod";
import { durationSchema, IGNORE_MAX, rulesSchema } from "../../policypack/remediation";
import { aliasSchema } from "../attribute";
import { auditSourcesSchema } from "../audit/sources";
import { noiseRuleNames } from "../compare";
import { accountRulesSchema, stackSettingsSchema } from "../estate";
import { audienceSchema } from "../report/audience";
import { programsSchema } from "../remediate/programs";
import { mistakeIn } from "../ledger/openLedgerStore";
import { signSchema } from "../ledger/openSigner";

const globs = z.array(z.string().min(1)).readonly();

/**
 * `whodrift.yaml`. Every key has a default, so that an empty or missing file is a valid configuration; an unknown
 * key is an error, because a misspelt rule that silently never matches is worse than none.
 */
export const configSchema = z
  .strictObject({
    stacks: z
      .strictObject({
        /** Globs over `org/project/stack`; used where the command line selects nothing. */
        include: globs.default([]),
        exclude: globs.default([]),
        /** What is special about some of them. */
        settings: stackSettingsSchema.default([]),
      })
      .readonly()
      .prefault({}),
    /** Which role reads which account. Without any, a stack is read with the credentials that its state names. */
    accounts: accountRulesSchema.default([]),
    /** Globs over the stacks that keep the credentials of their state where no account above matches. */
    originalCredentials: globs.default([]),
    audit: z
      .strictObject({
        /** Globs over the ARNs of the principals that deploy: their calls inside an update's window are deployments. */
        deployPrincipals: globs.default([]),
        /** Globs over the ARNs of the principals for emergencies: whoever acts through one is marked, and rules may ask for it. */
        breakGlass: globs.default([]),
        /** What people call an actor; the report keeps name and principal beside it. */
        aliases: z.array(aliasSchema).readonly().default([]),
        /** Where to look for who did it. */
        sources: auditSourcesSchema,
      })
      .readonly()
      .prefault({}),
    refresh: z
      .strictObject({
        /** Types (`*` for any part) whose resources are not to be read: they are reported as not checked, which is no failure. */
        excludeTypes: globs.default([]),
        /** One provider process for stack after stack, where nothing of their configuration, version and environment differs. */
        shareProviders: z.boolean().default(false),
      })
      .readonly()
      .prefault({}),
    compare: z
      .strictObject({
        noise: z
          .strictObject({
            /** Rules that are not to apply: what they explain is a change then, and counts. */
            off: z.array(z.enum(noiseRuleNames, { error: ({ input }) => unknownRule(input) })).readonly().default([]),
          })
          .readonly()
          .prefault({}),
      })
      .readonly()
      .prefault({}),
    report: z
      .strictObject({
        /** team: no report tells addresses and user agents of actors. security: every report does. */
        audience: audienceSchema.default("team"),
      })
      .readonly()
      .prefault({}),
    rules: rulesSchema.default([]),
    /** Where the programs are that `remediate` runs. */
    programs: programsSchema.default([]),
    limits: z
      .strictObject({
        /** How far off the end of what is ignored may lie, for rules and for people. */
        ignoreMax: durationSchema.default(IGNORE_MAX),
      })
      .readonly()
      .prefault({}),
    decisions: z
      .strictObject({
        /** Whether somebody of whom neither AWS nor a pipeline's token says who they are may say so themselves (`--by`). */
        allowClaimed: z.boolean().default(false),
        /** Issuers of the pipelines' tokens that are believed. */
        issuers: z.array(z.url({ protocol: /^https$/ })).readonly().default(["https://token.actions.githubusercontent.com", "https://gitlab.com"]),
      })
      .readonly()
      .prefault({}),
    ledger: z
      .strictObject({
        /** A folder, relative to the config file, or `s3://bucket/prefix`: what is recorded, the open-drift files and the masking key. */
        location: z.string().min(1).refine((location) => mistakeIn(location) === undefined, { error: ({ input }) => (typeof input === "string" ? mistakeIn(input) : undefined) }).default(".whodrift"),
        /** Who signs what is recorded and the open-drift files; WHODRIFT_SIGNING_KEY does without it. */
        sign: signSchema.optional(),
        /** Files with public keys (PEM), relative to the config file: whose signatures count. */
        trust: z.array(z.string().min(1)).readonly().default([]),
      })
      .readonly()
      .prefault({}),
  })
  .refine(({ accounts, originalCredentials }) => accounts.length > 0 || originalCredentials.length === 0, {
    path: ["originalCredentials"],
    error: "without accounts every stack keeps its original credentials: name accounts, or leave this out",
  })
  .superRefine(({ rules, limits }, context) => {
    rules.forEach((rule, index) => {
      if (rule.then === "ignore" && (rule.for ?? 0) > limits.ignoreMax) context.addIssue({ code: "custom", path: ["rules", index, "for"], message: "longer than limits.ignoreMax allows" });
    });
  })
  .readonly();

function unknownRule(input: unknown): string {
  if (typeof input !== "string") return "expected the name of a rule of noise";
  return `unknown rule of noise ${JSON.stringify(input)}: did you mean ${closest(input, noiseRuleNames)}?`;
}

export type Config = z.infer<typeof configSchema>;
