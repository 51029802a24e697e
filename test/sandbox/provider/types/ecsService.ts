import type { Service } from "@aws-sdk/client-ecs";
import { z } from "zod";
import { resourceType } from "../resourceType";
import { tagOutputs, tagsAll } from "../tags";
import type { Plain, PlainValues } from "../values";
import { ecsTags, fromEcsTags, updateEcsTags } from "./ecsTags";

const inputs = z.object({
  cluster: z.string().optional(),
  deploymentCircuitBreaker: z.object({ enable: z.boolean(), rollback: z.boolean() }).default({ enable: false, rollback: false }),
  deploymentMaximumPercent: z.number(),
  deploymentMinimumHealthyPercent: z.number(),
  desiredCount: z.number().default(0),
  enableEcsManagedTags: z.boolean(),
  enableExecuteCommand: z.boolean(),
  healthCheckGracePeriodSeconds: z.number().optional(),
  launchType: z.enum(["EC2", "EXTERNAL", "FARGATE"]).optional(),
  name: z.string(),
  networkConfiguration: z
    .object({ assignPublicIp: z.boolean(), securityGroups: z.array(z.string()).default([]), subnets: z.array(z.string()) })
    .optional(),
  platformVersion: z.string().optional(),
  propagateTags: z.enum(["", "NONE", "SERVICE", "TASK_DEFINITION"]).optional(),
  schedulingStrategy: z.literal("REPLICA"),
  tagsAll,
  taskDefinition: z.string().optional(),
});
type Inputs = z.infer<typeof inputs>;

/** https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/ecs/service.go */
export const ecsService = resourceType(inputs, {
  token: "aws:ecs/service:Service",
  autonamed: "name",
  defaults: {
    deploymentMaximumPercent: 200,
    deploymentMinimumHealthyPercent: 100,
    enableEcsManagedTags: false,
    enableExecuteCommand: false,
    "networkConfiguration.assignPublicIp": false,
    schedulingStrategy: "REPLICA",
    waitForSteadyState: false,
  },
  forceNew: ["cluster", "deploymentController.type", "iamRole", "launchType", "name", "region", "schedulingStrategy"],
  documents: [],
  sets: [
    "capacityProviderStrategies", "loadBalancers", "networkConfiguration.securityGroups", "networkConfiguration.subnets", "placementConstraints",
  ],
  computed: [
    "arn", "availabilityZoneRebalancing", "cluster", "deploymentCircuitBreaker", "deploymentConfiguration", "deploymentController", "iamRole",
    "launchType", "platformVersion", "triggers",
  ],
  secretOutputs: [],
  maps: ["triggers"],
  tagged: true,
  regional: true,
  missing: ["ClusterNotFoundException", "ServiceNotFoundException"],
  async create(cloud, service) {
    const answer = await (await cloud.ecs()).createService({
      ...settingsOf(service),
      cluster: service.cluster,
      launchType: service.launchType,
      schedulingStrategy: service.schedulingStrategy,
      serviceName: service.name,
      tags: ecsTags(service.tagsAll),
    });
    return answer.service?.serviceArn ?? "";
  },
  async read(cloud, { id, recorded }) {
    const { services: [live] = [] } = await (await cloud.ecs()).describeServices({ cluster: clusterOf(recorded), services: [id], include: ["TAGS"] });
    if (live === undefined || live.status === "INACTIVE") return undefined;
    return { ...outputsOf(live, recorded), ...tagOutputs(cloud, fromEcsTags(live.tags), recorded) };
  },
  async update(cloud, id, service, recorded) {
    const ecs = await cloud.ecs();
    const before = new Map(Object.entries(settingsOf(inputs.parse(recorded))));
    const changed = Object.entries(settingsOf(service)).filter(([name, value]) => JSON.stringify(before.get(name)) !== JSON.stringify(value));
    if (changed.length > 0) await ecs.updateService({ ...Object.fromEntries(changed), cluster: service.cluster, service: id });
    await updateEcsTags(ecs, id, recorded, service.tagsAll);
  },
  async delete(cloud, id, recorded) {
    const ecs = await cloud.ecs();
    const which = { cluster: clusterOf(recorded), service: id };
    const { services: [live] = [] } = await ecs.describeServices({ cluster: which.cluster, services: [id] });
    if (live === undefined || live.status === "INACTIVE") return;
    if (live.status !== "DRAINING") await ecs.updateService({ ...which, desiredCount: 0 });
    await ecs.deleteService(which);
  },
});

