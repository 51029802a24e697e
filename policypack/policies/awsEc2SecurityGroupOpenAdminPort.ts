import type { ResourceValidationArgs, ResourceValidationPolicy } from "@pulumi/policy";
import { z } from "zod";
import { portsOf } from "../exposure/doors";
import { reachOf } from "../exposure/networkReach";
import { harmless } from "./harmless";
import { judgeEach, listAt, partOf, pick } from "./parts";
import { nist } from "./standards";

/** What gives a shell or a screen, or commands a host, as a rule without a second door behind it. */
const ADMIN_PORTS: ReadonlyMap<number, string> = new Map([
  [22, "SSH"],
  [23, "Telnet"],
  [2375, "Docker"],
  [2376, "Docker"],
  [3389, "RDP"],
  [5900, "VNC"],
  [5985, "WinRM"],
  [5986, "WinRM"],
]);

// Only what has ports: ICMP keeps its types in the same properties.
const HAS_PORTS = /^(tcp|udp|6|17|-1|all)$/i;

/** One door may be a resource of its own, or an element of its group's list. */
const GROUPS: ReadonlySet<string> = new Set(["aws:ec2/securityGroup:SecurityGroup", "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"]);
const RULES: ReadonlySet<string> = new Set(["aws:ec2/securityGroupRule:SecurityGroupRule", "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"]);

const configSchema = z.object({ ports: z.array(z.number()).optional() });

/** No remediation: it could only take a rule away that somebody has written, and cut off who works through it. */
export function awsEc2SecurityGroupOpenAdminPort(): ResourceValidationPolicy {
  return {
    name: "aws-ec2-security-group-open-admin-port",
    displayName: "No administrative port is open to the world",
    description: "Reports rules of security groups that let the whole internet, IPv4 or IPv6, in on ports by which hosts are administered.",
    enforcementLevel: "advisory",
    severity: "critical",
    framework: nist("SC-7", "Boundary Protection"),
    tags: ["guardrail", "network"],
    remediationSteps: "Name the networks that need the port, or use Session Manager or EC2 Instance Connect, which need none.",
    url: "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
    configSchema: {
      properties: {
        ports: { type: "array", items: { type: "integer", minimum: 0, maximum: 65_535 }, description: `The ports, instead of ${[...ADMIN_PORTS.keys()].join(", ")}.` },
      },
    },
    validateResource: (args, reportViolation) => {
      if (GROUPS.has(args.type)) {
        const ports = portsFor(args);
        judgeEach(listAt(args.props, "ingress"), (rule, index) => {
          judgeRule(rule, `ingress[${index}]`, ports, reportViolation);
        });
      } else if (RULES.has(args.type) && partOf(args.props, "type") !== "egress") {
        judgeRule(args.props, "it", portsFor(args), reportViolation);
      }
    },
  };
}

function portsFor(args: ResourceValidationArgs): readonly number[] {
  return configSchema.parse(args.getConfig()).ports ?? [...ADMIN_PORTS.keys()];
}

/** The ports first: who comes in where nothing is administered may stay unknown. */
function judgeRule(rule: unknown, place: string, ports: readonly number[], report: (message: string) => void): void {
  const { protocol, from, to } = portsOf(pick(rule, "protocol", "ipProtocol", "fromPort", "toPort"));
  const open = HAS_PORTS.test(protocol) ? ports.filter((port) => from <= port && port <= to) : [];
  if (open.length === 0) return;
  const judgeSource = (source: unknown): void => {
    if (typeof source !== "string" || reachOf(source) !== "world") return;
    report(`${place} lets everybody (${harmless(source, 50)}) in on ${open.length === 1 ? "port" : "ports"} ${open.map(named).join(", ")}.`);
  };
  judgeEach(["cidrBlocks", "ipv6CidrBlocks"], (name) => {
    judgeEach(listAt(rule, name), judgeSource);
  });
  judgeEach(["cidrIpv4", "cidrIpv6"], (name) => {
    judgeSource(partOf(rule, name));
  });
}

function named(port: number): string {
  const name = ADMIN_PORTS.get(port);
  return name === undefined ? String(port) : `${port} (${name})`;
}
