import picomatch from "picomatch";
import { z } from "zod";

// YAML reads a bare id as a number, and takes away the zeros it begins with.
const inQuotes = { error: "expected an account's 12 digits, or a glob over them, in quotes" };
const ROLE = /^arn:aws[\w-]*:iam::(\{account\}|\d{12}):role\/[\w+=,.@/-]+$/;
const PLACE = "{account}";

function roleSchema(example: string) {
  return z.string().regex(ROLE, { error: `expected a role's ARN, such as arn:aws:iam::${PLACE}:role/${example}` });
}

function isOf(account: string, role: string): boolean {
  return [account, PLACE].includes(ROLE.exec(role)?.[1] ?? PLACE);
}

const OTHER_ACCOUNT = `expected a role of that account: write ${PLACE} in place of the id`;

const accountRuleSchema = z
  .strictObject({
    /** An id, or a glob over ids. */
    account: z.string(inQuotes).regex(/^(\d{12}|[\d*?]*[*?][\d*?]*)$/, inQuotes),
    /** The role that reads the account; `{account}` in it is the id. */
    scanRole: roleSchema("whodrift-scan"),
    /** The role that reads its event history; only where that is another account than the one of whodrift's own credentials. */
    auditRole: roleSchema("whodrift-audit").optional(),
    // What STS takes: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
    externalId: z.string().regex(/^[\w+=,.@:/-]{2,1224}$/, { error: "expected 2 to 1224 letters, digits and +=,.@:/-" }).optional(),
    /** Stacks of this account that are refreshed at once, at most. */
    concurrency: z.int().min(1).optional(),
  })
  // Through a role of another account everything would look deleted.
  .refine(({ account, scanRole }) => isOf(account, scanRole), { path: ["scanRole"], error: OTHER_ACCOUNT })
  .refine(({ account, auditRole }) => auditRole === undefined || isOf(account, auditRole), { path: ["auditRole"], error: OTHER_ACCOUNT })
  .readonly();
/** How one account, or many, are read. */
export type AccountRule = z.infer<typeof accountRuleSchema>;

/** The first that matches an account counts. */
export const accountRulesSchema = z.array(accountRuleSchema).readonly();

// The backend is one for the whole scan, and its stacks have been listed by then.
const FIXED: ReadonlySet<string> = new Set(["PULUMI_BACKEND_URL"]);
const variableSchema = z
  .string()
  .regex(/^[A-Za-z_]\w*$/, { error: "expected the name of an environment variable" })
  .refine((name) => !FIXED.has(name), { error: "the backend is one for the whole scan: set it in whodrift's own environment" });

const stackSettingSchema = z
  .strictObject({
    /** A glob over `org/project/stack`. */
    stack: z.string().min(1),
    /** Whose the stack's AWS providers are, where its state does not tell or contradicts itself. */
    account: z.string(inQuotes).regex(/^\d{12}$/, { error: "expected an account's 12 digits, in quotes" }).optional(),
    /** A text, another variable's value, or `null`: the variable is taken away. */
    env: z
      .record(variableSchema, z.union([z.string(), z.strictObject({ env: variableSchema }).readonly(), z.null()]))
      .readonly()
      .default({}),
  })
  .readonly();
/** What is special about some stacks. */
export type StackSetting = z.infer<typeof stackSettingSchema>;

/** All that match a stack apply, in order: a later one wins. */
export const stackSettingsSchema = z.array(stackSettingSchema).readonly();

/** Which credentials read which stack. Without rules for accounts each provider keeps those that its state names. */
export interface AccessRules {
  readonly accounts: readonly AccountRule[];
  /** Globs over the stacks that may keep the credentials of their state where no account's rule matches. */
  readonly originalCredentials: readonly string[];
  readonly settings: readonly StackSetting[];
}

/** Without a word of the configuration. */
export const RECORDED_ACCESS: AccessRules = { accounts: [], originalCredentials: [], settings: [] };

/** The rule for an account, with the roles of that account. */
export function findAccountRule(rules: readonly AccountRule[], account: string): AccountRule | undefined {
  const rule = rules.find((one) => picomatch.isMatch(account, one.account));
  if (rule === undefined) return undefined;
  const { scanRole, auditRole } = rule;
  return { ...rule, scanRole: scanRole.replace(PLACE, account), ...(auditRole !== undefined && { auditRole: auditRole.replace(PLACE, account) }) };
}

/** The settings that apply to a stack, in order. */
export function settingsOf(stack: string, settings: readonly StackSetting[]): readonly StackSetting[] {
  return settings.filter((setting) => picomatch.isMatch(stack, setting.stack, { dot: true }));
}
