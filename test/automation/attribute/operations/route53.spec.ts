import { deleted, drift } from "../shapes/drifts";
import { alice, record } from "../shapes/records";
import { specify } from "./rows";

const ZONE = "Z08150062EXAMPLE";
const named = (id: string, ...more: readonly string[]) => ({ type: "aws:route53/record:Record", region: "us-east-1", identities: [`${ZONE}_${id}`, ZONE, ...more] });
const shop = named("shop.example.com_CNAME", "shop.example.com");
const short = named("shop_CNAME", "shop", "shop.example.com");
const blue = named("shop.example.com_CNAME_blue", "shop.example.com");
const alias = named("example.com_A", "example.com");
const text = named("example.com_TXT", "example.com");

type Set = Readonly<Record<string, unknown>>;
const to = (value: string, more: Set = {}): Set => ({ name: "shop.example.com.", type: "CNAME", tTL: 60, resourceRecords: [{ value }], ...more });
const batch = (...changes: readonly (readonly [action: string, set: Set])[]) =>
  record("route53", "ChangeResourceRecordSets", "02:00", alice, { hostedZoneId: ZONE, changeBatch: { comment: "x", changes: changes.map(([action, resourceRecordSet]) => ({ action, resourceRecordSet })) } }, { responseElements: { changeInfo: { id: "/change/C1", status: "PENDING" } } });
const upsert = (set: Set) => batch(["UPSERT", set]);
const evil = { path: "records[0]", expected: "web.example.net", actual: "evil.example.net" };
const target = (more: Set = {}): Set => ({ name: "example.com.", type: "A", aliasTarget: { hostedZoneId: "Z35SXDOTRQ7X7K", dNSName: "Evil-1.eu-west-1.elb.amazonaws.com.", evaluateTargetHealth: false, ...more } });

describe("operations on records of a zone", () => {
  specify([
    ["a record that points elsewhere", drift(shop, evil), upsert(to("evil.example.net")), "explains"],
    ["one record of a batch", drift(shop, evil), batch(["UPSERT", to("a.example.net", { name: "a.example.com." })], ["UPSERT", to("evil.example.net")], ["DELETE", to("b.example.net", { name: "b.example.com." })]), "explains"],
    ["a record that was deleted and made anew", drift(shop, evil), batch(["DELETE", to("web.example.net")], ["CREATE", to("evil.example.net")]), "explains"],
    ["a record that the program names without its zone", drift(short, evil), upsert(to("evil.example.net")), "explains"],
    ["a record whose name begins like this one's", drift(short, evil), upsert(to("evil.example.net", { name: "shop.www.example.com." })), "elsewhere"],
    ["a zone that is named by its path", drift(shop, evil), record("route53", "ChangeResourceRecordSets", "02:00", alice, { hostedZoneId: `/hostedzone/${ZONE}`, changeBatch: { changes: [{ action: "UPSERT", resourceRecordSet: to("evil.example.net") }] } }), "explains"],
    ["another record, set to the same", drift(shop, evil), upsert(to("evil.example.net", { name: "shop2.example.com." })), "elsewhere"],
    ["a record beneath it, set to the same", drift(shop, evil), upsert(to("evil.example.net", { name: "www.shop.example.com." })), "elsewhere"],
    ["its records of another type", drift(shop, { path: "ttl", expected: 300, actual: 60 }), upsert(to("\"x\"", { type: "TXT" })), "elsewhere"],
    ["the same record of another zone", drift(shop, evil), record("route53", "ChangeResourceRecordSets", "02:00", alice, { hostedZoneId: "Z0OTHER", changeBatch: { changes: [{ action: "UPSERT", resourceRecordSet: to("evil.example.net") }] } }), "elsewhere"],
    ["a record, set to what is there no more", drift(shop, evil), upsert(to("else.example.net")), "contradicts"],
    ["a record that was deleted and is there again", drift(shop, evil), batch(["DELETE", to("web.example.net")]), "contradicts"],
    ["a batch that is not recorded", drift(shop, evil), record("route53", "ChangeResourceRecordSets", "02:00", alice, { hostedZoneId: ZONE }), "names"],
    ["how long it may be kept", drift(shop, { path: "ttl", expected: 300, actual: 60 }), upsert(to("web.example.net")), "explains"],
    ["what an upsert leaves out", drift(shop, { path: "healthCheckId", expected: "hc-1" }), upsert(to("web.example.net")), "explains"],
    ["what an upsert leaves out and is there again", drift(shop, { path: "healthCheckId", expected: "hc-1", actual: "hc-2" }), upsert(to("web.example.net")), "contradicts"],

    ["one of a weighted set", drift(blue, { path: "weightedRoutingPolicies[0].weight", expected: 10, actual: 255 }), upsert(to("web.example.net", { setIdentifier: "blue", weight: 255 })), "explains"],
    ["the other of a weighted set", drift(blue, { path: "weightedRoutingPolicies[0].weight", expected: 10, actual: 255 }), upsert(to("web.example.net", { setIdentifier: "green", weight: 255 })), "elsewhere"],
    ["one of a set, where the record has no identifier", drift(shop, evil), upsert(to("evil.example.net", { setIdentifier: "blue", weight: 1 })), "elsewhere"],
    ["one of a set, where the call has no identifier", drift(blue, evil), upsert(to("evil.example.net")), "elsewhere"],

    ["an asterisk, by its code", drift(named("*.example.com_CNAME", "*.example.com"), evil), upsert(to("evil.example.net", { name: "\\052.example.com." })), "explains"],
    ["an alias", drift(alias, { path: "aliases[0].name", expected: "web-1.eu-west-1.elb.amazonaws.com", actual: "evil-1.eu-west-1.elb.amazonaws.com" }), upsert(target()), "explains"],
    ["an alias as a whole", drift(alias, { path: "aliases[0]", expected: { name: "web-1.eu-west-1.elb.amazonaws.com", zoneId: "Z35SXDOTRQ7X7K", evaluateTargetHealth: true }, actual: { name: "evil-1.eu-west-1.elb.amazonaws.com", zoneId: "Z35SXDOTRQ7X7K", evaluateTargetHealth: false } }), upsert(target()), "explains"],
    ["an alias in place of addresses", drift(alias, { path: "records", expected: ["192.0.2.1"] }), upsert(target()), "explains"],
    ["another alias", drift(alias, { path: "aliases[0].name", expected: "web-1.eu-west-1.elb.amazonaws.com", actual: "evil-1.eu-west-1.elb.amazonaws.com" }), upsert(target({ dNSName: "else.example.net." })), "contradicts"],
    ["a text, which Route 53 quotes", drift(text, { path: "records[1]", actual: "v=spf1 +all" }), upsert({ name: "example.com.", type: "TXT", tTL: 60, resourceRecords: [{ value: "\"a\"" }, { value: "\"v=spf1 +all\"" }] }), "explains"],
    ["a text that went", drift(text, { path: "records[1]", expected: "v=spf1 -all" }), upsert({ name: "example.com.", type: "TXT", tTL: 60, resourceRecords: [{ value: "\"a\"" }] }), "explains"],

    ["a record that is gone", deleted(shop), batch(["DELETE", to("web.example.net")]), "explains"],
    ["a record that is gone, where another of the zone was deleted", deleted(shop), batch(["DELETE", to("web.example.net", { name: "a.example.com." })], ["UPSERT", to("web.example.net")]), "elsewhere"],
  ]);
});
