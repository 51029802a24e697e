import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Command } from "commander";
import { z } from "zod";
import type { CatalogueRow } from "../../automation/catalogue";
import { readCloudFormationTypes } from "./cloudFormation";
import { deriveRow } from "./deriveRow";
import { readPulumiTypes } from "./pulumiTypes";
import { serviceModels, serviceNames } from "./serviceModels";

const options = z.object({ cfnLint: z.string(), cfnLintVersion: z.string(), botocore: z.string(), botocoreVersion: z.string(), pulumi: z.string(), out: z.string() });

const command = new Command("generate")
  .description("Derives automation/catalogue/rows.json. Development only: the product reads its output.")
  .requiredOption("--cfn-lint <folder>", "cfnlint/data/schemas/resources of an unpacked cfn-lint")
  .requiredOption("--cfn-lint-version <version>")
  .requiredOption("--botocore <folder>", "botocore/data")
  .requiredOption("--botocore-version <version>")
  .option("--pulumi <folder>", "@pulumi/aws", path.join("node_modules", "@pulumi", "aws"))
  .option("--out <file>", "the table", path.join("automation", "catalogue", "rows.json"));

const { cfnLint, botocore, pulumi, out, ...versions } = options.parse(command.parse().opts());
const sources = { cloudFormation: readCloudFormationTypes(cfnLint), services: serviceNames(botocore), model: serviceModels(botocore) };
const pulumiVersion = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(path.join(pulumi, "package.json"), "utf8"))).version;
const about = [
  `Types, outputs and inputs: @pulumi/aws ${pulumiVersion} (Apache-2.0).`,
  `Handlers' permissions and primary identifiers: CloudFormation's resource schemas in cfn-lint ${versions.cfnLintVersion} (MIT-0).`,
  `Operations and their input members: botocore ${versions.botocoreVersion} (Apache-2.0).`,
  "Fields: type, CloudFormation's type, event sources, parameter:output, creates, updates, deletes, inputs only for creation, inputs without a parameter.",
];
const lines = readPulumiTypes(pulumi).map((type) => JSON.stringify(fieldsOf(deriveRow(type, sources))));
writeFileSync(out, `{"about":${JSON.stringify(about)},"rows":[\n${lines.join(",\n")}\n]}\n`);

function fieldsOf(row: CatalogueRow): readonly string[] {
  const list = (words: readonly string[]) => words.join(" ");
  return [row.type, row.twin, list(row.services), list(row.keys), list(row.creates), list(row.updates), list(row.deletes), list(row.atCreation), list(row.unlinked)];
}
