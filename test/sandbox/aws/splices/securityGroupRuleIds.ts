/**
 * Rules of security groups as EC2 has them, in Python: one for each source, with an id of its own that is new for each
 * authorisation and stays through modifications. The emulator has one for each permission, with a digest for an id.
 * `DescribeSecurityGroups` shows them merged again.
 * https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SecurityGroupRuleRequest.html: exactly one source, always
 * of the same kind. The message is the console's, its code not known from anywhere.
 */
export const SECURITY_GROUP_RULE_IDS = `
import random
from ministack.core.responses import get_account_id
from ministack.services import ec2

SOURCES = {"IpRanges": "CidrIp", "Ipv6Ranges": "CidrIpv6", "PrefixListIds": "PrefixListId", "UserIdGroupPairs": "GroupId"}
MODIFIED = {"IpRanges": "CidrIpv4", "Ipv6Ranges": "CidrIpv6", "PrefixListIds": "PrefixListId", "UserIdGroupPairs": "ReferencedGroupId"}
HELD = {False: "IpPermissions", True: "IpPermissionsEgress"}
PROTOCOLS = {"1": "icmp", "6": "tcp", "17": "udp", "58": "icmpv6", "all": "-1"}

upstream_parse, upstream_group_xml = ec2._parse_ip_permissions, ec2._sg_xml
upstream = dict(ec2._ACTION_MAP)

def rule_id(group_id, is_egress, rule):
    return rule.setdefault("SecurityGroupRuleId", "sgr-0" + "".join(random.choices("0123456789abcdef", k=16)))

def source_of(rule):
    return next(((kind, entry) for kind in SOURCES for entry in rule.get(kind, [])), ("", {}))

def ports_of(rule):
    return rule["IpProtocol"], rule.get("FromPort", -1), rule.get("ToPort", -1)

def same(one, other):
    (kind, entry), (other_kind, other_entry) = source_of(one), source_of(other)
    return kind == other_kind and ports_of(one) == ports_of(other) and entry.get(SOURCES.get(kind)) == other_entry.get(SOURCES.get(kind))

def prefix_lists(p, at):
    for i in range(1, 1000):
        given = {name: ec2._p(p, f"{at}.PrefixListIds.{i}.{name}") for name in ("PrefixListId", "Description")}
        if not given["PrefixListId"]:
            return
        yield {name: value for name, value in given.items() if value}

def parse(p, prefix):
    rules = []
    for i, permission in enumerate(upstream_parse(p, prefix), 1):
        permission["PrefixListIds"] = list(prefix_lists(p, f"{prefix}.{i}"))
        permission["IpProtocol"] = PROTOCOLS.get(permission["IpProtocol"], permission["IpProtocol"])
        if permission["IpProtocol"] == "-1":
            permission = {name: value for name, value in permission.items() if name not in ("FromPort", "ToPort")}
        bare = {**permission, **{kind: [] for kind in SOURCES}}
        rules += [{**bare, kind: [entry]} for kind in SOURCES for entry in permission[kind]]
    return rules

def merged(rules):
    permissions = {}
    for rule in rules:
        permission = permissions.setdefault(ports_of(rule), {**rule, **{kind: [] for kind in SOURCES}})
        for kind in SOURCES:
            permission[kind] = permission[kind] + rule.get(kind, [])
    return list(permissions.values())

def group_xml(group):
    return upstream_group_xml({**group, **{held: merged(group[held]) for held in HELD.values()}})

def rule_xml(group_id, rule, is_egress=False):
    kind, entry = source_of(rule)
    own = rule_id(group_id, is_egress, rule)
    protocol, first, last = ports_of(rule)
    source = ec2._esc(entry.get(SOURCES.get(kind), ""))
    shown = {
        "IpRanges": f"<cidrIpv4>{source}</cidrIpv4>", "Ipv6Ranges": f"<cidrIpv6>{source}</cidrIpv6>",
        "PrefixListIds": f"<prefixListId>{source}</prefixListId>",
        "UserIdGroupPairs": f"<referencedGroupInfo><groupId>{source}</groupId><userId>{entry.get('UserId') or get_account_id()}</userId></referencedGroupInfo>",
    }.get(kind, "")
    said = entry.get("Description")
    described = f"<description>{ec2._esc(said)}</description>" if said else ""
    return (f"<item><securityGroupRuleId>{own}</securityGroupRuleId><groupId>{group_id}</groupId><groupOwnerId>{get_account_id()}</groupOwnerId>"
            f"<isEgress>{str(is_egress).lower()}</isEgress><ipProtocol>{protocol}</ipProtocol><fromPort>{first}</fromPort><toPort>{last}</toPort>"
            f"{shown}{described}{ec2._sg_rule_tag_suffix(own)}</item>")

def revoking(action, is_egress):
    def revoke(p):
        group = ec2._security_groups.get(ec2._p(p, "GroupId"))
        if not group or ec2._parse_member_list(p, "SecurityGroupRuleId"):
            return upstream[action](p)
        unwanted = parse(p, "IpPermissions")
        ids = [rule_id(group["GroupId"], is_egress, rule) for rule in group[HELD[is_egress]] if any(same(rule, one) for one in unwanted)]
        return upstream[action]({"GroupId": group["GroupId"], **{f"SecurityGroupRuleId.{i}": own for i, own in enumerate(ids, 1)}})
    return revoke

def absent(own):
    return ec2._error("InvalidSecurityGroupRuleId.NotFound", f"The security group rule ID '{ec2._esc(own)}' does not exist", 400)

def all_rules():
    return [(group["GroupId"], is_egress, rule) for group in ec2._security_groups.values() for is_egress in HELD for rule in group[HELD[is_egress]]]

def describe(p):
    known = {rule_id(*held) for held in all_rules()}
    for own in ec2._parse_member_list(p, "SecurityGroupRuleId"):
        if own not in known:
            return absent(own)
    return upstream["DescribeSecurityGroupRules"](p)

def modify(p):
    group_id = ec2._p(p, "GroupId")
    held = {rule_id(*one): one for one in all_rules() if one[0] == group_id}
    translated = dict(p)
    for i in range(1, 1000):
        own, at = ec2._p(p, f"SecurityGroupRule.{i}.SecurityGroupRuleId"), f"SecurityGroupRule.{i}.SecurityGroupRule"
        if not own or group_id not in ec2._security_groups:
            return upstream["ModifySecurityGroupRules"](translated)
        if own not in held:
            return absent(own)
        _, is_egress, rule = held[own]
        kind, entry = source_of(rule)
        given = {one: ec2._p(p, f"{at}.{name}") for one, name in MODIFIED.items() if ec2._p(p, f"{at}.{name}")}
        if given and list(given) != [kind]:
            return ec2._error("InvalidParameterValue", f"You may not change the kind of source of the existing rule {own}.", 400)
        referenced = given.get("UserIdGroupPairs")
        if referenced:
            if referenced not in ec2._security_groups:
                return ec2._error("InvalidGroup.NotFound", f"The security group '{ec2._esc(referenced)}' does not exist", 400)
            translated[f"{at}.ReferencedGroupInfo.GroupId"] = referenced
        ports = {name: int(ec2._p(p, f"{at}.{name}")) for name in ("FromPort", "ToPort") if ec2._p(p, f"{at}.{name}")}
        changed = {**rule, **ports, "IpProtocol": ec2._p(p, f"{at}.IpProtocol") or rule["IpProtocol"],
                   kind: [{**entry, SOURCES[kind]: given.get(kind, entry[SOURCES[kind]])}]}
        for other_id, (_, other_is_egress, other) in held.items():
            if other_id != own and other_is_egress == is_egress and same(changed, other):
                return ec2._error("InvalidPermission.Duplicate", "the specified rule already exists", 400)

ec2._sg_rule_id, ec2._parse_ip_permissions, ec2._rules_match = rule_id, parse, same
ec2._sg_xml, ec2._sg_rule_xml = group_xml, rule_xml
ec2._ACTION_MAP.update({
    "DescribeSecurityGroupRules": describe,
    "ModifySecurityGroupRules": modify,
    "RevokeSecurityGroupIngress": revoking("RevokeSecurityGroupIngress", False),
    "RevokeSecurityGroupEgress": revoking("RevokeSecurityGroupEgress", True),
})
`;
