import type { StackAtRest } from "../estate/stack";
import { excludeTypes, findBlindProvider } from "./leaveOut";
import type { LeftOut, StackObservations } from "./observation";
import { refreshStack, type RefreshOptions } from "./refreshStack";

export interface ProvidersOptions extends Omit<RefreshOptions, "leftOut"> {
  /** Whether a resource of this type must not be read. */
  readonly isExcluded: (type: string) => boolean;
}

/**
 * Refreshes a stack, and where one of its providers cannot be started (its credentials have expired, its plugin is
 * missing), refreshes what the others manage: each provider that fails costs one more start of the CLI.
 */
export async function refreshProviders(stack: StackAtRest, { isExcluded, ...options }: ProvidersOptions): Promise<StackObservations> {
  let leftOut: LeftOut = excludeTypes(stack.deployment, isExcluded);
  let problem: StackObservations["problem"];
  for (;;) {
    const seen = await refreshStack(stack, { ...options, leftOut });
    const blind = findBlindProvider(stack.deployment, seen);
    if (blind === undefined || [...blind.leftOut.keys()].every((urn) => leftOut.has(urn))) {
      const told = problem ?? seen.problem;
      return { ...seen, ...(told && { problem: told }) };
    }
    problem ??= blind.problem;
    leftOut = new Map([...blind.leftOut, ...leftOut]);
  }
}
