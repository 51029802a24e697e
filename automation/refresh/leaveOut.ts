import type { Deployment } from "../estate/deployment";
import type { LeftOut, StackObservations } from "./observation";
import { listCheckable } from "./observe";

/** What the team does not want to be read. */
export function excludeTypes(deployment: Deployment, isExcluded: (type: string) => boolean): LeftOut {
  const excluded = listCheckable(deployment).filter(({ type }) => isExcluded(type));
  return new Map(excluded.map(({ urn }) => [urn, { reason: "excluded by refresh.excludeTypes", accepted: true }]));
}

export interface BlindProvider {
  readonly problem: NonNullable<StackObservations["problem"]>;
  /** The provider, and all that it manages. */
  readonly leftOut: LeftOut;
}

// As of 3.274, the engine gives up with the first provider that it cannot start: what others manage is not read either.
const NOT_STARTED = /^(?:configure provider|load plugin for \S+ provider) '(urn:[^']+)': (.+)$/s;

/**
 * The provider because of which nothing at all was read, if it is that. Its URN, which differs from stack to stack,
 * is left out of the problem: one cause may concern many.
 */
export function findBlindProvider({ resources }: Deployment, { problem }: StackObservations): BlindProvider | undefined {
  const [, urn, message] = NOT_STARTED.exec(problem?.message ?? "") ?? [];
  if (problem === undefined || urn === undefined || message === undefined) return undefined;
  const concerned = resources.filter((resource) => resource.urn === urn || resource.provider?.startsWith(`${urn}::`) === true);
  return { problem: { code: problem.code, message }, leftOut: new Map(concerned.map((resource) => [resource.urn, { reason: message }])) };
}
