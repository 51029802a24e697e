import { counts, severities, type Drift } from "../../policypack/model";
import { joined, prose, say, type Phrase } from "./phrase";

/** `web · aws:ec2/securityGroup:SecurityGroup · index.ts:14 · sg-0abc · 123456789012 eu-west-1` */
export function driftPhrase({ kind, resource }: Pick<Drift, "kind" | "resource">): Phrase {
  const { name, type, declaredAt, id, account, region, protect } = resource;
  const place = [account, region].filter((part) => part !== undefined);
  return joined(
    [
      say`${name}`,
      ...(kind === "deleted" ? [say`deleted`] : []),
      say`${type}`,
      ...(declaredAt ? [say`${declaredAt.file}:${String(declaredAt.line)}`] : []),
      ...(id === "" || id === name ? [] : [say`${id}`]),
      ...(place.length === 0 ? [] : [say`${prose(place.join(" "))}`]),
      ...(protect ? [say`protected`] : []),
    ],
    " · ",
  );
}

/** `2 critical, 5 low`: what stands behind drifts that are not drawn. */
export function severityPhrase(drifts: readonly Drift[]): Phrase {
  const changes = drifts.flatMap((drift) => drift.changes).filter(counts);
  const amounts = severities.toReversed().map((severity) => ({ severity, amount: changes.filter((change) => change.severity === severity).length }));
  return joined(
    amounts.filter(({ amount }) => amount > 0).map(({ severity, amount }) => say`${amount} ${prose(severity)}`),
    ", ",
  );
}
