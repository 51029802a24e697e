import type { Problem } from "../policypack/model";

/**
 * Says each cause once, with all its stacks and accounts. The order follows from what is said alone (what concerns no
 * stack first, then by the first stack), so that it is the same however the stacks were spread over machines.
 */
export function sayOnce(problems: readonly Problem[]): readonly Problem[] {
  const causes = new Map(problems.map((problem) => [causeOf(problem), problem]));
  return [...causes]
    .map(([cause, problem]) => ({ ...problem, ...concerned(problems.filter((other) => causeOf(other) === cause)) }))
    .toSorted((one, other) => compare(one.stacks[0] ?? "", other.stacks[0] ?? "") || compare(causeOf(one), causeOf(other)));
}

function causeOf({ code, message, fix }: Problem): string {
  return JSON.stringify([code, message, fix]);
}

function concerned(problems: readonly Problem[]): Pick<Problem, "stacks" | "accounts"> {
  return {
    stacks: [...new Set(problems.flatMap(({ stacks }) => stacks))].toSorted(compare),
    accounts: [...new Set(problems.flatMap(({ accounts }) => accounts))].toSorted(compare),
  };
}

// By code unit, as stacks are ordered.
function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
