import assert from "node:assert/strict";
import { ConfigError, parseConfig } from "../../../automation/config/loadConfig";

const mistake = (yaml: string): string => {
  try {
    parseConfig(yaml, "whodrift.yaml");
  } catch (error) {
    if (error instanceof ConfigError) return error.message.replace("whodrift.yaml: ", "");
    throw error;
  }
  return "none";
};

const sink = (fields: string) => mistake(`notify: { sinks: [{ ${fields} }] }`);

describe("notify in whodrift.yaml", () => {
  it("knows every sink, and routes by the conditions of rules", () => {
    const { notify } = parseConfig(
      `notify:
  sinks:
    - { name: chat, kind: slack, url: { env: SLACK_WEBHOOK_URL } }
    - { name: call, kind: pagerduty, routingKey: { env: PD_ROUTING_KEY } }
    - { name: dd, kind: datadog, apiKey: { env: DD_API_KEY }, site: datadoghq.eu }
    - { name: siem, kind: splunk, url: "https://splunk.example.com:8088", token: { env: HEC }, acknowledge: true }
    - { name: hook, kind: webhook, url: { env: HOOK }, signingKey: { env: HOOK_KEY } }
    - { name: bus, kind: eventbridge, bus: "arn:aws:events:eu-west-1:123456789012:event-bus/default" }
    - { name: mail, kind: sns, topic: "arn:aws:sns:eu-west-1:123456789012:drift" }
  routes:
    - { name: night, when: { stack: "*/*/prod", severity: [high, critical], decision: [alert, hold] }, to: [call] }
    - { name: all, to: [chat, dd] }
`,
      "whodrift.yaml",
    );
    assert.equal(notify.sinks.length, 7);
    assert.deepEqual(notify.routes[0], { name: "night", when: { stack: ["*/*/prod"], severity: ["high", "critical"], decision: ["alert", "hold"] }, unchecked: true, to: ["call"] });
  });

  it("takes no secret as it stands, and does not repeat it", () => {
    assert.match(sink("name: chat, kind: slack, url: https://hooks.slack.com/services/canary"), /^notify\.sinks\.0\.url: /);
    assert.doesNotMatch(sink("name: chat, kind: slack, url: https://hooks.slack.com/services/canary"), /canary/);
    assert.doesNotMatch(sink("name: call, kind: pagerduty, routingKey: canary"), /canary/);
  });

  it("refuses to send in the clear, or with a password in the URL", () => {
    assert.match(sink("name: hook, kind: webhook, url: http://alerts.example"), /it has to begin with https:\/\//);
    assert.match(sink("name: hook, kind: webhook, url: ftp://alerts.example"), /notify\.sinks\.0\.url/);
    assert.match(sink('name: hook, kind: webhook, url: "https://me:canary@alerts.example"'), /a user or password in a URL/);
    assert.equal(sink("name: hook, kind: webhook, url: http://localhost:8080/x"), "none");
  });

  it("says what a name that is wrong should be", () => {
    assert.match(mistake("notify: { sinks: [{ name: chat, kind: slack, url: { env: A } }], routes: [{ name: all, to: [chta] }] }"), /notify\.routes\.0\.to: there is no sink chta: did you mean chat\?/);
    assert.match(mistake("notify: { routes: [{ name: all, to: [chat] }] }"), /there is no sink chat$/);
    assert.match(sink("name: chat, kind: slcak, url: { env: A }"), /kind is one of slack, pagerduty, datadog, splunk, webhook, eventbridge, sns/);
    assert.match(sink("name: ../x, kind: slack, url: { env: A }"), /a name is up to 40 of/);
    assert.match(mistake("notify: { sinks: [{ name: a, kind: slack, url: { env: A } }, { name: a, kind: slack, url: { env: A } }] }"), /another sink has this name/);
  });
});
