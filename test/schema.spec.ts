import { join } from "node:path";
import { z } from "zod";
import { configSchema } from "../automation/config/config";
import { remediationReportSchema } from "../automation/remediate/remediationReport";
import { evidenceSchema, storySchema } from "../automation/story";
import { decidedSchema } from "../automation/report/decideFormats";
import { rulesTestSchema } from "../automation/rules";
import { gateReportSchema } from "../automation/gate/gateReport";
import { whoReportSchema } from "../automation/who/whoReport";
import { openDriftSchema, scanReportSchema } from "../policypack/model";
import { assertGolden } from "./golden";
import { checkout } from "./sandbox/toolchain/checkout";

const published = {
  "scan-report": { schema: scanReportSchema, title: "whodrift/scan-report@1", io: "output" },
  history: { schema: storySchema, title: "whodrift/history@1", io: "output" },
  evidence: { schema: evidenceSchema, title: "whodrift/evidence@1", io: "output" },
  who: { schema: whoReportSchema, title: "whodrift/who@1", io: "output" },
  gate: { schema: gateReportSchema, title: "whodrift/gate@1", io: "output" },
  remediation: { schema: remediationReportSchema, title: "whodrift/remediation@1", io: "output" },
  decided: { schema: decidedSchema, title: "whodrift/decided@1", io: "output" },
  "rules-test": { schema: rulesTestSchema, title: "whodrift/rules-test@1", io: "output" },
  "open-drift": { schema: openDriftSchema, title: "whodrift/open-drift@1", io: "output" },
  // What a person writes: durations as texts, everything optional.
  "whodrift.yaml": { schema: configSchema, title: "whodrift.yaml", io: "input" },
} as const;

describe("the JSON Schemas in schema/", () => {
  for (const [name, { schema, title, io }] of Object.entries(published)) {
    it(`say what the code says: ${name} (UPDATE_GOLDEN=1 writes them anew)`, () => {
      const document = {
        title,
        ...z.toJSONSchema(schema, {
          io,
          // What only a function can check, such as "any JSON", is left open.
          unrepresentable: "any",
          // It says that our code does not change values; to an editor it would say that nobody may.
          override: ({ jsonSchema }) => {
            delete jsonSchema.readOnly;
          },
        }),
      };
      assertGolden(join(checkout, "schema", `${name}.schema.json`), `${JSON.stringify(document, undefined, 2)}\n`);
    });
  }
});
