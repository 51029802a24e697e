import { isScalar, parseDocument, visit } from "yaml";
import { jsonSchema, type Json } from "../../policypack/model";

// What AWS itself reads as YAML. Elsewhere (objects, user data, config maps) a comment may be what somebody changed.
const READ_AS_YAML: readonly (readonly [type: RegExp, names: readonly string[]])[] = [
  [/^aws:ssm\/document:/, ["content"]],
  [/^aws:codebuild\/project:/, ["buildspec"]],
  [/^aws:cloudformation\/stack/, ["templateBody"]],
  [/^aws:imagebuilder\/component:/, ["data"]],
  [/^aws:apigateway(v2)?\/(restApi|api):/, ["body"]],
];

// The largest that SSM takes; CloudFormation takes 51,200 bytes in a call. Parsing costs about a microsecond a byte.
// Source: https://docs.aws.amazon.com/general/latest/gr/ssm.html (document size)
const LONGEST = 64 * 1024;

export function isReadAsYaml(type: string, name: string): boolean {
  return READ_AS_YAML.some(([pattern, names]) => pattern.test(type) && names.includes(name));
}

/**
 * What a YAML text says. undefined where it cannot be said for certain that an equal answer means equal documents:
 * no or several documents, a key that is there twice, a custom tag (CloudFormation's `!Ref`), an alias (a few lines
 * of them unfold into gigabytes) or a merge, a text that is too long. A plain scalar that is no text to some version
 * of YAML (`012`, `yes`) counts as it is spelt.
 */
export function readYaml(text: string): Json | undefined {
  if (text.length > LONGEST) return undefined;
  try {
    const document = parseDocument(text, { version: "1.1", stringKeys: true, uniqueKeys: false, logLevel: "silent", prettyErrors: false });
    if (document.errors.length > 0 || document.warnings.length > 0) return undefined;
    const mappings: unknown[][] = [];
    visit(document, {
      Map: (_, { items }) => {
        mappings.push(items.map(({ key }) => (isScalar(key) ? key.value : key)));
      },
      Scalar: (_, node) => {
        if (typeof node.value !== "string") node.value = { spelt: node.source ?? "" };
      },
    });
    const value = jsonSchema.safeParse(document.toJS({ maxAliasCount: 0 }));
    return mappings.every(hasPlainKeys) && value.success && typeof value.data === "object" && value.data !== null ? value.data : undefined;
  } catch {
    // It has an alias, or is nested deeper than the stack.
    return undefined;
  }
}

// The parser's own check for keys that are there twice compares each with each.
function hasPlainKeys(keys: readonly unknown[]): boolean {
  return new Set(keys).size === keys.length && !keys.includes("<<");
}
