import { mkdtemp, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { canonicalJson, jsonObjectSchema, type JsonObject } from "../../policypack/model";
import type { Deployment } from "../estate/deployment";
import { firstError } from "../estate/firstError";
import { CommandFailed, runPulumi, type PulumiCli, type RunOptions } from "../estate/runPulumi";
import { policyMessage } from "../policyMessage";

/** What one policy has against one resource. */
export interface Finding {
  readonly pack: string;
  readonly policy: string;
  readonly level: string;
  readonly severity?: string;
  readonly urn: string;
  readonly message: string;
}

/** A pack that could not judge; the message says why, in a line. */
export class PackFailed extends Error {
  override readonly name = "PackFailed";
}

export interface AnalyzeOptions extends Omit<RunOptions, "cwd"> {
  readonly pulumi: PulumiCli;
  /** A folder of this scan. */
  readonly scratch: string;
}

const policyEventSchema = z.object({
  resourceUrn: z.string().default(""),
  policyName: z.string(),
  policyPackName: z.string(),
});
const eventSchema = z.object({
  policyEvent: policyEventSchema.extend({ message: z.string(), enforcementLevel: z.string(), severity: z.string().optional() }).optional(),
  policyRemediationEvent: policyEventSchema.extend({ before: jsonObjectSchema.optional(), after: jsonObjectSchema.optional() }).optional(),
});

/**
 * Lets a policy pack judge a state, offline: no program, provider, backend or secret is involved.
 * @param pack an absolute path
 * @throws PackFailed
 */
export async function analyzeState(pack: string, deployment: Deployment, { pulumi, scratch, ...run }: AnalyzeOptions): Promise<readonly Finding[]> {
  const folder = await mkdtemp(path.join(scratch, "policy-"));
  try {
    const file = path.join(folder, "state.json");
    await writeFile(file, JSON.stringify({ version: 3, deployment }));
    return findingsIn(await analyze(pulumi, ["--file", file, "--policy-pack", pack], { ...run, cwd: folder }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

// Resources that are gone from the actual state are still named by those that depend on them.
const COMMAND = ["policy", "analyze", "--json", "--disable-integrity-checking"];

async function analyze(pulumi: PulumiCli, args: readonly string[], run: RunOptions): Promise<string> {
  try {
    return (await runPulumi(pulumi, [...COMMAND, ...args], run)).stdout;
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    const { stdout, stderr } = error.output;
    // This is how it ends where it has found something.
    if (/^error: one or more mandatory policy violations were found$/m.test(stderr)) return stdout;
    throw new PackFailed(firstError(stderr) ?? "the Pulumi CLI failed without a message", { cause: error });
  }
}

/** One event a line. A remediation says that the policy would change the resource; the values stay here. */
function findingsIn(stdout: string): readonly Finding[] {
  return stdout.split("\n").flatMap((line): readonly Finding[] => {
    if (!line.startsWith("{")) return [];
    const { policyEvent, policyRemediationEvent } = eventSchema.parse(JSON.parse(line));
    if (policyRemediationEvent) {
      const { policyPackName: pack, policyName: policy, resourceUrn: urn, before = {}, after = {} } = policyRemediationEvent;
      return [{ pack, policy, level: "remediate", urn, message: `it would change ${differing(before, after).join(", ")}` }];
    }
    if (policyEvent === undefined) return [];
    const { policyPackName: pack, policyName: policy, enforcementLevel: level, severity, resourceUrn: urn, message } = policyEvent;
    return [{ pack, policy, level, ...(severity !== undefined && severity !== "" && { severity }), urn, message: policyMessage(message) }];
  });
}

function differing(before: JsonObject, after: JsonObject): readonly string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted();
  return names.filter((name) => canonicalJson(before[name] ?? null) !== canonicalJson(after[name] ?? null));
}
