import type { StackAtRest } from "../estate/stack";
import { excludeTypes, findBlindProvider } from "./leaveOut";
import type { LeftOut, StackObservations } from "./observation";
import { listCheckable } from "./observe";
import { refreshStack, type RefreshOptions } from "./refreshStack";

export interface ProvidersOptions extends Omit<RefreshOptions, "leftOut"> {
  /** Whether a resource of this type must not be read. */
  readonly isExcluded: (type: string) => boolean;
  /** What may not be read: URN → why. */
  readonly withheld?: ReadonlyMap<string, string>;
}

/**
 * Refreshes a stack, and where one of its providers cannot be started (its credentials have expired, its plugin is
 * missing), refreshes what the others manage: each provider that fails costs one more start of the CLI.
 */
export async function refreshProviders(stack: StackAtRest, { isExcluded, withheld = new Map(), ...options }: ProvidersOptions): Promise<StackObservations> {
  const refused = [...withheld].map(([urn, reason]) => [urn, { reason }] as const);
  let leftOut: LeftOut = new Map([...refused, ...excludeTypes(stack.deployment, isExcluded)]);
  let problem = refusal(stack, withheld);
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

/** A stack of which nothing may be read. */
function refusal({ deployment }: StackAtRest, withheld: ReadonlyMap<string, string>): StackObservations["problem"] {
  const [reason] = withheld.values();
  return reason !== undefined && listCheckable(deployment).every(({ urn }) => withheld.has(urn)) ? { code: "no-access", message: reason } : undefined;
}
