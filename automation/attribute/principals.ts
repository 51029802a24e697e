import picomatch from "picomatch";
import type { UserIdentity } from "../audit/trailRecord";

/**
 * The ARNs by which a configuration may mean an identity: its own, its role's, with the role's path or without (the
 * ARN of a session has none). Role names are unique in an account, whatever their path.
 */
export function principalArns(identity: UserIdentity): readonly string[] {
  const session = /^arn:([a-z-]+):sts::(\d+):assumed-role\//.exec(identity.arn ?? "");
  const role = roleName(identity);
  const bare = session !== null && role !== undefined ? `arn:${session[1] ?? ""}:iam::${session[2] ?? ""}:role/${role}` : undefined;
  return [identity.arn, identity.sessionContext?.sessionIssuer?.arn, bare].filter((arn) => arn !== undefined);
}

/** Is the identity meant by one of these globs over ARNs? */
export function principalMatcher(patterns: readonly string[]): (identity: UserIdentity) => boolean {
  const matchers = patterns.map((pattern) => picomatch(pattern, { dot: true, nonegate: true, noextglob: true }));
  return (identity) => principalArns(identity).some((arn) => matchers.some((matches) => matches(arn)));
}

export function roleName(identity: UserIdentity): string | undefined {
  const session = /:assumed-role\/([^/]+)/.exec(identity.arn ?? "")?.[1] ?? /:role\/(?:.*\/)?([^/]+)$/.exec(identity.arn ?? "")?.[1];
  return identity.sessionContext?.sessionIssuer?.userName ?? session ?? identity.sessionContext?.sessionIssuer?.arn?.split("/").at(-1);
}
