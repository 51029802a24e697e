import type { Random } from "./random";

export interface StackName {
  readonly project: string;
  readonly stack: string;
}

export const DOMAINS = ["billing", "catalog", "checkout", "identity", "inventory", "ledger", "mail", "orders", "payments", "pricing", "returns", "search", "shipping", "vouchers"] as const;
const PARTS = ["api", "web", "worker", "events", "network", "storage", "jobs", "admin"] as const;
/** What nearly every project has comes first: most have two or three stacks, a few have many. */
const STACKS = ["prod", "staging", "dev", "prod-us", "qa", "perf", "preview-214", "preview-219", "sandbox-ana", "dr"] as const;

/**
 * Names of stacks as a grown estate has them: projects of two to ten stacks each. No two alike, and the same for the
 * same seed; beyond the vocabulary projects are numbered.
 */
export function nameStacks(count: number, random: Random): readonly StackName[] {
  const projects = shuffled(DOMAINS.flatMap((domain) => PARTS.map((part) => `${domain}-${part}`)), random);
  const names: StackName[] = [];
  for (let round = 0; names.length < count; round++) {
    for (const plain of projects) {
      const project = round === 0 ? plain : `${plain}-${round + 1}`;
      // Squared, so that small numbers are the rule.
      const stacks = 2 + Math.floor(random.next() ** 2 * (STACKS.length - 1));
      names.push(...STACKS.slice(0, stacks).map((stack) => ({ project, stack })));
      if (names.length >= count) break;
    }
  }
  return names.slice(0, count);
}

function shuffled<Item>(items: readonly Item[], random: Random): readonly Item[] {
  return items.map((item) => ({ item, at: random.next() })).sort((one, other) => one.at - other.at).map(({ item }) => item);
}
