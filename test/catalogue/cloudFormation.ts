import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";

const schema = z.object({
  typeName: z.string(),
  primaryIdentifier: z.array(z.string()).default([]),
  handlers: z.record(z.string(), z.object({ permissions: z.array(z.string()).default([]) })).default({}),
});

/** A CloudFormation resource type: what names it, and what its handlers may call (`service:Action`). */
export interface CloudFormationType {
  readonly typeName: string;
  readonly primaryIdentifier: readonly string[];
  readonly permissions: { readonly create: readonly string[]; readonly update: readonly string[]; readonly delete: readonly string[] };
}

/** Reads the schemas that cfn-lint carries (`cfnlint/data/schemas/resources`), by the type's name in lower case. */
export function readCloudFormationTypes(folder: string): ReadonlyMap<string, CloudFormationType> {
  const types = readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .map((file) => schema.parse(JSON.parse(readFileSync(path.join(folder, file), "utf8"))));
  return new Map(
    types.map(({ typeName, primaryIdentifier, handlers }) => [
      typeName.toLowerCase(),
      {
        typeName,
        primaryIdentifier: primaryIdentifier.map((pointer) => pointer.split("/").at(-1) ?? ""),
        permissions: {
          create: handlers["create"]?.permissions ?? [],
          update: handlers["update"]?.permissions ?? [],
          delete: handlers["delete"]?.permissions ?? [],
        },
      },
    ]),
  );
}
