import assert from "node:assert/strict";
import fc from "fast-check";
import { diff } from "./diff";
import { typeOf } from "./types";
import { UNKNOWN, secret } from "./values";
import type { Values } from "./values";

const queue = typeOf("aws:sqs/queue:Queue");
const group = typeOf("aws:ec2/securityGroup:SecurityGroup");

function pathsOf(type: typeof queue, olds: Values, news: Values, ignoreChanges: readonly string[] = [], oldInputs = news) {
  const changes = diff(type, { olds, oldInputs, news, ignoreChanges });
  return Object.fromEntries(changes.map(({ path, kind, replaces }) => [path, replaces ? `${kind}-replace` : kind]));
}

describe("the plan of an update", () => {
  const values = fc.dictionary(
    fc.string(),
    fc.letrec<{ value: string | number | boolean | null | readonly string[] | Values }>((tie) => ({
      value: fc.oneof(
        fc.string(),
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(fc.string()),
        fc.dictionary(fc.string(), tie("value")),
      ),
    })).value,
  );

  it("is empty for what is already so", () => {
    fc.assert(fc.property(values, (state) => diff(queue, { olds: state, oldInputs: state, news: state, ignoreChanges: [] }).length === 0));
  });

  it("names the key of a map, the index of a list and the field of a block", () => {
    const olds = { tags: { a: "1", "k8s.io/x": "1" }, ingress: [{ fromPort: 443, toPort: 443, protocol: "tcp", self: false }] };
    const news = { tags: { a: "2", b: "1" }, ingress: [{ fromPort: 80, toPort: 443, protocol: "tcp" }] };
    assert.deepEqual(pathsOf(group, olds, news), {
      "tags.a": "update",
      'tags["k8s.io/x"]': "delete",
      "tags.b": "add",
      "ingress[0].fromPort": "update",
    });
  });

  it("takes an element of a set for the same wherever it stands", () => {
    const rule = (port: number) => ({ fromPort: port, toPort: port, protocol: "tcp", cidrBlocks: ["10.0.0.0/8"] });
    assert.deepEqual(pathsOf(group, { ingress: [rule(1), rule(2)] }, { ingress: [rule(2), rule(1)] }), {});
    assert.deepEqual(pathsOf(group, { ingress: [rule(3), rule(1), rule(2)] }, { ingress: [rule(2), rule(1)] }), { "ingress[0]": "delete" });
  });

  it("compares policies by their meaning", () => {
    const one = '{"Version":"2012-10-17","Statement":[{"Action":["a","b"],"Effect":"Allow"}]}';
    const other = '{"Statement":{"Effect":"Allow","Action":["b","a"]},"Version":"2012-10-17"}';
    assert.deepEqual(pathsOf(queue, { policy: one }, { policy: other }), {});
    assert.deepEqual(pathsOf(queue, { policy: one }, { policy: other.replace("Allow", "Deny") }), { policy: "update" });
  });

  it("takes a file or an archive for what its hash says", () => {
    const code = (hash: string, text: string) => ({ code: { "4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17", hash, text } });
    assert.deepEqual(pathsOf(queue, code("1", "a"), code("1", "b")), {});
    assert.deepEqual(pathsOf(queue, code("1", "a"), code("2", "a")), { code: "update" });
  });

  it("replaces for a property that cannot change", () => {
    const [olds, news] = [{ name: "a", fifoQueue: true }, { name: "b", fifoQueue: false }];
    assert.deepEqual(pathsOf(queue, olds, news), { name: "update-replace", fifoQueue: "update-replace" });
  });

  it("leaves to AWS what the program does not set, and takes back what it no longer sets", () => {
    assert.deepEqual(pathsOf(queue, { arn: "arn", kmsMasterKeyId: "key" }, {}), {});
    assert.deepEqual(pathsOf(queue, { sqsManagedSseEnabled: true }, {}, [], { sqsManagedSseEnabled: true }), {});
    assert.deepEqual(pathsOf(queue, { kmsMasterKeyId: "key" }, {}, [], { kmsMasterKeyId: "key" }), { kmsMasterKeyId: "delete" });
  });

  it("says nothing of what ignoreChanges names, or of anything inside it", () => {
    const [olds, news] = [{ tags: { a: "1", b: "1" }, delaySeconds: 1 }, { tags: { a: "2", b: "2" }, delaySeconds: 2 }];
    assert.deepEqual(pathsOf(queue, olds, news, ["tags.a", "delaySeconds"]), { "tags.b": "update" });
    assert.deepEqual(pathsOf(queue, olds, news, ["tags[*]", "delaySeconds"]), {});
    assert.deepEqual(pathsOf(queue, olds, news, ["tags"]), { delaySeconds: "update" });
  });

  it("compares secrets by their value, and expects a change of what is not known yet", () => {
    assert.deepEqual(pathsOf(queue, { policy: "x" }, { policy: secret("x") }), {});
    assert.deepEqual(pathsOf(queue, { policy: "x" }, { policy: UNKNOWN }), { policy: "update" });
  });
});
