interface NoiseRule {
  /** What looks different and is not. */
  readonly covers: string;
  /** Why it is no drift, as the report says it where nothing more exact is known. */
  readonly reason: string;
}

/**
 * Everything that takes a difference out of the counts. The difference stays in the report, under the rule's name;
 * `compare.noise.off` in whodrift.yaml makes it a change again. README.md has a row for each.
 */
export const noiseRules = {
  "policy-order": {
    covers: "statements of a policy document, or values in one of its lists, in another order or repeated",
    reason: "the order of a policy's statements and values says nothing to IAM",
  },
  "policy-single-value": { covers: "one value in a policy document, and a list of only that value", reason: "IAM reads one value and a list of it alike" },
  "policy-action-case": { covers: "actions in a policy document in upper or lower case", reason: "IAM ignores the case of actions" },
  "policy-principal": {
    covers: 'an account\'s number and its root ARN as a principal; `"*"` and `{"AWS": "*"}`',
    reason: "two names of the same principal",
  },
  "policy-version": {
    covers: "a policy document without a `Version`, and one of 2008-10-17; not 2012-10-17, which reads variables",
    reason: "IAM reads a policy without a version as one of 2008-10-17",
  },
  "policy-empty-sid": { covers: "a statement of a policy document without a `Sid`, and with an empty one", reason: "an empty Sid names no statement" },
  "json-equal": { covers: "the same JSON text with other spaces or another order of keys, but not of lists", reason: "the documents hold the same JSON, written differently" },
  "yaml-equal": {
    covers: "the same YAML with other indentation, quotes or comments, where AWS reads the property as YAML (SSM documents, buildspecs, OpenAPI bodies)",
    reason: "the documents hold the same YAML, written differently",
  },
  "container-defaults": {
    covers: "ECS container definitions in another order, or with what ECS itself writes where nothing is said (`cpu: 0`, `essential: true`, `tcp`, empty lists)",
    reason: "ECS writes its defaults into the definition, and the order of containers and variables says nothing",
  },
  "dns-name": {
    covers: "the name of a Route 53 record or zone with and without the dot at the end, in upper or lower case, `*` and `\\052`",
    reason: "Route 53 takes both for the same name",
  },
  "window-case": {
    covers: "a maintenance window of RDS, ElastiCache, Redshift and the like in upper or lower case",
    reason: "AWS gives the names of days back in lower case",
  },
  "set-order": { covers: "a set's elements in another order", reason: "the same elements in another order, and the order of this set says nothing" },
  "empty-value": {
    covers: "no value, `null`, an empty text, list or object; not the value of a person's own key, such as a tag",
    reason: "no value and an empty value are the same to AWS",
  },
  "same-text": { covers: 'a number or a flag, and the same as text: `443` and `"443"`', reason: "a number or flag and the same as text are one value to AWS" },
  "lambda-latest": {
    covers: "a Lambda function's ARN with and without `:$LATEST`, except in a permission",
    reason: "the ARN of a function without a version means $LATEST",
  },
  "log-group-wildcard": { covers: "a log group's ARN with and without `:*`", reason: "both ARNs name the same log group" },
  "kms-key-id": {
    covers: "a KMS key's id and the ARN with that id; not an alias, and not a multi-Region key, whose id is the same elsewhere",
    reason: "the ARN names the key with that id",
  },
  "equal-values": { covers: "a difference that the provider reports and no value shows", reason: "the provider reports a difference, but no value differs" },
  "secret-unreadable": {
    covers: "a secret that is recorded encrypted, where other changes explain what the provider reports",
    reason: "the recorded value is encrypted, and other changes explain the report",
  },
  follows: { covers: "a tag in `tagsAll` that is told in `tags` already", reason: "reported on tags" },
  sidecar: {
    covers: "an output that shows what another resource of the stack sets, such as a bucket's `versioning`",
    reason: "set by another resource, which is compared itself",
  },
  "volatile-output": { covers: "an output that AWS moves by itself or with every write: times, version marks, counters", reason: "moves by itself" },
  "provider-bookkeeping": {
    covers: "the provider's own notes in the state (`__defaults`, `__meta`)",
    reason: "the provider's own note, which repeats other properties",
  },
} as const satisfies Readonly<Record<string, NoiseRule>>;

export type NoiseRuleName = keyof typeof noiseRules;

export const noiseRuleNames: readonly NoiseRuleName[] = Object.keys(noiseRules).filter(isNoiseRule);

function isNoiseRule(name: string): name is NoiseRuleName {
  return Object.hasOwn(noiseRules, name);
}

export interface Noise {
  readonly rule: NoiseRuleName;
  readonly reason: string;
}

/**
 * The mark for a difference that the rules explain together; none where one of them is switched off, because
 * then the difference is a change.
 *
 * @param rules the first one names the noise; none: nothing explains the difference
 */
export function noiseBy(off: ReadonlySet<NoiseRuleName>, rules: readonly NoiseRuleName[], reason?: string): { readonly noise?: Noise } {
  const [rule] = rules;
  if (rule === undefined || rules.some((one) => off.has(one))) return {};
  return { noise: { rule, reason: reason ?? rules.map((one) => noiseRules[one].reason).join("; ") } };
}
