import { readFile } from "node:fs/promises";
import path from "node:path";
import picomatch from "picomatch";
import { parse } from "yaml";
import { z } from "zod";
import type { StackRef } from "../estate";

const stack = z.string().min(1);
const placeSchema = z.union([
  z.strictObject({ stack, path: z.string().min(1) }).readonly(),
  z
    .strictObject({
      stack,
      /** As `git fetch` takes it. Credentials belong into git's own configuration. */
      git: z.string().min(1).regex(/^(?!-)/, "a URL does not begin with -"),
      ref: z.string().min(1).regex(/^(?!-)/, "a branch or tag does not begin with -").default("HEAD"),
      /** Inside the repository. */
      path: z.string().min(1).default("."),
    })
    .readonly(),
]);
export type ProgramPlace = z.infer<typeof placeSchema>;

/** Where the programs are: the first place whose glob matches `org/project/stack` counts. */
export const programsSchema = z.array(placeSchema).readonly();

export type ProgramFound = { readonly kind: "folder"; readonly folder: string } | { readonly kind: "git"; readonly url: string; readonly ref: string; readonly path: string };

interface Search {
  readonly programs: readonly ProgramPlace[];
  /** What paths in the configuration start from. */
  readonly folder: string;
  readonly cwd: string;
}

/** The program that the configuration names, else that of this folder where it is of the stack's project. */
export async function findProgram({ name, project }: Pick<StackRef, "name" | "project">, { programs, folder, cwd }: Search): Promise<ProgramFound | undefined> {
  const place = programs.find((one) => picomatch(one.stack, { dot: true })(name));
  if (place !== undefined) return "git" in place ? { kind: "git", url: place.git, ref: place.ref, path: place.path } : { kind: "folder", folder: path.resolve(folder, place.path) };
  return (await projectIn(cwd)) === project ? { kind: "folder", folder: cwd } : undefined;
}

/** The URL may hold a password, which nobody is to read. */
export function describeProgram(program: ProgramFound): string {
  return program.kind === "folder" ? program.folder : `${program.path} of ${withoutCredentials(program.url)} at ${program.ref}`;
}

export function withoutCredentials(url: string): string {
  return url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/]*@/i, "$1").replace(/[?#].*$/s, "");
}

async function projectIn(folder: string): Promise<string | undefined> {
  for (const file of ["Pulumi.yaml", "Pulumi.yml"]) {
    try {
      return z.object({ name: z.string() }).parse(parse(await readFile(path.join(folder, file), "utf8"))).name;
    } catch {
      continue;
    }
  }
  return undefined;
}
