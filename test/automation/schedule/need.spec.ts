import assert from "node:assert/strict";
import { deploymentSchema } from "../../../automation/estate/deployment";
import { needOf, NO_NEED } from "../../../automation/schedule";

const MB = 1_000_000;

describe("what a stack needs", () => {
  function provider(name: string, as = "default", id = "1") {
    return { urn: `urn:pulumi:prod::shop::pulumi:providers:${name}::${as}`, type: `pulumi:providers:${name}`, custom: true, id };
  }
  function resource(type: string, of: ReturnType<typeof provider>, arn?: string) {
    return { urn: `urn:pulumi:prod::shop::${type}::x`, type, custom: true, id: "x", provider: `${of.urn}::${of.id}`, outputs: arn === undefined ? {} : { arn } };
  }
  const need = (...resources: readonly object[]) => needOf(deploymentSchema.parse({ resources }));

  it("is the CLI and a process for each provider that has resources", () => {
    const [one, other, idle, random] = [provider("aws"), provider("aws", "us"), provider("aws", "idle"), provider("random")];
    const { memoryBytes } = need(one, other, idle, random, resource("aws:sqs/queue:Queue", one), resource("aws:sqs/queue:Queue", one), resource("aws:sns/topic:Topic", other), resource("random:index:Id", random));
    assert.equal(memoryBytes, (130 + 430 + 430 + 150) * MB);
  });

  it("is in the accounts that its ARNs name", () => {
    const aws = provider("aws");
    const { accounts } = need(
      aws,
      resource("aws:sqs/queue:Queue", aws, "arn:aws:sqs:eu-west-1:222233334444:q"),
      resource("aws:iam/role:Role", aws, "arn:aws-us-gov:iam::111122223333:role/r"),
      resource("aws:iam/policy:Policy", aws, "arn:aws:iam::aws:policy/ReadOnlyAccess"),
      resource("aws:sqs/queue:Queue", aws, "arn:aws:sqs:eu-west-1:222233334444:other"),
    );
    assert.deepEqual(accounts, ["111122223333", "222233334444"]);
  });

  it("is that of a provider below a component, too", () => {
    const nested = { ...provider("aws"), urn: "urn:pulumi:prod::shop::my:index:Net$pulumi:providers:aws::own" };
    assert.equal(need(nested, resource("aws:sqs/queue:Queue", nested)).memoryBytes, 560 * MB);
  });

  it("is nothing where nothing is to be read, and no process for the engine's own provider", () => {
    assert.deepEqual(need(), NO_NEED);
    assert.deepEqual(need(resource("pulumi:pulumi:StackReference", provider("pulumi"))), NO_NEED);
  });
});
