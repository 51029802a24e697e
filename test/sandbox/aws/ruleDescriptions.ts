import { XMLParser } from "fast-xml-parser";
import { z } from "zod";
import type { WireResponse } from "./exchange";
import type { Forward } from "./forward";

/**
 * EC2's older call to describe rules, which the emulator lacks: it is told in the words of the newer one.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_UpdateSecurityGroupRuleDescriptionsIngress.html
 */
export function describingRules(forward: Forward): Forward {
  return async (request) => {
    const text = request.body.toString();
    const [, action = "", direction] = /\bAction=(UpdateSecurityGroupRuleDescriptions(Ingress|Egress))\b/.exec(text) ?? [];
    if (direction === undefined) return forward(request);
    const form = new URLSearchParams(text);
    const group = form.get("GroupId") ?? "";
    const ask = (operation: string, parameters: Readonly<Record<string, string>>) =>
      forward({ ...request, body: Buffer.from(new URLSearchParams({ Action: operation, Version: form.get("Version") ?? "", ...parameters }).toString()) });
    const described = await ask("DescribeSecurityGroupRules", { "Filter.1.Name": "group-id", "Filter.1.Value.1": group });
    const live = rulesIn(described).filter(({ isEgress }) => isEgress === (direction === "Egress"));
    const changes = wantedIn(form).map(({ rule, description }) => ({ id: live.find((one) => one.rule === rule)?.id, description }));
    if (changes.some(({ id }) => id === undefined)) return xml(400, NOT_FOUND);
    for (const { id = "", description } of changes) {
      const changed = "SecurityGroupRule.1.SecurityGroupRule";
      await ask("ModifySecurityGroupRules", { GroupId: group, [`${changed}Id`]: id, [`${changed}.Description`]: description });
    }
    return xml(200, `<${action}Response><return>true</return></${action}Response>`);
  };
}

const NOT_FOUND =
  "<Response><Errors><Error><Code>InvalidPermission.NotFound</Code>" +
  "<Message>The specified rule does not exist in this security group.</Message></Error></Errors></Response>";

function xml(status: number, text: string): WireResponse {
  return { status, headers: { "content-type": "text/xml;charset=UTF-8" }, body: Buffer.from(text) };
}

/** What a rule is, whatever its description: one text for each protocol, ports and source. */
function ruleText(protocol: string, fromPort: string, toPort: string, source: string): string {
  return [protocol, fromPort, toPort, source].join(" ");
}

function wantedIn(form: URLSearchParams): readonly { readonly rule: string; readonly description: string }[] {
  return [...form].flatMap(([name, source]) => {
    const [, permission, range] = /^(IpPermissions\.\d+)\.((?:IpRanges|Ipv6Ranges|Groups)\.\d+)\.(?:CidrIp|CidrIpv6|GroupId)$/.exec(name) ?? [];
    if (permission === undefined || range === undefined) return [];
    const of = (key: string) => form.get(`${permission}.${key}`);
    const rule = ruleText(of("IpProtocol") ?? "", of("FromPort") ?? "-1", of("ToPort") ?? "-1", source);
    return [{ rule, description: of(`${range}.Description`) ?? "" }];
  });
}

const Rules = z.object({
  DescribeSecurityGroupRulesResponse: z.object({
    securityGroupRuleSet: z
      .object({
        item: z.array(
          z.object({
            securityGroupRuleId: z.string(),
            isEgress: z.stringbool(),
            ipProtocol: z.string(),
            fromPort: z.string(),
            toPort: z.string(),
            cidrIpv4: z.string().optional(),
            cidrIpv6: z.string().optional(),
            referencedGroupInfo: z.object({ groupId: z.string() }).optional(),
          }),
        ),
      })
      // Empty, the element is a text.
      .or(z.string().transform(() => ({ item: [] }))),
  }),
});
const parser = new XMLParser({ ignoreDeclaration: true, parseTagValue: false, isArray: (name) => name === "item" });

function rulesIn({ body }: WireResponse): readonly { readonly id: string; readonly isEgress: boolean; readonly rule: string }[] {
  const { DescribeSecurityGroupRulesResponse: answer } = Rules.parse(parser.parse(body.toString()));
  return answer.securityGroupRuleSet.item.map((rule) => ({
    id: rule.securityGroupRuleId,
    isEgress: rule.isEgress,
    rule: ruleText(rule.ipProtocol, rule.fromPort, rule.toPort, rule.cidrIpv4 ?? rule.cidrIpv6 ?? rule.referencedGroupInfo?.groupId ?? ""),
  }));
}
