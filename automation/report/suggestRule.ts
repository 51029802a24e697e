import { stringify } from "yaml";
import { isAttributed, type Change, type Drift } from "../../policypack/model";

// Fewer may be chance, or somebody who has not been found yet.
const NOISY_FLAPS = 5;

/**
 * A rule, ready for `rules` of whodrift.yaml, for a change that keeps going by itself and coming back without anybody's
 * doing; undefined where it does not. One line of YAML: all of it is quoted where it could mean anything else. It ignores
 * nothing for ever, and not what somebody does.
 */
export function suggestRule(stack: string, { resource }: Pick<Drift, "resource">, { path, attribution, history, opensAccess, noise }: Change): string | undefined {
  if ((history?.flaps ?? 0) < NOISY_FLAPS || isAttributed(attribution) || opensAccess === true || noise) return undefined;
  const rule = {
    name: `${resource.name} ${path} flaps`.replace(/\p{C}/gu, "").slice(0, 100),
    when: { stack, urn: resource.urn, ...(path !== "" && { path }), confidence: "none", flaps: NOISY_FLAPS },
    then: "ignore",
    for: "30d",
    owner: "you@example.com",
    reason: "comes and goes, and no event names anybody",
  };
  return `- ${stringify(rule, { collectionStyle: "flow", lineWidth: 0, doubleQuotedMinMultiLineLength: Infinity }).trim()}`;
}
