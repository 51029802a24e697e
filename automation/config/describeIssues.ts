import { closest } from "fastest-levenshtein";
import { z } from "zod";

/** One line an error: where, what is wrong, and the nearest known key for an unknown one. */
export function describeIssues(error: z.ZodError, schema: z.ZodType): readonly string[] {
  return error.issues.flatMap(meantIssues).flatMap((issue) => {
    const at = issue.path.map(String).join(".");
    if (issue.code !== "unrecognized_keys") return [`${at === "" ? "the file" : at}: ${issue.message}`];
    const known = knownKeys(schema, issue.path);
    return issue.keys.map((key) => {
      const name = /^[\w.-]+$/.test(key) ? key : JSON.stringify(key);
      const where = at === "" ? name : `${at}.${name}`;
      return known.length === 0 ? `unknown key ${where}` : `unknown key ${where}: did you mean ${closest(key, [...known])}?`;
    });
  });
}

/** Of alternatives, the one that came furthest is what was meant; "Invalid input" says nothing, nor does "Invalid key". */
function meantIssues(issue: z.core.$ZodIssue): readonly z.core.$ZodIssue[] {
  if (issue.code === "invalid_key") return issue.issues.map((inner) => ({ ...inner, path: issue.path }));
  if (issue.code !== "invalid_union") return [issue];
  const depth = (issues: readonly z.core.$ZodIssue[]) => Math.max(0, ...issues.map(({ path }) => path.length));
  const [meant = []] = issue.errors.toSorted((one, other) => depth(other) - depth(one));
  if (meant.length === 0) return [issue];
  return meant.flatMap(meantIssues).map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }));
}

function knownKeys(schema: z.ZodType, path: readonly PropertyKey[]): readonly string[] {
  const root = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  let here: z.core.JSONSchema.BaseSchema | undefined = root;
  for (const step of path) here = here === undefined ? undefined : childSchema(here, step);
  return Object.keys(here?.properties ?? {});
}

function childSchema(schema: z.core.JSONSchema.BaseSchema, step: PropertyKey): z.core.JSONSchema.BaseSchema | undefined {
  const child = typeof step === "number" ? schema.items : schema.properties?.[String(step)];
  return typeof child === "object" && !Array.isArray(child) ? child : undefined;
}
