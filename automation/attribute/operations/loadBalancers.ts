import { isJsonArray, isJsonObject, type Json } from "../../../policypack/model";
import type { CloudTrailRecord } from "../../audit/trailRecord";
import { untold, type Reading, type Setting } from "./reader";
import { reads, sets, type ResourceOperations } from "./writer";

// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html
const BALANCER: Readonly<Record<string, string>> = {
  "deletion_protection.enabled": "enableDeletionProtection",
  "load_balancing.cross_zone.enabled": "enableCrossZoneLoadBalancing",
  "access_logs.s3.enabled": "accessLogs.enabled",
  "access_logs.s3.bucket": "accessLogs.bucket",
  "access_logs.s3.prefix": "accessLogs.prefix",
  "connection_logs.s3.enabled": "connectionLogs.enabled",
  "connection_logs.s3.bucket": "connectionLogs.bucket",
  "connection_logs.s3.prefix": "connectionLogs.prefix",
  "health_check_logs.s3.enabled": "healthCheckLogs.enabled",
  "health_check_logs.s3.bucket": "healthCheckLogs.bucket",
  "health_check_logs.s3.prefix": "healthCheckLogs.prefix",
  "idle_timeout.timeout_seconds": "idleTimeout",
  "client_keep_alive.seconds": "clientKeepAlive",
  "routing.http.desync_mitigation_mode": "desyncMitigationMode",
  "routing.http.drop_invalid_header_fields.enabled": "dropInvalidHeaderFields",
  "routing.http.preserve_host_header.enabled": "preserveHostHeader",
  "routing.http.x_amzn_tls_version_and_cipher_suite.enabled": "enableTlsVersionAndCipherSuiteHeaders",
  "routing.http.xff_client_port.enabled": "enableXffClientPort",
  "routing.http.xff_header_processing.mode": "xffHeaderProcessingMode",
  "routing.http2.enabled": "enableHttp2",
  "waf.fail_open.enabled": "enableWafFailOpen",
  "zonal_shift.config.enabled": "enableZonalShift",
  "dns_record.client_routing_policy": "dnsRecordClientRoutingPolicy",
  "secondary_ips.auto_assigned.per_subnet": "secondaryIpsAutoAssignedPerSubnet",
};

// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html
const TARGETS: Readonly<Record<string, string>> = {
  "deregistration_delay.timeout_seconds": "deregistrationDelay",
  "deregistration_delay.connection_termination.enabled": "connectionTermination",
  "stickiness.enabled": "stickiness.enabled",
  "stickiness.type": "stickiness.type",
  "stickiness.lb_cookie.duration_seconds": "stickiness.cookieDuration",
  "stickiness.app_cookie.duration_seconds": "stickiness.cookieDuration",
  "stickiness.app_cookie.cookie_name": "stickiness.cookieName",
  "load_balancing.cross_zone.enabled": "loadBalancingCrossZoneEnabled",
  "load_balancing.algorithm.type": "loadBalancingAlgorithmType",
  "load_balancing.algorithm.anomaly_mitigation": "loadBalancingAnomalyMitigation",
  "slow_start.duration_seconds": "slowStart",
  "lambda.multi_value_headers.enabled": "lambdaMultiValueHeadersEnabled",
  "preserve_client_ip.enabled": "preserveClientIp",
  "proxy_protocol_v2.enabled": "proxyProtocolV2",
  "target_failover.on_deregistration": "targetFailovers.onDeregistration",
  "target_failover.on_unhealthy": "targetFailovers.onUnhealthy",
  "target_health_state.unhealthy.connection_termination.enabled": "targetHealthStates.enableUnhealthyConnectionTermination",
  "target_health_state.unhealthy.draining_interval_seconds": "targetHealthStates.unhealthyDrainingInterval",
  "target_group_health.dns_failover.minimum_healthy_targets.count": "targetGroupHealth.dnsFailover.minimumHealthyTargetsCount",
  "target_group_health.dns_failover.minimum_healthy_targets.percentage": "targetGroupHealth.dnsFailover.minimumHealthyTargetsPercentage",
  "target_group_health.unhealthy_state_routing.minimum_healthy_targets.count": "targetGroupHealth.unhealthyStateRouting.minimumHealthyTargetsCount",
  "target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage": "targetGroupHealth.unhealthyStateRouting.minimumHealthyTargetsPercentage",
};

