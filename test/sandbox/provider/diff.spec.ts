import assert from "node:assert/strict";
import fc from "fast-check";
import { diff } from "./diff";
import type { ResourceType } from "./resourceType";
import { typeOf } from "./types";
import { UNKNOWN, secret } from "./values";
import type { Values } from "./values";

const queue = typeOf("aws:sqs/queue:Queue");
const group = typeOf("aws:ec2/securityGroup:SecurityGroup");

/** As a type with blocks in blocks would say it. */
const nested: ResourceType = {
  ...queue,
  defaults: {},
  forceNew: ["launch.image", "disks[*].encrypted", "zone"],
  documents: ["policies[*].document"],
  sets: ["rules", "rules[*].filter.tags"],
  computed: ["id", "launch.arn", "disks[*].volumeId"],
};

function pathsOf(type: ResourceType, olds: Values, news: Values, ignoreChanges: readonly string[] = []) {
  const changes = diff(type, { olds, news, ignoreChanges });
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
    fc.assert(fc.property(values, (state) => diff(queue, { olds: state, news: state, ignoreChanges: [] }).length === 0));
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

  it("leaves to AWS what it may choose, and takes back every other property that the program does not set", () => {
    assert.deepEqual(pathsOf(queue, { arn: "arn", sqsManagedSseEnabled: true, policy: "{}" }, {}), {});
    assert.deepEqual(pathsOf(queue, { kmsMasterKeyId: "key", tags: { a: "1" } }, {}), { kmsMasterKeyId: "delete", tags: "delete" });
    assert.deepEqual(pathsOf(queue, { kmsMasterKeyId: "", tags: {}, delaySeconds: 0 }, {}), {});
  });

  describe("of blocks in blocks", () => {
    it("takes an element of an inner set for the same wherever it stands", () => {
      const rule = (...tags: string[]) => ({ rules: [{ filter: { tags } }] });
      assert.deepEqual(pathsOf(nested, rule("a", "b"), rule("b", "a")), {});
      assert.deepEqual(pathsOf(nested, rule("a", "b"), rule("b", "c")), { "rules[0].filter.tags[1]": "add", "rules[0].filter.tags[0]": "delete" });
      assert.deepEqual(pathsOf(nested, { rules: [...rule("a").rules, ...rule("b").rules] }, { rules: [...rule("b").rules, ...rule("a").rules] }), {});
    });

    it("compares an inner policy by its meaning, and text elsewhere as text", () => {
      const [one, other] = ['{"a":1,"b":2}', '{"b":2,"a":1}'];
      assert.deepEqual(pathsOf(nested, { policies: [{ document: one }] }, { policies: [{ document: other }] }), {});
      assert.deepEqual(pathsOf(nested, { document: one }, { document: other }), { document: "update" });
    });

    it("leaves to AWS an inner property that it may choose", () => {
      const [live, declared] = [{ arn: "arn", size: 1, note: "x" }, { size: 2 }];
      assert.deepEqual(pathsOf(nested, { launch: live }, { launch: declared }), { "launch.size": "update", "launch.note": "delete" });
      assert.deepEqual(pathsOf(nested, { disks: [{ volumeId: "vol-1", size: 1 }] }, { disks: [{ size: 1 }] }), {});
    });

    it("replaces only for the inner property that cannot change, or for a block that comes or goes with it", () => {
      assert.deepEqual(pathsOf(nested, { launch: { image: "a", size: 1 } }, { launch: { image: "b", size: 2 } }), {
        "launch.image": "update-replace",
        "launch.size": "update",
      });
      assert.deepEqual(pathsOf(nested, { disks: [] }, { disks: [{ size: 1 }, { encrypted: true }] }), { "disks[0]": "add", "disks[1]": "add-replace" });
      assert.deepEqual(pathsOf(nested, { launch: { image: "a" } }, {}), { launch: "delete-replace" });
      assert.deepEqual(pathsOf(nested, {}, { zone: "a" }), { zone: "add-replace" });
    });
  });

  it("shows of a list of scalars what came and went, not what moved up behind it", () => {
    assert.deepEqual(pathsOf(nested, { list: ["a", "b", "c"] }, { list: ["b", "c"] }), { "list[0]": "delete" });
    assert.deepEqual(pathsOf(nested, { list: ["b", "c"] }, { list: ["a", "b", "x"] }), { "list[0]": "add", "list[1]": "delete", "list[2]": "add" });
    const scalars = fc.array(fc.constantFrom("a", "b", "c"));
    fc.assert(fc.property(scalars, scalars, (olds, news) => {
      const kinds = Object.values(pathsOf(nested, { list: olds }, { list: news }));
      const count = (...of: string[]) => kinds.filter((kind) => of.includes(kind)).length;
      // Without what goes and with what comes, each list has the length of the other.
      return olds.length - count("delete", "update") === news.length - count("add", "update");
    }));
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