/** What can be changed. */
function settingsOf(service: Inputs) {
  const network = service.networkConfiguration;
  return {
    deploymentConfiguration: {
      deploymentCircuitBreaker: service.deploymentCircuitBreaker,
      maximumPercent: service.deploymentMaximumPercent,
      minimumHealthyPercent: service.deploymentMinimumHealthyPercent,
    },
    desiredCount: service.desiredCount,
    enableECSManagedTags: service.enableEcsManagedTags,
    enableExecuteCommand: service.enableExecuteCommand,
    healthCheckGracePeriodSeconds: service.healthCheckGracePeriodSeconds,
    networkConfiguration: network === undefined ? undefined : {
      awsvpcConfiguration: {
        assignPublicIp: network.assignPublicIp ? ("ENABLED" as const) : ("DISABLED" as const),
        securityGroups: network.securityGroups,
        subnets: network.subnets,
      },
    },
    platformVersion: service.platformVersion,
    propagateTags: service.propagateTags === "" ? undefined : service.propagateTags,
    taskDefinition: service.taskDefinition,
  };
}

function outputsOf(live: Service, recorded: PlainValues): PlainValues {
  const { maximumPercent = 200, minimumHealthyPercent = 100, deploymentCircuitBreaker: breaker } = live.deploymentConfiguration ?? {};
  const network = live.networkConfiguration?.awsvpcConfiguration;
  return {
    arn: live.serviceArn ?? "",
    availabilityZoneRebalancing: live.availabilityZoneRebalancing ?? "DISABLED",
    cluster: inFormOf(recorded["cluster"], live.clusterArn ?? "", /^.*\//),
    deploymentCircuitBreaker: { enable: breaker?.enable === true, rollback: breaker?.rollback === true },
    deploymentController: { type: live.deploymentController?.type ?? "ECS" },
    deploymentMaximumPercent: maximumPercent,
    deploymentMinimumHealthyPercent: minimumHealthyPercent,
    desiredCount: live.desiredCount ?? 0,
    enableEcsManagedTags: live.enableECSManagedTags === true,
    enableExecuteCommand: live.enableExecuteCommand === true,
    healthCheckGracePeriodSeconds: live.healthCheckGracePeriodSeconds ?? 0,
    iamRole: live.roleArn ?? "",
    launchType: live.launchType ?? "",
    name: live.serviceName ?? "",
    ...(network === undefined ? {} : {
      networkConfiguration: {
        assignPublicIp: network.assignPublicIp === "ENABLED",
        securityGroups: network.securityGroups ?? [],
        subnets: network.subnets ?? [],
      },
    }),
    platformVersion: live.platformVersion ?? "",
    // A program that says nothing means "NONE".
    propagateTags: live.propagateTags === "NONE" && !recorded["propagateTags"] ? "" : (live.propagateTags ?? ""),
    schedulingStrategy: live.schedulingStrategy ?? "",
    taskDefinition: inFormOf(recorded["taskDefinition"], live.taskDefinition ?? "", /^.*task-definition\//),
    triggers: {},
  };
}

/** The live ARN, or only the name where the program gave only a name. */
function inFormOf(recorded: Plain | undefined, arn: string, prefix: RegExp): string {
  return typeof recorded === "string" && recorded.startsWith("arn:") ? arn : arn.replace(prefix, "");
}

function clusterOf(recorded: PlainValues): string | undefined {
  return z.string().optional().parse(recorded["cluster"]);
}
