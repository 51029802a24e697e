import { createHash } from "node:crypto";
import { z } from "zod";
import { askCli, storeOf, type Backend, type CliOptions } from "./backend";
import { BackendError } from "./backendError";
import { deploymentSchema, type Deployment } from "./deployment";
import type { ObjectStore } from "./objectStore";
import { checkpointVersion, findLock, readCheckpoint, readHistory } from "./selfManaged";
import type { PastUpdate, StackActivity, StackReading, StackRef, UnreadableStack } from "./stack";

// Enough to find the last successful update behind a few failed ones; a whole history can be thousands of files.
const UPDATES_READ = 5;

// Version 4 adds a list of features; what they add to resources is kept as it is.
const versionSchema = z.literal([3, 4]);
// A stack without any update may have no deployment yet.
const latestSchema = deploymentSchema.nullish().transform((deployment): Deployment => deployment ?? { resources: [] });
const checkpointSchema = z.object({ version: versionSchema, checkpoint: z.object({ latest: latestSchema }) });
const exportSchema = z.object({ version: versionSchema, deployment: latestSchema });

// The history's files have seconds since 1970, the CLI answers in ISO 8601.
const timeSchema = z.union([z.number().transform((seconds) => seconds * 1000), z.iso.datetime({ offset: true })]).transform((time) => new Date(time).toISOString());
// The CLI records which flags were set, without their values.
// Source: https://github.com/pulumi/pulumi/blob/master/pkg/cmd/pulumi/metadata/metadata.go
const LIMITS = ["pulumi.flag.target", "pulumi.flag.target-replace", "pulumi.flag.exclude"];
const updateSchema = z
  .object({
    kind: z.string(),
    startTime: timeSchema,
    endTime: timeSchema.optional(),
    result: z.enum(["succeeded", "failed", "in-progress", "not-started"]),
    environment: z.record(z.string(), z.unknown()).nullish(),
  })
  .transform(({ kind, startTime, endTime, result, environment }): PastUpdate => ({
    kind,
    from: startTime,
    to: endTime ?? startTime,
    result: result === "not-started" ? "in-progress" : result,
    ...(LIMITS.some((flag) => environment?.[flag] !== undefined) && { partial: true as const }),
  }));

/**
 * A stack's recorded state and its latest updates, newest first. A self-managed backend is read directly; any other
 * is asked through the CLI, without decrypting secrets (the Automation API's `exportStack` would decrypt them).
 * Nothing is thrown: a stack that cannot be read is an answer.
 * @param needsUpdates of a state for which it is false the CLI is not asked for them, and there are none
 */
export async function readStack(ref: StackRef, options: ReadOptions, needsUpdates: (deployment: Deployment) => boolean = () => true): Promise<StackReading | UnreadableStack> {
  const store = storeOf(options.backend);
  try {
    return await (store === undefined ? readFromCli(ref, options, needsUpdates) : readFromStore(ref, store));
  } catch (error) {
    return { ref, problem: { code: "state-unreadable", message: describe(error) } };
  }
}

export type ReadOptions = CliOptions & { readonly backend: Backend };

/** Looks again at a stack that has been read. Throws `BackendError`, where the stack is gone, too. */
export async function lookAgain(ref: StackRef, options: ReadOptions): Promise<StackActivity> {
  const store = storeOf(options.backend);
  if (store === undefined) return (await readFromCli(ref, options, () => true)).activity;
  // Whoever gives the lock back has written the state before: in this order one of the two tells of it.
  const updating = await findLock(store, ref);
  const version = await checkpointVersion(store, ref);
  if (version === undefined) throw new BackendError("its checkpoint is not in the backend any more");
  return { version, ...(updating && { updating }) };
}

async function readFromStore(ref: StackRef, store: ObjectStore): Promise<StackReading | UnreadableStack> {
  // Whoever takes the lock writes the state afterwards: in this order an update is noticed by the one or the other.
  const updating = await findLock(store, ref);
  const [read, history] = await Promise.all([readCheckpoint(store, ref), readHistory(store, ref, UPDATES_READ)]);
  if (read === undefined) return { ref, problem: { code: "state-missing", message: "its checkpoint is not in the backend" } };
  const { checkpoint } = checkpointSchema.parse(JSON.parse(read.text));
  return { ref, deployment: checkpoint.latest, updates: history.flatMap(readUpdate), activity: { version: read.version, ...(updating && { updating }) } };
}

// Left out like one that cannot be read.
function readUpdate(text: string): readonly PastUpdate[] {
  try {
    return [updateSchema.parse(JSON.parse(text))];
  } catch {
    return [];
  }
}

async function readFromCli(ref: StackRef, options: CliOptions, needsUpdates: (deployment: Deployment) => boolean): Promise<StackReading> {
  const { deployment } = await askCli(options, ["stack", "export", "--stack", ref.name], exportSchema);
  const history = ["stack", "history", "--json", "--page-size", String(UPDATES_READ), "--page", "1", "--stack", ref.name];
  const updates = needsUpdates(deployment) ? await askCli(options, history, z.array(updateSchema)) : [];
  const [latest] = updates;
  const version = createHash("sha256").update(JSON.stringify(deployment)).digest("hex");
  return { ref, deployment, updates, activity: { version, ...(latest?.result === "in-progress" && { updating: { since: latest.from } }) } };
}

/** One line without any value of the state: a parser's own message would quote it. */
function describe(error: unknown): string {
  if (error instanceof BackendError) return error.message;
  if (error instanceof SyntaxError) return "its checkpoint is not valid JSON";
  if (error instanceof z.ZodError) {
    const { path, message } = error.issues[0] ?? { path: [], message: "unknown" };
    return `its checkpoint is not as expected at ${path.join(".")}: ${message}`;
  }
  return error instanceof Error && "code" in error ? `its checkpoint cannot be read: ${String(error.code)}` : "its checkpoint cannot be read";
}
