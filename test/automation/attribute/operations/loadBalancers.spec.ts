import { deleted, drift } from "../shapes/drifts";
import { alice, record } from "../shapes/records";
import { specify } from "./rows";

const ARN = "arn:aws:elasticloadbalancing:eu-west-1:111122223333";
const balancer = { type: "aws:lb/loadBalancer:LoadBalancer", identities: [`${ARN}:loadbalancer/app/web/50dc6c495c0c9188`, "web"] };
const targets = { type: "aws:lb/targetGroup:TargetGroup", identities: [`${ARN}:targetgroup/web/943f017f100becff`, "web"] };
const listener = { type: "aws:lb/listener:Listener", identities: [`${ARN}:listener/app/web/50dc6c495c0c9188/f2f7dc8efc522ab2`] };
const elb = (operation: string, parameters: object) => record("elasticloadbalancing", operation, "02:00", alice, parameters);
const pairs = (attributes: Readonly<Record<string, string>>) => Object.entries(attributes).map(([key, value]) => ({ key, value }));
const ofBalancer = (attributes: Readonly<Record<string, string>>, loadBalancerArn = balancer.identities[0]) => elb("ModifyLoadBalancerAttributes", { loadBalancerArn, attributes: pairs(attributes) });
const ofTargets = (attributes: Readonly<Record<string, string>>, targetGroupArn = targets.identities[0]) => elb("ModifyTargetGroupAttributes", { targetGroupArn, attributes: pairs(attributes) });
const timeout = drift(balancer, { path: "idleTimeout", expected: 60, actual: 300 });
const unprotected = drift(balancer, { path: "enableDeletionProtection", expected: true, actual: false });
const unlogged = drift(balancer, { path: "accessLogs.enabled", expected: true, actual: false });
const logs = { bucket: "logs", prefix: "web", enabled: true };

