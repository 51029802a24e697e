import { crc32 } from "node:zlib";
import { deleted, drift, type Told } from "../shapes/drifts";
import { alice, record } from "../shapes/records";
import { specify } from "./rows";

const list = { type: "aws:ec2/networkAcl:NetworkAcl", identities: ["acl-1", "arn:aws:ec2:eu-west-1:111122223333:network-acl/acl-1"] };
const entry = (ruleNo: number, more = {}) => ({ protocol: "6", ruleNo, action: "allow", cidrBlock: "0.0.0.0/0", ipv6CidrBlock: "", fromPort: 22, toPort: 22, icmpType: 0, icmpCode: 0, ...more });
const ec2 = (operation: string, parameters: object) => record("ec2", operation, "02:00", alice, parameters, { responseElements: { requestId: "x", _return: true } });
const given = (ruleNumber: number, more = {}) => ({ networkAclId: "acl-1", ruleNumber, egress: false, ruleAction: "allow", aclProtocol: "6", cidrBlock: "0.0.0.0/0", icmpTypeCode: {}, portRange: { from: 22, to: 22 }, ...more });
const create = (ruleNumber: number, more = {}) => ec2("CreateNetworkAclEntry", given(ruleNumber, more));
const replace = (ruleNumber: number, more = {}) => ec2("ReplaceNetworkAclEntry", given(ruleNumber, more));
const remove = (ruleNumber: number, more = {}) => ec2("DeleteNetworkAclEntry", { networkAclId: "acl-1", ruleNumber, egress: false, ...more });
const came = drift(list, { path: "ingress[1]", actual: entry(110) });
const went = drift(list, { path: "ingress[1]", expected: entry(110) });
const inPlace = drift(list, { path: "ingress[0]", expected: entry(110, { cidrBlock: "10.0.0.0/8" }), actual: entry(110) });
const everything = (fromPort: number) => drift(list, { path: "egress[1]", actual: entry(500, { protocol: "-1", fromPort, toPort: fromPort }) });

/** Pulumi's id of an entry, as its provider makes it. */
const rule = (ruleNumber: number, protocol = "6", egress = false) => ({ type: "aws:ec2/networkAclRule:NetworkAclRule", identities: [`nacl-${crc32(`acl-1-${ruleNumber}-${String(egress)}-${protocol}-`)}`, "acl-1"] });
const opened: Told = { path: "cidrBlock", expected: "10.0.0.0/8", actual: "0.0.0.0/0" };

