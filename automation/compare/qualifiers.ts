import type { NoiseRuleName } from "./noiseRules";

interface Qualifier {
  readonly rule: NoiseRuleName;
  /** A whole text with its qualifier; the group is what the text says without it. */
  readonly qualified: RegExp;
  /** Types to which the qualifier does say something. */
  readonly except?: RegExp;
}

const QUALIFIERS: readonly Qualifier[] = [
  {
    // Without a version $LATEST is invoked, but permissions are kept for the function and for each version apart.
    // Source: https://docs.aws.amazon.com/lambda/latest/dg/configuration-versions.html
    rule: "lambda-latest",
    qualified: /^(arn:aws[\w-]*:lambda:[\w-]+:\d{12}:function:[\w-]+):\$LATEST$/,
    except: /^aws:lambda\/permission:/,
  },
  // Source: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_LogGroup.html (arn, logGroupArn)
  { rule: "log-group-wildcard", qualified: /^(arn:aws[\w-]*:logs:[\w-]+:\d{12}:log-group:[^:*]+):\*$/ },
  // A UUID is given to one key only; `mrk-…` is the same key's id in other Regions, and an alias can be pointed elsewhere.
  { rule: "kms-key-id", qualified: /^arn:aws[\w-]*:kms:[\w-]+:\d{12}:key\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/ },
];

/** The text that is left of an ARN when its qualifier is taken off; other texts as they are. */
export function withoutQualifier(text: string): string {
  return QUALIFIERS.reduce((bare, { qualified }) => qualified.exec(bare)?.[1] ?? bare, text);
}

/** The rule by which one text names what the other does; undefined where there is none. */
export function qualifierRule(one: string, other: string, type: string): NoiseRuleName | undefined {
  return QUALIFIERS.find(({ qualified, except }) => except?.test(type) !== true && (qualified.exec(one)?.[1] === other || qualified.exec(other)?.[1] === one))?.rule;
}
