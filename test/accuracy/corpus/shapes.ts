import { likely, person, proven, type Label, type Labelled, type Told, type Truth } from "../label";

/**
 * Records of our own in `shapes.ndjson`, of calls that do not have their parameters under the properties' names:
 * entries of access lists, pairs of key and value, batches, patches. Beside each, a sibling that the call was not about.
 */
const on = (type: string, region: string, ...identities: readonly string[]): Labelled => ({ type, account: "111122223333", region, identities });
const network = (type: string, ...identities: readonly string[]) => on(`aws:ec2/${type}`, "eu-west-1", ...identities);
const balancing = (type: string, path: string, name: string) => on(`aws:lb/${type}`, "eu-west-1", `arn:aws:elasticloadbalancing:eu-west-1:111122223333:${path}`, name);
const gateway = (type: string, ...identities: readonly string[]) => on(`aws:apigateway/${type}`, "eu-west-1", ...identities);
const zone = "Z09151234EXAMPLE";
const dns = (id: string, name: string) => on("aws:route53/record:Record", "us-east-1", `${zone}_${id}`, zone, name);
const list = (number: number) => network("networkAcl:NetworkAcl", `acl-0b0b0b0b0b0b0000${number}`);

const entry = (ruleNo: number, more = {}): Readonly<Record<string, string | number>> => ({ protocol: "6", ruleNo, action: "allow", cidrBlock: "0.0.0.0/0", ipv6CidrBlock: "", fromPort: 22, toPort: 22, icmpType: 0, icmpCode: 0, ...more });
const opened: Told = { path: "cidrBlock", expected: "10.0.0.0/8", actual: "0.0.0.0/0" };
const gone: Told = { path: "" };
const evil = (expected: string): Told => ({ path: "records[0]", expected, actual: "evil.example.net" });
const weight: Told = { path: "weightedRoutingPolicies[0].weight", expected: 10, actual: 255 };
const throttle: Told = { path: "settings.throttlingRateLimit", expected: 100, actual: 10000 };
const authorization: Told = { path: "authorization", expected: "AWS_IAM", actual: "NONE" };

const front = balancing("loadBalancer:LoadBalancer", "loadbalancer/app/front/60dc6c495c0c9100", "front");
const back = balancing("loadBalancer:LoadBalancer", "loadbalancer/app/back/60dc6c495c0c9101", "back");
const targets = balancing("targetGroup:TargetGroup", "targetgroup/front/953f017f100becf1", "front");
const stage = gateway("stage:Stage", "ags-f6g7h8i9j0-live", "f6g7h8i9j0");

type Row = readonly [what: string, resource: Labelled, change: Told, truth?: Truth];

const batch = proven("1dce6969-5426-5728-bc9a-90c30ee1d3c5", person("carol"));
const logs = proven("e20c46be-279d-5bf5-b8e4-7d2e4e5709aa", person("alice"));
const delay = proven("925130e0-4f40-5a9d-9e61-b45c7a92214d", person("bob"));