describe("operations on access lists of networks", () => {
  specify([
    ["an entry that came", came, create(110), "explains"],
    ["an entry for IPv6", drift(list, { path: "ingress[1]", actual: entry(110, { cidrBlock: "", ipv6CidrBlock: "::/0" }) }), create(110, { cidrBlock: undefined, ipv6CidrBlock: "::/0" }), "explains"],
    ["an entry by its protocol's name", drift(list, { path: "ingress[1]", actual: entry(110, { protocol: "tcp" }) }), create(110), "explains"],
    ["an entry for every protocol, without ports", everything(0), create(500, { egress: true, aclProtocol: "-1", portRange: {} }), "explains"],
    ["an entry for every protocol, with ports that mean nothing", everything(0), create(500, { egress: true, aclProtocol: "-1", portRange: { from: 1, to: 2 } }), "explains"],
    ["pings", drift(list, { path: "ingress[1]", actual: entry(110, { protocol: "1", fromPort: 0, toPort: 0, icmpType: 8, icmpCode: -1 }) }), create(110, { aclProtocol: "1", portRange: {}, icmpTypeCode: { type: 8, code: -1 } }), "explains"],
    ["the same entry in the other direction", came, create(110, { egress: true }), "elsewhere"],
    ["the same entry under another number", came, create(120), "elsewhere"],
    ["the same number with other ports", came, create(110, { portRange: { from: 443, to: 443 } }), "contradicts"],
    ["the same number that denies", came, create(110, { ruleAction: "deny" }), "contradicts"],
    ["the same entry of a list of a similar name", came, create(110, { networkAclId: "acl-11" }), "elsewhere"],
    ["an entry that was replaced in place", inPlace, replace(110), "explains"],
    ["an entry that was replaced by what is there no more", inPlace, replace(110, { cidrBlock: "192.0.2.0/24" }), "contradicts"],
    ["an entry whose replacement stands at another place", drift(list, { path: "ingress[2]", actual: entry(110) }, { path: "ingress[0]", expected: entry(110, { cidrBlock: "10.0.0.0/8" }) }), replace(110), "explains"],
    ["one leaf of an entry, replaced", drift(list, { path: "ingress[0].cidrBlock", expected: "10.0.0.0/8", actual: "0.0.0.0/0" }), replace(110), "explains"],
    ["one leaf of an entry, made anew", drift(list, { path: "ingress[0].cidrBlock", expected: "10.0.0.0/8", actual: "0.0.0.0/0" }), create(110), "touches"],
    ["one leaf of an entry, of another value", drift(list, { path: "ingress[0].cidrBlock", expected: "10.0.0.0/8", actual: "192.0.2.0/24" }), replace(110), "elsewhere"],
    ["an entry that only moved", drift(list, { path: "ingress[0]", actual: entry(90) }, { path: "ingress[1]", expected: entry(110) }, { path: "ingress[2]", actual: entry(110) }), create(110), "elsewhere"],
    ["an entry that went", went, remove(110), "explains"],
    ["an entry that went, where another was removed", went, remove(120), "elsewhere"],
    ["an entry that went, where its namesake of the other direction was removed", went, remove(110, { egress: true }), "elsewhere"],
    ["an entry that was removed and is there again", came, remove(110), "contradicts"],
    ["an entry that was made and is missing now", went, create(110), "contradicts"],
    ["the tags of the list", drift(list, { path: "tags.owner", actual: "bob" }), create(110), "elsewhere"],
    ["an entry, without a word which", came, ec2("CreateNetworkAclEntry", { networkAclId: "acl-1" }), "touches"],

    ["a subnet that came", drift(list, { path: "subnetIds[1]", actual: "subnet-1" }), ec2("ReplaceNetworkAclAssociation", { associationId: "aclassoc-1", networkAclId: "acl-1" }), "touches"],
    ["a subnet that went, where another came", drift(list, { path: "subnetIds[0]", expected: "subnet-1" }), ec2("ReplaceNetworkAclAssociation", { associationId: "aclassoc-1", networkAclId: "acl-1" }), "elsewhere"],
    ["the entries of a list that was given to a subnet", came, ec2("ReplaceNetworkAclAssociation", { associationId: "aclassoc-1", networkAclId: "acl-1" }), "elsewhere"],
    ["a list that was deleted", deleted(list), ec2("DeleteNetworkAcl", { networkAclId: "acl-1" }), "explains"],
    ["a list that is gone, where an entry was removed", deleted(list), remove(110), "elsewhere"],

    ["an entry of its own", drift(rule(110), opened), replace(110), "explains"],
    ["an entry of its own, that the program calls by its protocol's name", drift(rule(110, "tcp"), opened), replace(110), "explains"],
    ["an entry of its own that got another protocol", drift(rule(110), { path: "protocol", expected: "6", actual: "17" }), replace(110, { aclProtocol: "17" }), "explains"],
    ["an entry of its own that has no ports any more", drift(rule(110), { path: "fromPort", expected: 22, actual: 0 }), replace(110, { aclProtocol: "-1", portRange: {} }), "explains"],
    ["a sibling of the same content", drift(rule(110), opened), replace(120), "elsewhere"],
    ["a namesake of the other direction", drift(rule(110), opened), replace(110, { egress: true }), "elsewhere"],
    ["an entry of its own, set to another value", drift(rule(110), opened), replace(110, { cidrBlock: "192.0.2.0/24" }), "contradicts"],
    ["an entry of its own that is gone", deleted(rule(110)), remove(110), "explains"],
    ["an entry of its own that is gone, where a sibling was removed", deleted(rule(110)), remove(120), "elsewhere"],
    ["an entry of its own that is gone, where it was changed", deleted(rule(110)), replace(110), "elsewhere"],
    ["an entry of its own whose list is gone", deleted(rule(110)), ec2("DeleteNetworkAcl", { networkAclId: "acl-1" }), "explains"],
    ["an entry of its own that is there again", drift(rule(110), opened), remove(110), "contradicts"],
  ]);
});
