import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { z } from "zod";

const shape = z.object({
  type: z.string(),
  required: z.array(z.string()).default([]),
  members: z.record(z.string(), z.object({ shape: z.string() })).default({}),
  member: z.object({ shape: z.string() }).optional(),
});
const model = z.object({
  metadata: z.object({ endpointPrefix: z.string(), signingName: z.string().optional() }),
  operations: z.record(z.string(), z.object({ input: z.object({ shape: z.string() }).optional() })),
  shapes: z.record(z.string(), shape),
});
type Model = z.infer<typeof model>;

/** What botocore knows of a service. */
export interface ServiceModel {
  /** First part of `eventSource`, most likely first. */
  readonly sources: readonly string[];
  readonly operations: ReadonlyMap<string, Operation>;
}

export interface Operation {
  /** Required members that are strings: what the call acts on, in an update or delete. */
  readonly required: readonly string[];
  /** Input members, and the members of the structures in them, in lower case. */
  readonly members: ReadonlySet<string>;
}

/** A source of models by botocore's name of the service; undefined where there is none. Reads each one once. */
export function serviceModels(folder: string): (service: string) => ServiceModel | undefined {
  const read = new Map<string, ServiceModel | undefined>();
  return (service) => {
    if (!read.has(service)) read.set(service, readModel(path.join(folder, service)));
    return read.get(service);
  };
}

/** Names of all services, `_` files left out. */
export function serviceNames(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

function readModel(folder: string): ServiceModel | undefined {
  if (!existsSync(folder)) return undefined;
  const latest = readdirSync(folder).sort().at(-1) ?? "";
  const parsed = model.parse(JSON.parse(gunzipSync(readFileSync(path.join(folder, latest, "service-2.json.gz"))).toString("utf8")));
  const { endpointPrefix, signingName } = parsed.metadata;
  return {
    sources: [...new Set([signingName ?? endpointPrefix, endpointPrefix])].filter((source) => !source.includes(".")),
    operations: new Map(Object.entries(parsed.operations).map(([name, { input }]) => [name, describe(parsed, input?.shape)])),
  };
}

function describe({ shapes }: Model, input: string | undefined): Operation {
  const top = shapes[input ?? ""];
  const members = new Set<string>();
  const walk = (name: string, depth: number): void => {
    const one = shapes[name];
    if (one?.member !== undefined) walk(one.member.shape, depth);
    for (const [member, { shape: next }] of Object.entries(one?.members ?? {})) {
      members.add(member.toLowerCase());
      // Two levels below: deeper names are too far from the property to be its own.
      if (depth < 2) walk(next, depth + 1);
    }
  };
  walk(input ?? "", 0);
  const required = (top?.required ?? []).filter((member) => shapes[top?.members[member]?.shape ?? ""]?.type === "string");
  return { required, members };
}
