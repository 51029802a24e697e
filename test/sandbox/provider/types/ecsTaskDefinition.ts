import { z } from "zod";
import { resourceType } from "../resourceType";
import { tagOutputs, tagsAll } from "../tags";
import type { PlainValues } from "../values";
import { containersOutput } from "./containerDefinitions";
import { ecsTags, fromEcsTags, updateEcsTags } from "./ecsTags";

const inputs = z.object({
  containerDefinitions: z.string(),
  cpu: z.string().optional(),
  executionRoleArn: z.string().optional(),
  family: z.string(),
  memory: z.string().optional(),
  networkMode: z.enum(["awsvpc", "bridge", "host", "none"]).optional(),
  requiresCompatibilities: z.array(z.enum(["EC2", "EXTERNAL", "FARGATE"])).optional(),
  tagsAll,
  taskRoleArn: z.string().optional(),
});

const Containers = z.array(z.looseObject({ name: z.string(), image: z.string() }));

/** https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/ecs/task_definition.go */
export const ecsTaskDefinition = resourceType(inputs, {
  token: "aws:ecs/taskDefinition:TaskDefinition",
  defaults: { skipDestroy: false, trackLatest: false },
  // A revision never changes; but for its tags another one takes its place.
  forceNew: [
    "containerDefinitions", "cpu", "enableFaultInjection", "ephemeralStorage", "executionRoleArn", "family", "ipcMode", "memory", "networkMode",
    "pidMode", "placementConstraints", "proxyConfiguration", "region", "requiresCompatibilities", "runtimePlatform", "taskRoleArn", "volumes",
  ],
  documents: [],
  sets: ["placementConstraints", "requiresCompatibilities", "volumes"],
  computed: ["arn", "arnWithoutRevision", "enableFaultInjection", "networkMode", "revision"],
  secretOutputs: [],
  tagged: true,
  regional: true,
  // "Unable to describe task definition"
  missing: ["ClientException"],
  async create(cloud, task) {
    const answer = await (await cloud.ecs()).registerTaskDefinition({
      containerDefinitions: Containers.parse(JSON.parse(task.containerDefinitions)),
      cpu: task.cpu,
      executionRoleArn: task.executionRoleArn,
      family: task.family,
      memory: task.memory,
      networkMode: task.networkMode,
      requiresCompatibilities: task.requiresCompatibilities,
      tags: ecsTags(task.tagsAll),
      taskRoleArn: task.taskRoleArn,
    });
    return answer.taskDefinition?.family ?? "";
  },
  async read(cloud, { id, recorded }) {
    const answer = await (await cloud.ecs()).describeTaskDefinition({ taskDefinition: watched(id, recorded), include: ["TAGS"] });
    const live = answer.taskDefinition;
    if (live === undefined || live.status === "INACTIVE") return undefined;
    const arn = live.taskDefinitionArn ?? "";
    return {
      arn,
      arnWithoutRevision: arn.replace(/:\d+$/, ""),
      containerDefinitions: containersOutput(live.containerDefinitions ?? [], recorded["containerDefinitions"]),
      cpu: live.cpu ?? "",
      enableFaultInjection: live.enableFaultInjection === true,
      executionRoleArn: live.executionRoleArn ?? "",
      family: live.family ?? "",
      ipcMode: live.ipcMode ?? "",
      memory: live.memory ?? "",
      networkMode: live.networkMode ?? "",
      pidMode: live.pidMode ?? "",
      requiresCompatibilities: live.requiresCompatibilities ?? [],
      revision: live.revision ?? 0,
      taskRoleArn: live.taskRoleArn ?? "",
      ...tagOutputs(cloud, fromEcsTags(answer.tags), recorded),
    };
  },
  async update(cloud, _id, task, recorded) {
    await updateEcsTags(await cloud.ecs(), arnOf(recorded), recorded, task.tagsAll);
  },
  async delete(cloud, _id, recorded) {
    if (recorded["skipDestroy"] !== true) await (await cloud.ecs()).deregisterTaskDefinition({ taskDefinition: arnOf(recorded) });
  },
});

/** The id is the family. Only a program that says so watches its latest revision; else others may register what they like. */
function watched(family: string, recorded: PlainValues): string {
  return recorded["trackLatest"] === true || recorded["arn"] === undefined ? family : arnOf(recorded);
}

function arnOf(recorded: PlainValues): string {
  return z.string().parse(recorded["arn"]);
}
