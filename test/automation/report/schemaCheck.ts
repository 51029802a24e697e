import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv/dist/2020";
import addFormats from "ajv-formats";
import { z } from "zod";
import { checkout } from "../../sandbox/toolchain/checkout";

const schemaText = z.preprocess((text): unknown => JSON.parse(z.string().parse(text)), z.record(z.string(), z.unknown()));

/** @param file in test/fixtures/schemas; @returns fails the test with everything that a document has against the schema */
export function schemaCheck(file: string): (document: unknown) => void {
  // SARIF's is draft 4: what it uses means the same in later ones, but for how it names itself.
  const { $schema, id, ...schema } = schemaText.parse(readFileSync(join(checkout, "test", "fixtures", "schemas", file), "utf8"));
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  addFormats(ajv);
  const validate = ajv.compile(schema);
  return (document) => {
    assert.ok(validate(document), `${String($schema ?? id)}: ${JSON.stringify(validate.errors?.slice(0, 5))}`);
  };
}