/** `attributes: [{ key, value }]`; what the call leaves out stays as it is. */
function pairs({ requestParameters }: CloudTrailRecord, propertyOf: (key: string) => string | undefined): Reading {
  const attributes = requestParameters?.["attributes"];
  if (!isJsonArray(attributes)) return untold;
  const given = attributes.filter(isJsonObject);
  const cookie = given.find(({ key }) => key === "stickiness.type")?.["value"];
  const settings = given.flatMap(({ key, value }): Setting[] => {
    const property = typeof key === "string" ? propertyOf(key) : undefined;
    if (property === undefined || (typeof key === "string" && isOfOtherCookie(key, cookie))) return [];
    const path = property.split(".");
    return [value === undefined ? { path, untold: true } : { path, value }];
  });
  return { does: "sets", settings };
}

/** Both kinds of cookie have a duration; Pulumi has that of the kind in use. */
function isOfOtherCookie(key: string, cookie: Json | undefined): boolean {
  const kind = /^stickiness\.(lb_cookie|app_cookie)\./.exec(key)?.[1];
  return kind !== undefined && cookie !== undefined && cookie !== kind;
}

function listed(table: Readonly<Record<string, string>>): (key: string) => string | undefined {
  return (key) => (Object.hasOwn(table, key) ? table[key] : undefined);
}

/** A listener's property is its attribute's key in one word: `tcp.idle_timeout.seconds` is `tcpIdleTimeoutSeconds`. */
function inOneWord(key: string): string {
  return key.replace(/[._-]+(\w)/g, (_, letter: string) => letter.toUpperCase());
}

const HEALTH_CHECK = {
  enabled: "healthCheckEnabled",
  path: "healthCheckPath",
  port: "healthCheckPort",
  protocol: "healthCheckProtocol",
  interval: "healthCheckIntervalSeconds",
  timeout: "healthCheckTimeoutSeconds",
  healthyThreshold: "healthyThresholdCount",
  unhealthyThreshold: "unhealthyThresholdCount",
};

const loadBalancer: ResourceOperations = {
  subjects: ["loadbalancerarn"],
  deletes: ["DeleteLoadBalancer"],
  open: true,
  writers: [
    reads(["ModifyLoadBalancerAttributes"], ["*"], (record) => pairs(record, listed(BALANCER))),
    sets(["SetSecurityGroups"], ["securityGroups", "enforceSecurityGroupInboundRulesOnPrivateLinkTraffic"]),
    sets(["SetSubnets"], ["subnets", "subnetMappings"]),
    sets(["SetIpAddressType"], ["ipAddressType"]),
  ],
};

const targetGroup: ResourceOperations = {
  subjects: ["targetgrouparn"],
  deletes: ["DeleteTargetGroup"],
  open: true,
  writers: [sets(["ModifyTargetGroup"], ["healthCheck"], HEALTH_CHECK), reads(["ModifyTargetGroupAttributes"], ["*"], (record) => pairs(record, listed(TARGETS)))],
};

const listener: ResourceOperations = {
  subjects: ["listenerarn"],
  deletes: ["DeleteListener"],
  open: true,
  writers: [reads(["ModifyListenerAttributes"], ["*"], (record) => pairs(record, inOneWord))],
};

/** Application, network and gateway load balancers. */
export const loadBalancers: Readonly<Record<string, ResourceOperations>> = {
  "lb/loadBalancer": loadBalancer,
  "alb/loadBalancer": loadBalancer,
  "lb/targetGroup": targetGroup,
  "alb/targetGroup": targetGroup,
  "lb/listener": listener,
  "alb/listener": listener,
};
