import assert from "node:assert/strict";
import { statSync } from "node:fs";
import path from "node:path";
import { allRows, catalogued, ownersOf } from "../../../automation/catalogue";
import { measureCoverage } from "../../catalogue/coverage";
import { readPulumiTypes } from "../../catalogue/pulumiTypes";
import { kindOf, WITHOUT_OPERATIONS } from "../../catalogue/unknown";
import { wellKnown } from "./wellKnown";

describe("the catalogue of resource types", () => {
  const types = readPulumiTypes(path.join("node_modules", "@pulumi", "aws"));

  it("has a row for every type of the installed @pulumi/aws, and no other", () => {
    assert.ok(types.length > 1000);
    assert.deepEqual([...allRows().keys()], types.map(({ type }) => type));
  });

  it("says of every type without operations why", () => {
    const silent = [...allRows().values()].filter(({ creates, updates, deletes }) => creates.length + updates.length + deletes.length === 0);
    assert.deepEqual(silent.map(({ type }) => kindOf(type)).sort(), Object.keys(WITHOUT_OPERATIONS).sort());
  });

  it("names only outputs and inputs that the type has", () => {
    const wrong = types.flatMap(({ type, outputs, inputs }) => {
      const row = catalogued(type);
      const keys = (row?.keys ?? []).map((key) => key.split(":")[1] ?? "").filter((output) => output !== "id" && !outputs.includes(output));
      return [...keys, ...(row?.atCreation ?? []), ...(row?.unlinked ?? [])].filter((name) => !outputs.includes(name) && !inputs.includes(name)).map((name) => `${type} ${name}`);
    });
    assert.deepEqual(wrong, []);
  });

  it("lists no reading call and no call twice", () => {
    for (const { type, creates, updates, deletes } of allRows().values()) {
      const all = [...creates, ...updates, ...deletes];
      assert.equal(new Set(all).size, all.length, type);
      assert.deepEqual(all.filter((operation) => /^(Get|List|Describe)/.test(operation)), [], type);
    }
  });

  it("is a file of less than 600 kB", () => {
    assert.ok(statSync(path.join("automation", "catalogue", "rows.json")).size < 600_000);
  });

  it("knows names and calls of nearly every type", () => {
    const { identity, operations, link } = measureCoverage(types);
    assert.ok(identity.known / identity.of > 0.95);
    assert.ok(operations.known / operations.of > 0.98);
    assert.ok(link.known / link.of > 0.75);
  });

  it("knows whose an operation is, within its service", () => {
    assert.ok(ownersOf("dynamodb", "CreateTable").some(({ type }) => type === "aws:dynamodb/table:Table"));
    assert.ok(ownersOf("dynamodb", "CreateTable").every(({ type }) => type.startsWith("aws:dynamodb/")));
    assert.deepEqual(ownersOf("dynamodb", "Frobnicate"), []);
  });
});

describe("the row of a well-known type", () => {
  for (const [type, service, keys, update, removal] of wellKnown) {
    it(`${type}: ${service}, ${keys}, ${update || "never updated"}, ${removal || "never deleted"}`, () => {
      const row = catalogued(type);
      assert.ok(row);
      assert.ok(row.services.includes(service), row.services.join(" "));
      for (const key of keys.split(" ")) assert.ok(row.keys.includes(key), row.keys.join(" "));
      if (update !== "") assert.ok(row.updates.includes(update), row.updates.join(" "));
      if (removal !== "") assert.ok(row.deletes.includes(removal), row.deletes.join(" "));
    });
  }
});