const rows: readonly Row[] = [
  ["an entry of a list came", list(1), { path: "ingress[0]", actual: entry(110) }, proven("916591e3-54dd-5b48-b436-dd7c7984b114", person("alice"))],
  ["its namesake of the other direction", list(1), { path: "egress[0]", actual: entry(110) }],
  ["an entry like it under another number", list(1), { path: "ingress[0]", actual: entry(111) }],
  ["an entry of a list went", list(2), { path: "ingress[0]", expected: entry(120) }, proven("10499de8-7c35-52b7-a6c7-78778978f546", person("bob"))],
  ["another entry of the list went", list(2), { path: "ingress[0]", expected: entry(121) }],
  // Its id is the checksum of list, number, direction and protocol, as Pulumi's provider makes it.
  ["an entry that is a resource was opened", network("networkAclRule:NetworkAclRule", "nacl-921277143", "acl-0b0b0b0b0b0b00003"), opened, proven("2a08fd38-83da-5ad3-80c8-edb99791b566", person("carol"))],
  ["the next entry of its list", network("networkAclRule:NetworkAclRule", "nacl-3643537897", "acl-0b0b0b0b0b0b00003"), opened],
  ["an entry that is a resource is gone", network("networkAclRule:NetworkAclRule", "nacl-1246139116", "acl-0b0b0b0b0b0b00004"), gone, proven("78b09fee-05c5-5da7-8cc3-1745c06d2492", person("alice"))],
  ["its namesake of the other direction, gone", network("networkAclRule:NetworkAclRule", "nacl-2048863636", "acl-0b0b0b0b0b0b00004"), gone],
  ["a subnet got another list", list(5), { path: "subnetIds[0]", actual: "subnet-0b0b0b0b0b0b00001" }, likely("8545605f-c8ef-5b25-a4ef-e5a22e22076f", person("bob"))],
  ["a subnet left the list", list(5), { path: "subnetIds[0]", expected: "subnet-0b0b0b0b0b0b00002" }],

  ["a load balancer is not protected from deletion", front, { path: "enableDeletionProtection", expected: true, actual: false }, proven("8331b979-b1d6-57a8-995c-5df2a9bf286e", person("carol"))],
  ["another switch of the balancer", front, { path: "enableHttp2", expected: true, actual: false }],
  ["a load balancer writes no logs", back, { path: "accessLogs.enabled", expected: true, actual: false }, logs],
  ["a load balancer logs its connections", back, { path: "connectionLogs", expected: { bucket: "", enabled: false, prefix: "" }, actual: { bucket: "acme-logs", enabled: true, prefix: "" } }, logs],
  ["other logs of the balancer", back, { path: "healthCheckLogs.enabled", expected: true, actual: false }],
  ["targets are cut off", targets, { path: "deregistrationDelay", expected: 300, actual: 0 }, delay],
  ["targets do not stick", targets, { path: "stickiness.enabled", expected: true, actual: false }, delay],
  ["the check of these targets", targets, { path: "healthCheck.enabled", expected: true, actual: false }],
  ["a load balancer, where targets of its name were changed", front, { path: "enableCrossZoneLoadBalancing", expected: true, actual: false }],

  ["the first record of a batch", dns("api.example.org_A", "api.example.org"), { path: "records[0]", expected: "203.0.113.1", actual: "203.0.113.99" }, batch],
  ["every other name of the zone", dns("*.example.org_CNAME", "*.example.org"), evil("web.example.org"), batch],
  ["a record that the batch deleted", dns("old.example.org_CNAME", "old.example.org"), gone, batch],
  ["a record beside it, gone", dns("older.example.org_CNAME", "older.example.org"), gone],
  ["a record of the batch's name and another type", dns("api.example.org_AAAA", "api.example.org"), { path: "ttl", expected: 300, actual: 60 }],
  ["a record beside it that points elsewhere", dns("web.example.org_CNAME", "web.example.org"), evil("web-1.example.org")],
  ["a weight", dns("shop.example.org_CNAME_blue", "shop.example.org"), weight, proven("09060f85-d8fe-5e26-aaa0-7c90c5851ade", person("alice"))],
  ["the weight of the other", dns("shop.example.org_CNAME_green", "shop.example.org"), weight],
  ["an alias", dns("example.org_A", "example.org"), { path: "aliases[0].name", expected: "web-1.eu-west-1.elb.amazonaws.com", actual: "evil-1.eu-west-1.elb.amazonaws.com" }, proven("58425bbf-4cc2-5d11-b3fa-9204f4622a58", person("bob"))],

  ["a stage's variable", stage, { path: "variables.BACKEND", expected: "api.example.org", actual: "evil.example.net" }, proven("f1b5ad05-c298-5580-8b64-2bf9fd83d6f2", person("carol"))],
  ["another variable of the stage", stage, { path: "variables.FRONTEND", expected: "www.example.org", actual: "evil.example.net" }],
  ["the same variable of another stage", gateway("stage:Stage", "ags-f6g7h8i9j0-beta", "f6g7h8i9j0"), { path: "variables.BACKEND", expected: "api.example.org", actual: "evil.example.net" }],
  ["a method's throttle", gateway("methodSettings:MethodSettings", "k1l2m3n4o5-live-pets/GET", "k1l2m3n4o5"), throttle, proven("ff8d1880-d4ba-5ff6-ab95-b56dea84745a", person("alice"))],
  ["the throttle of all methods", gateway("methodSettings:MethodSettings", "k1l2m3n4o5-live-*/*", "k1l2m3n4o5"), throttle],
  ["a method without authorization", gateway("method:Method", "agm-p6q7r8s9t0-r1s2t3-GET", "p6q7r8s9t0"), authorization, proven("ea9bc634-0107-5d3f-b6ad-763ca2537606", person("bob"))],
  ["the method beside it", gateway("method:Method", "agm-p6q7r8s9t0-r1s2t3-POST", "p6q7r8s9t0"), authorization],
  ["an API's own endpoint", gateway("restApi:RestApi", "u1v2w3x4y5", "shop-api"), { path: "disableExecuteApiEndpoint", expected: true, actual: false }, proven("2264a64e-89e3-5e2a-a41b-20d10b245aea", person("carol"))],
  ["a plan's quota", gateway("usagePlan:UsagePlan", "gold12", "gold"), { path: "quotaSettings.limit", expected: 1000, actual: 1000000 }, proven("25180ba0-355d-5a20-be8e-afe4b1d140cf", person("alice"))],
];

export const shapes: readonly Label[] = rows.map(([what, resource, change, truth]) => ({ what, resource, change, ...(truth === undefined ? {} : { truth }) }));