describe("operations on load balancers", () => {
  specify([
    ["a time-out", timeout, ofBalancer({ "idle_timeout.timeout_seconds": "300" }), "explains"],
    ["a time-out among others", timeout, ofBalancer({ "deletion_protection.enabled": "true", "idle_timeout.timeout_seconds": "300" }), "explains"],
    ["another time-out", timeout, ofBalancer({ "idle_timeout.timeout_seconds": "120" }), "contradicts"],
    ["another attribute of the same value", timeout, ofBalancer({ "client_keep_alive.seconds": "300" }), "elsewhere"],
    ["the same time-out of a balancer of a similar name", timeout, ofBalancer({ "idle_timeout.timeout_seconds": "300" }, `${ARN}:loadbalancer/app/web-2/50dc6c495c0c9180`), "elsewhere"],
    ["the same time-out of a namesake in another network", timeout, elb("ModifyLoadBalancerAttributes", { loadBalancerArn: `${ARN}:loadbalancer/net/other/50dc6c495c0c9180`, attributes: pairs({ "idle_timeout.timeout_seconds": "300" }) }), "elsewhere"],
    ["attributes that are not recorded", timeout, elb("ModifyLoadBalancerAttributes", { loadBalancerArn: balancer.identities[0] }), "names"],
    ["protection from deletion", unprotected, ofBalancer({ "deletion_protection.enabled": "false" }), "explains"],
    ["another switch, off as well", unprotected, ofBalancer({ "waf.fail_open.enabled": "false" }), "elsewhere"],
    ["headers that pass", drift(balancer, { path: "dropInvalidHeaderFields", expected: true, actual: false }), ofBalancer({ "routing.http.drop_invalid_header_fields.enabled": "false" }), "explains"],
    ["logs that are off", unlogged, ofBalancer({ "access_logs.s3.enabled": "false" }), "explains"],
    ["other logs that are off", unlogged, ofBalancer({ "connection_logs.s3.enabled": "false" }), "elsewhere"],
    ["logs that are off where others are on", unlogged, ofBalancer({ "connection_logs.s3.enabled": "true", "access_logs.s3.enabled": "false" }), "explains"],
    ["logs as a whole", drift(balancer, { path: "accessLogs", expected: logs, actual: { ...logs, bucket: "mine", prefix: "" } }), ofBalancer({ "access_logs.s3.bucket": "mine", "access_logs.s3.prefix": "" }), "explains"],
    ["logs as a whole, of which the call set a part", drift(balancer, { path: "accessLogs", expected: logs, actual: { ...logs, bucket: "mine", prefix: "x" } }), ofBalancer({ "access_logs.s3.bucket": "mine" }), "touches"],
    ["logs as a whole, of which the call set what did not change", drift(balancer, { path: "accessLogs", expected: logs, actual: { ...logs, bucket: "mine" } }), ofBalancer({ "access_logs.s3.enabled": "true" }), "elsewhere"],
    ["logs as a whole, sent elsewhere than now", drift(balancer, { path: "accessLogs", expected: logs, actual: { ...logs, bucket: "mine" } }), ofBalancer({ "access_logs.s3.bucket": "yours" }), "contradicts"],
    ["the groups of a balancer", drift(balancer, { path: "securityGroups[1]", actual: "sg-2" }), elb("SetSecurityGroups", { loadBalancerArn: balancer.identities[0], securityGroups: ["sg-1", "sg-2"] }), "explains"],
    ["the time-out, where a rule of its listener was changed", timeout, elb("ModifyRule", { ruleArn: `${ARN}:listener-rule/app/web/50dc6c495c0c9188/f2f7dc8efc522ab2/9683b2d02a6cabee`, actions: [] }), "elsewhere"],
    ["a balancer that is gone, where its attributes were changed", deleted(balancer), ofBalancer({ "deletion_protection.enabled": "false" }), "elsewhere"],
    ["a balancer that was deleted", deleted(balancer), elb("DeleteLoadBalancer", { loadBalancerArn: balancer.identities[0] }), "explains"],

    ["a delay of targets", drift(targets, { path: "deregistrationDelay", expected: 300, actual: 0 }), ofTargets({ "deregistration_delay.timeout_seconds": "0" }), "explains"],
    ["the delay of another group", drift(targets, { path: "deregistrationDelay", expected: 300, actual: 0 }), ofTargets({ "deregistration_delay.timeout_seconds": "0" }, `${ARN}:targetgroup/web2/943f017f100becf0`), "elsewhere"],
    ["a connection's end, where the delay was changed", drift(targets, { path: "connectionTermination", expected: true, actual: false }), ofTargets({ "deregistration_delay.timeout_seconds": "0" }), "elsewhere"],
    ["stickiness", drift(targets, { path: "stickiness.enabled", expected: true, actual: false }), ofTargets({ "stickiness.enabled": "false", "load_balancing.cross_zone.enabled": "true" }), "explains"],
    ["a cookie's life", drift(targets, { path: "stickiness.cookieDuration", expected: 60, actual: 86400 }), ofTargets({ "stickiness.type": "lb_cookie", "stickiness.lb_cookie.duration_seconds": "86400", "stickiness.app_cookie.duration_seconds": "60" }), "explains"],
    ["the check of targets, where attributes were changed", drift(targets, { path: "healthCheck.enabled", expected: true, actual: false }), ofTargets({ "stickiness.enabled": "false" }), "elsewhere"],

    ["a listener's time-out", drift(listener, { path: "tcpIdleTimeoutSeconds", expected: 350, actual: 60 }), elb("ModifyListenerAttributes", { listenerArn: listener.identities[0], attributes: pairs({ "tcp.idle_timeout.seconds": "60" }) }), "explains"],
    ["a listener's policy", drift(listener, { path: "sslPolicy", expected: "a", actual: "b" }), elb("ModifyListener", { listenerArn: listener.identities[0], sslPolicy: "b" }), "explains"],
    ["a listener's policy, where its attributes were changed", drift(listener, { path: "sslPolicy", expected: "a", actual: "b" }), elb("ModifyListenerAttributes", { listenerArn: listener.identities[0], attributes: pairs({ "tcp.idle_timeout.seconds": "60" }) }), "elsewhere"],
  ]);
});
