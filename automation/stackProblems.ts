import type { Problem, StackReport } from "../policypack/model";
import { fixOf } from "./fixes";
import { sayOnce } from "./problems";

/** What kept stacks from being checked: each cause once, with its fix and all its stacks. */
export function stackProblems(stacks: readonly StackReport[]): readonly Problem[] {
  return sayOnce(
    stacks.flatMap(({ stack, problem }) => {
      if (problem === undefined) return [];
      const fix = fixOf(problem.code);
      return [{ code: problem.code, message: causeIn(problem.message, stack), ...(fix !== undefined && { fix }), stacks: [stack], accounts: [] }];
    }),
  );
}

/** A message without what differs from stack to stack, so that one cause reads the same in all of them. */
function causeIn(message: string, stack: string): string {
  const general = message.replaceAll(stack, "…");
  return VARYING.reduce((text, [pattern, replacement]) => text.replaceAll(pattern, replacement), general);
}

const VARYING: readonly (readonly [RegExp, string])[] = [
  [/urn:pulumi:[^\s'",;]+/g, "…"],
  // As the AWS SDKs write them; some services leave them empty.
  [/\b(Request ?ID|Host ?ID): ?[^\s,;)]*/gi, "$1: …"],
  [/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi, "…"],
  [/\b[0-9a-f]{16,}\b/gi, "…"],
  // The session's name; the role is what has to be mended.
  [/(:assumed-role\/[^/\s]+\/)[^\s'",;:]+/g, "$1…"],
  [/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)?/g, "…"],
  // A port behind a host's name or address.
  [/([\w\]]):\d{2,5}\b(?![.\w])/g, "$1:…"],
  [/\b(\d+(\.\d+)?(h|ms|µs|us|ns|m|s))+\b/g, "…"],
  // Folders of this scan.
  [/\b(whodrift|stack)-\w{6}\b(?=[/\\])/g, "$1-…"],
];
