import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { jsonObjectSchema, openDriftFile, openDriftSchema, type OpenDrift } from "../model";
import { verifyDocument, type TrustedKey, type Verdict } from "../signature/verify";

export type OpenDriftRead =
  | { readonly outcome: "read"; readonly file: string; readonly openDrift: OpenDrift; readonly verdict: Verdict }
  | { readonly outcome: "missing"; readonly looked: string }
  | { readonly outcome: "unusable"; readonly file: string; readonly reason: string };

export interface StackAtHand {
  /** A pack is not always told: a newer CLI starts it without PULUMI_ORGANIZATION. */
  readonly organization?: string | undefined;
  readonly project: string;
  readonly stack: string;
}

/** In bytes. An entry is a few kB at most. A file beyond this is something else, and reading it would stall every `up`. */
export const LARGEST_FILE = 128 * 1024 * 1024;

/**
 * @param location a folder of open-drift files, or one file; see `fetchOpenDrift` for those that are elsewhere
 * @param trusted without a key the verdict is never `verified`
 */
export function findOpenDrift(location: string, at: StackAtHand, trusted: readonly TrustedKey[] = []): OpenDriftRead {
  const kind = kindOf(location);
  if (kind === "missing") return { outcome: "missing", looked: location };
  if (kind === "file") return readOpenDrift(location, at, trusted);

  const [organization, ...below] = openDriftFile(`${at.organization ?? "*"}/${at.project}/${at.stack}`);
  const organizations = at.organization === undefined ? readdirSync(location) : [organization];
  const [found, another] = organizations.map((name) => join(location, name, ...below)).filter((file) => kindOf(file) === "file");
  if (found === undefined) return { outcome: "missing", looked: join(location, organization, ...below) };
  if (another === undefined) return readOpenDrift(found, at, trusted);
  return { outcome: "unusable", file: location, reason: "several organizations have a stack of this name: set PULUMI_ORGANIZATION" };
}

/** A file that speaks of another stack is unusable. */
export function readOpenDrift(file: string, at: StackAtHand, trusted: readonly TrustedKey[] = []): OpenDriftRead {
  if (kindOf(file) === "missing") return { outcome: "missing", looked: file };
  try {
    if (statSync(file).size > LARGEST_FILE) return { outcome: "unusable", file, reason: "it is too large" };
    return parseOpenDrift(readFileSync(file, "utf8"), file, at, trusted);
  } catch (error) {
    return { outcome: "unusable", file, reason: error instanceof Error ? error.message : String(error) };
  }
}

/** @param file as a person would name it */
export function parseOpenDrift(text: string, file: string, at: StackAtHand, trusted: readonly TrustedKey[]): OpenDriftRead {
  const unusable = (reason: string): OpenDriftRead => ({ outcome: "unusable", file, reason });
  try {
    const document: unknown = JSON.parse(text);
    const parsed = openDriftSchema.safeParse(document);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      return unusable(`${issue?.path.join(".") ?? ""}: ${issue?.message ?? "not an open-drift file"}`);
    }
    const openDrift = parsed.data;
    if (!speaksOf(openDrift.stack, at)) return unusable(`it speaks of ${openDrift.stack}`);
    return { outcome: "read", file, openDrift, verdict: verifyDocument(jsonObjectSchema.parse(document), openDrift.signature, trusted) };
  } catch (error) {
    return unusable(error instanceof Error ? error.message : String(error));
  }
}

function speaksOf(stack: string, { organization, project, stack: name }: StackAtHand): boolean {
  return organization === undefined ? stack.endsWith(`/${project}/${name}`) : stack === `${organization}/${project}/${name}`;
}

function kindOf(path: string): "file" | "folder" | "missing" {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined ? "missing" : found.isDirectory() ? "folder" : "file";
}
