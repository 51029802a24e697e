import assert from "node:assert/strict";
import type { StateResource } from "../../../automation/estate/deployment";
import { excludeTypes, findBlindProvider } from "../../../automation/refresh/leaveOut";

const properties = { inputs: {}, outputs: {} };
const aws = "urn:pulumi:dev::shop::pulumi:providers:aws::default";
const keyed = "urn:pulumi:dev::shop::pulumi:providers:aws::keyed";
const of = (provider: string, name: string, type = "aws:s3/bucket:Bucket"): StateResource => ({ urn: `urn:pulumi:dev::shop::${type}::${name}`, type, custom: true, id: name, provider: `${provider}::1`, ...properties });
const provider = (urn: string): StateResource => ({ urn, type: "pulumi:providers:aws", custom: true, id: "1", ...properties });
const component: StateResource = { urn: "urn:pulumi:dev::shop::acme:web:App::app", type: "acme:web:App", custom: false, ...properties };
const deployment = { resources: [provider(aws), provider(keyed), component, of(aws, "a"), of(keyed, "b"), of(keyed, "c", "aws:ssm/parameter:Parameter")] };

describe("what is left out of a refresh", () => {
  it("on purpose is what is of an excluded type and could be read; a component's parts are not meant", () => {
    const left = excludeTypes(deployment, (type) => type.startsWith("aws:ssm/") || type.startsWith("acme:") || type.startsWith("pulumi:"));
    assert.deepEqual([...left], [["urn:pulumi:dev::shop::aws:ssm/parameter:Parameter::c", { reason: "excluded by refresh.excludeTypes", accepted: true }]]);
  });

  for (const [what, message, told] of [
    ["cannot log in", `configure provider '${keyed}': The configured AWS credentials are invalid or have expired.`, "The configured AWS credentials are invalid or have expired."],
    ["has no plugin", `load plugin for aws provider '${keyed}': could not find latest version for provider aws`, "could not find latest version for provider aws"],
  ] as const) {
    it(`is a provider that ${what}, with all that it manages, and is told without its name`, () => {
      const blind = findBlindProvider(deployment, { observations: [], problem: { code: "refresh-failed", message } });
      assert.deepEqual(blind?.problem, { code: "refresh-failed", message: told });
      assert.deepEqual([...blind.leftOut], [keyed, "urn:pulumi:dev::shop::aws:s3/bucket:Bucket::b", "urn:pulumi:dev::shop::aws:ssm/parameter:Parameter::c"].map((urn) => [urn, { reason: told }]));
    });
  }

  it("is nothing where no provider is named", () => {
    for (const problem of [undefined, { code: "timeout", message: "too long" }, { code: "refresh-failed", message: "configure provider 'default': no" }]) {
      assert.equal(findBlindProvider(deployment, { observations: [], ...(problem && { problem }) }), undefined);
    }
  });
});
