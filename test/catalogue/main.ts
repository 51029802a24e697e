import path from "node:path";
import { Command } from "commander";
import { z } from "zod";
import { measureCoverage, type Coverage, type Share } from "./coverage";
import { readPulumiTypes } from "./pulumiTypes";

const command = new Command("coverage")
  .description("For how many resource types of @pulumi/aws the tables know who-did-it's ground: names, calls, properties.")
  .option("--json", "numbers for other programs", false);
const { json } = z.object({ json: z.boolean() }).parse(command.parse().opts());
const coverage = measureCoverage(readPulumiTypes(path.join("node_modules", "@pulumi", "aws")));
process.stdout.write(json ? `${JSON.stringify(coverage, null, 2)}\n` : told(coverage));

function told({ identity, operations, link, properties }: Coverage): string {
  return [
    ...lines("types whose identity is known", identity),
    ...lines("types whose mutating operations are known", operations),
    ...lines("types with a property → operation link", link),
    ...lines("properties with a link", properties),
    `  ${String(properties.atCreation).padStart(5)}          more only in the call that makes the resource\n`,
  ].join("\n");
}

function lines(title: string, { known, of, byOrigin }: Share): readonly string[] {
  const percent = (count: number) => `${((100 * count) / of).toFixed(1).padStart(5)} %`;
  const origins = Object.entries(byOrigin).sort(([, a], [, b]) => b - a);
  return [`${title}: ${known} of ${of} (${percent(known).trim()})`, ...origins.map(([origin, count]) => `  ${String(count).padStart(5)}  ${percent(count)}  ${origin}`)];
}
