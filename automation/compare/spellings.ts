import type { NoiseRuleName } from "./noiseRules";

interface Spelling {
  readonly rule: NoiseRuleName;
  readonly type: RegExp;
  readonly names: readonly string[];
  /** One spelling for what AWS does not tell apart. */
  readonly respell: (text: string) => string;
}

/** Texts that AWS gives back in a spelling of its own. */
const SPELLINGS: readonly Spelling[] = [
  {
    // Names are fully qualified with and without the dot, in lower case, and `*` comes back as its code.
    // Source: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html
    rule: "dns-name",
    type: /^aws:route53\/(record|zone):/,
    names: ["name", "fqdn"],
    respell: (text) => text.toLowerCase().replace(/\.$/, "").replace(/^\\052(?=\.|$)/, "*"),
  },
  {
    // `Mon:03:00-Mon:04:00` comes back as `mon:03:00-mon:04:00`.
    // Source: https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/rds/instance.go (maintenance_window)
    rule: "window-case",
    type: /^aws:(rds|docdb|neptune|redshift|elasticache|memorydb)\//,
    names: ["maintenanceWindow", "preferredMaintenanceWindow"],
    respell: (text) => text.toLowerCase(),
  },
];

/** The rule by which two texts of a property are spellings of one; undefined where there is none. */
export function spellingRule(one: string, other: string, type: string, name: string): NoiseRuleName | undefined {
  return SPELLINGS.find((spelling) => spelling.type.test(type) && spelling.names.includes(name) && spelling.respell(one) === spelling.respell(other))?.rule;
}
