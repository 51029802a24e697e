import { z } from "zod";
import { wildcard } from "../../policypack/remediation";
import type { UserIdentity } from "../audit/trailRecord";
import { principalMatcher } from "./principals";

const pattern = z.string().min(1);

/** A name as people know it, for whoever matches all that is given. */
export const aliasSchema = z
  .strictObject({
    /** Glob over ARNs of roles, sessions and users: of whom the name stands for. */
    principal: pattern.optional(),
    /** What the report calls the actor; `*` and `?` stand for any characters. */
    name: pattern.optional(),
    as: z.string().min(1).max(100).regex(/^[^\p{C}]*$/u, "a name has no control characters"),
  })
  .readonly()
  .refine(({ principal, name }) => principal !== undefined || name !== undefined, { error: "an alias needs a principal or a name to match" });
export type Alias = z.infer<typeof aliasSchema>;

export interface ActorSettings {
  /** Globs over the ARNs of principals for emergencies. */
  readonly breakGlass: readonly string[];
  /** The first that matches counts. */
  readonly aliases: readonly Alias[];
}

/** What the configuration says about actors. It never says who somebody is, only what people call them. */
export interface KnownActors {
  isBreakGlass(identities: readonly UserIdentity[]): boolean;
  aliasOf(name: string, identity: UserIdentity): string | undefined;
}

/** @param settings absent: nobody is known */
export function knowActors(settings?: ActorSettings): KnownActors {
  const isBreakGlass = principalMatcher(settings?.breakGlass ?? []);
  const aliases = (settings?.aliases ?? []).map(({ principal, name, as }) => ({
    as,
    isPrincipal: principal === undefined ? () => true : principalMatcher([principal]),
    isName: name === undefined ? () => true : wildcard(name),
  }));
  return {
    // Whoever went through such a role on the way to another used it too.
    isBreakGlass: (identities) => identities.some(isBreakGlass),
    aliasOf: (name, identity) => aliases.find(({ isPrincipal, isName }) => isName(name) && isPrincipal(identity))?.as,
  };
}
