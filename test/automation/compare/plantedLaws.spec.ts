import assert from "node:assert/strict";
import fc from "fast-check";
import { counts, formatPath, isJsonArray, isJsonObject, type FoundChange, type Json, type JsonObject, type PathSegment } from "../../../policypack/model";
import { compare, urnOf, type Case } from "./observed";

/** None of them a set, a person's own keys, or what a rule of noise is about. */
const NAMES = ["alpha", "beta", "gamma", "a.b", "name", "value", "password", "policy", "list"];
const scalar = fc.oneof(fc.constantFrom<Json>(null, "", true, 443, "443", '{"Statement":[]}', '{"a":[1]}'), fc.string({ maxLength: 5 }), fc.integer());
const { tree } = fc.letrec<{ tree: Json }>((tie) => ({
  tree: fc.oneof({ maxDepth: 4 }, scalar, fc.array(tie("tree"), { maxLength: 3 }), fc.dictionary(fc.constantFrom(...NAMES), tie("tree"), { maxKeys: 4 })),
}));
const state = fc.dictionary(fc.constantFrom(...NAMES), tree, { minKeys: 1, maxKeys: 4 });
const planted = fc.constantFrom("planted-1", "planted-2", 71_717_171);
const type = fc.constantFrom("aws:sqs/queue:Queue", "aws:x/y:Z");

type Path = readonly PathSegment[];

/** Where a single value stands; a container without anything in it is one. */
function leaves(value: Json, path: Path = []): readonly Path[] {
  if (isJsonArray(value) && value.length > 0) return value.flatMap((element, index) => leaves(element, [...path, index]));
  if (isJsonObject(value) && Object.keys(value).length > 0) return Object.entries(value).flatMap(([name, element]) => leaves(element, [...path, name]));
  return path.length === 0 ? [] : [path];
}

function withLeaf(value: Json, [segment, ...rest]: Path, leaf: Json): Json {
  if (segment === undefined) return leaf;
  if (isJsonArray(value)) return value.map((element, index) => (index === segment ? withLeaf(element, rest, leaf) : element));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, element]) => [name, name === segment ? withLeaf(element, rest, leaf) : element]));
}

const objectOf = (value: Json): JsonObject => (isJsonObject(value) ? value : {});

/** A state, and a place in it. */
const site = state.chain((recorded) => fc.constantFrom(...leaves(recorded)).map((path) => ({ recorded, path })));

function counted(...cases: readonly Case[]): readonly FoundChange[] {
  return compare(cases).drifts.flatMap(({ changes }) => changes.filter(counts));
}

/** As a provider reports it: it names the path, it says only that something differs, or it says nothing and the outputs show it. */
const told = fc.constantFrom("by path", "at all", "by outputs only");
function drifted(how: "by path" | "at all" | "by outputs only", kind: string, recorded: JsonObject, path: Path, live: JsonObject): Case {
  switch (how) {
    case "by path":
      return { type: kind, inputs: recorded, live: { inputs: live }, diff: { [formatPath(path)]: "update" } };
    case "at all":
      return { type: kind, inputs: recorded, live: { inputs: live }, op: "update" };
    case "by outputs only":
      return { type: kind, inputs: {}, outputs: recorded, live: { outputs: live }, op: "same" };
  }
}

describe("compare: laws of what was planted", () => {
  it("one changed value is told as exactly one change, at its place", () => {
    fc.assert(
      fc.property(type, site, planted, told, (kind, { recorded, path }, value, how) => {
        const changes = counted(drifted(how, kind, recorded, path, objectOf(withLeaf(recorded, path, value))));
        assert.deepEqual(changes.map((change) => change.path), [formatPath(path)]);
      }),
    );
  });

  it("two changed values are told as two, and each as it is told alone", () => {
    fc.assert(
      fc.property(state, planted, (recorded, value) => {
        const [first, second] = leaves(recorded);
        fc.pre(first !== undefined && second !== undefined);
        const one = (paths: readonly Path[]) =>
          counted(drifted("at all", "aws:x/y:Z", recorded, [], objectOf(paths.reduce<Json>((all, path) => withLeaf(all, path, value), recorded))));
        const alone = [first, second].flatMap((path) => one([path]));
        assert.deepEqual(new Set(one([first, second]).map(({ fingerprint }) => fingerprint)), new Set(alone.map(({ fingerprint }) => fingerprint)));
      }),
    );
  });

  it("another value at the same place is worse, not new: the fingerprint stays and the digest changes", () => {
    fc.assert(
      fc.property(type, site, told, (kind, { recorded, path }, how) => {
        const at = (value: Json) => counted(drifted(how, kind, recorded, path, objectOf(withLeaf(recorded, path, value))))[0];
        const [before, after, again] = [at("planted-1"), at("planted-2"), at("planted-1")];
        assert.equal(after?.fingerprint, before?.fingerprint);
        assert.notEqual(after?.valueDigest, before?.valueDigest);
        assert.equal(again?.valueDigest, before?.valueDigest);
      }),
    );
  });

  it("neither the order of resources nor what Pulumi notes beside them changes a fingerprint", () => {
    const notes = fc.record({
      created: fc.constantFrom("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z"), modified: fc.constantFrom("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z"),
      sourcePosition: fc.constantFrom("project:///index.ts#1,1", "project:///other.ts#9,9"), protect: fc.boolean(), somethingNew: fc.integer(),
    });
    fc.assert(
      fc.property(fc.array(fc.tuple(site, notes, notes), { minLength: 1, maxLength: 4 }), (resources) => {
        const cases = resources.map(([{ recorded, path }, before, after], index) => {
          const one = { ...drifted("at all", "aws:x/y:Z", recorded, path, objectOf(withLeaf(recorded, path, "planted-1"))), name: `r${index}`, id: `id-${index}` };
          return [{ ...one, state: before }, { ...one, state: after }] as const;
        });
        const fingerprints = (list: readonly Case[]) => counted(...list).map(({ fingerprint, valueDigest }) => `${fingerprint} ${valueDigest}`).toSorted();
        assert.deepEqual(fingerprints(cases.map(([, after]) => after).toReversed()), fingerprints(cases.map(([before]) => before)));
      }),
    );
  });

  it("the same change of two resources has two fingerprints", () => {
    fc.assert(
      fc.property(site, ({ recorded, path }) => {
        const one = drifted("at all", "aws:x/y:Z", recorded, path, objectOf(withLeaf(recorded, path, "planted-1")));
        const changes = counted({ ...one, name: "one", id: "one" }, { ...one, name: "two", id: "two" });
        assert.equal(new Set(changes.map(({ fingerprint }) => fingerprint)).size, 2, urnOf(one));
      }),
    );
  });
});
