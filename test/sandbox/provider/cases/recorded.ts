import type { Stack } from "@pulumi/pulumi/automation";
import { z } from "zod";
import type { Live } from "./case";

const properties = z.record(z.string(), z.unknown()).default({});
const Recorded = z.object({ urn: z.string(), id: z.string().default(""), inputs: properties, outputs: properties });
export type Recorded = z.infer<typeof Recorded>;
const Deployment = z.object({ resources: z.array(Recorded) });

/** A stack's resources as its state has them, by name. */
export async function recordedIn(stack: Stack): Promise<ReadonlyMap<string, Recorded>> {
  const { resources } = Deployment.parse((await stack.exportStack()).deployment);
  return new Map(resources.map((resource) => [resource.urn.slice(resource.urn.lastIndexOf("::") + 2), resource]));
}

/** @throws where the stack has no such resource */
export function liveOf(resources: ReadonlyMap<string, Recorded>, name: string): Live {
  const found = resources.get(name);
  if (found === undefined) throw new Error(`${name} is not in the state`);
  return { id: found.id, text: (output) => z.string(`${name} has no text ${output}`).parse(found.outputs[output]) };
}
