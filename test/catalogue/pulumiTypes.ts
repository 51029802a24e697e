import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** A resource type as its package declares it. */
export interface PulumiType {
  /** `aws:ec2/securityGroup:SecurityGroup` */
  readonly type: string;
  readonly outputs: readonly string[];
  readonly inputs: readonly string[];
}

/** Every resource type of an installed `@pulumi/aws`, in the order of their names. Its folder is given. */
export function readPulumiTypes(folder: string): readonly PulumiType[] {
  const types = modulesIn(folder).flatMap((file) => {
    const type = /__pulumiType = '(aws:[^']+)'/.exec(readFileSync(file, "utf8"))?.[1];
    return type === undefined ? [] : [declared(type, readFileSync(file.replace(/\.js$/, ".d.ts"), "utf8"))];
  });
  return [...new Map(types.map((one) => [one.type, one])).values()].sort((a, b) => (a.type < b.type ? -1 : 1));
}

function modulesIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "node_modules" && entry.name !== "types")
    .flatMap((entry) => readdirSync(path.join(folder, entry.name)).map((file) => path.join(folder, entry.name, file)))
    .filter((file) => file.endsWith(".js") && !file.endsWith("index.js"));
}

function declared(type: string, text: string): PulumiType {
  const args = text.slice(text.search(/^export interface \w+Args \{/m));
  return {
    type,
    outputs: [...text.matchAll(/^ {4}readonly (\w+): pulumi\.Output</gm)].map(([, name = ""]) => name),
    inputs: text.includes("Args {") ? [...args.matchAll(/^ {4}(\w+)\??: pulumi\.Input</gm)].map(([, name = ""]) => name) : [],
  };
}
