import type { RegisterTaskDefinitionRequest, UpdateServiceRequest } from "@aws-sdk/client-ecs";
import * as aws from "@pulumi/aws";
import type { Services } from "../../services";
import type { OutOfBandChange, TypeCase } from "./case";

const tagged = (arn: string): OutOfBandChange => ({
  property: "tags",
  operation: "ecs:TagResource",
  make: async (services, { text }) => (await services.ecs()).tagResource({ resourceArn: text(arn), tags: [{ key: "owner", value: "bob" }] }),
  seen: { "tags.owner": "add", "tagsAll.owner": "add" },
});

const cluster: TypeCase = {
  token: "aws:ecs/cluster:Cluster",
  name: "cluster",
  declare: (name) =>
    new aws.ecs.Cluster(name, { name: "case-cluster", settings: [{ name: "containerInsights", value: "enabled" }], tags: { app: "case" } }),
  fixed: { name: "is the cluster's identity" },
  changes: [
    {
      property: "settings",
      operation: "ecs:UpdateClusterSettings",
      make: async (services, { id }) =>
        (await services.ecs()).updateClusterSettings({ cluster: id, settings: [{ name: "containerInsights", value: "disabled" }] }),
      seen: { "settings[0].value": "update" },
    },
    tagged("arn"),
  ],
  remove: async (services, { id }) => (await services.ecs()).deleteCluster({ cluster: id }),
};

const FAMILY = "case-task";

const declared = {
  family: FAMILY,
  cpu: "256",
  memory: "512",
  networkMode: "awsvpc",
  requiresCompatibilities: ["FARGATE"],
  containerDefinitions: [{ name: "web", image: "nginx:1.27", portMappings: [{ containerPort: 80 }] }],
  tags: [{ key: "app", value: "case" }],
} satisfies RegisterTaskDefinitionRequest;

/** Another revision, which a program that tracks the latest takes for a change. */
function revised(property: string, changed: Partial<RegisterTaskDefinitionRequest>): OutOfBandChange {
  return {
    property,
    operation: "ecs:RegisterTaskDefinition",
    make: async (services, { text }) =>
      (await services.ecs()).registerTaskDefinition({ ...declared, taskRoleArn: text("taskRoleArn"), executionRoleArn: text("executionRoleArn"), ...changed }),
    seen: { [property]: "update-replace" },
  };
}

async function deregisterAll(services: Services): Promise<void> {
  const ecs = await services.ecs();
  const { taskDefinitionArns: revisions = [] } = await ecs.listTaskDefinitions({ familyPrefix: FAMILY });
  await Promise.all(revisions.map((taskDefinition) => ecs.deregisterTaskDefinition({ taskDefinition })));
}

function declareRole(name: string): aws.iam.Role {
  const trust = { Effect: "Allow", Principal: { Service: "ecs-tasks.amazonaws.com" }, Action: "sts:AssumeRole" };
  return new aws.iam.Role(name, { name: `case-${name}`, assumeRolePolicy: JSON.stringify({ Version: "2012-10-17", Statement: [trust] }) });
}

const task: TypeCase = {
  token: "aws:ecs/taskDefinition:TaskDefinition",
  name: "task",
  declare: (name) => {
    declareRole(`${name}-other`);
    const { containerDefinitions, tags, ...rest } = declared;
    return new aws.ecs.TaskDefinition(name, {
      ...rest,
      containerDefinitions: JSON.stringify(containerDefinitions),
      executionRoleArn: declareRole(`${name}-execution`).arn,
      taskRoleArn: declareRole(`${name}-role`).arn,
      tags: Object.fromEntries(tags.map(({ key, value }) => [key, value])),
      trackLatest: true,
    });
  },
  fixed: {
    family: "is the task definition's identity",
    trackLatest: "is the provider's own",
    networkMode: "Fargate knows no other",
  },
  changes: [
    revised("containerDefinitions", { containerDefinitions: [{ name: "web", image: "evil:latest", portMappings: [{ containerPort: 80 }] }] }),
    revised("cpu", { cpu: "512" }),
    revised("memory", { memory: "1024" }),
    { ...revised("requiresCompatibilities", { requiresCompatibilities: ["FARGATE", "EC2"] }), seen: { "requiresCompatibilities[1]": "add-replace" } },
    {
      ...revised("taskRoleArn", {}),
      make: async (services, { text }) => {
        const taskRoleArn = text("taskRoleArn").replace(/-role$/, "-other");
        await (await services.ecs()).registerTaskDefinition({ ...declared, executionRoleArn: text("executionRoleArn"), taskRoleArn });
      },
    },
    {
      ...revised("executionRoleArn", {}),
      make: async (services, { text }) => {
        const executionRoleArn = text("executionRoleArn").replace(/-execution$/, "-other");
        await (await services.ecs()).registerTaskDefinition({ ...declared, taskRoleArn: text("taskRoleArn"), executionRoleArn });
      },
    },
    tagged("arn"),
  ],
  remove: deregisterAll,
};

function setting(property: string, changed: Partial<UpdateServiceRequest>, path = property): OutOfBandChange {
  return {
    property,
    operation: "ecs:UpdateService",
    make: async (services, { id, text }) => (await services.ecs()).updateService({ ...changed, cluster: text("cluster"), service: id }),
    seen: { [path]: "update" },
  };
}

const breaker = { enable: true, rollback: true };
const percents = { maximumPercent: 150, minimumHealthyPercent: 50 };
const network = { subnets: ["subnet-00000001", "subnet-00000002"], securityGroups: [] };

const service: TypeCase = {
  token: "aws:ecs/service:Service",
  name: "service",
  declare: (name) => {
    const { containerDefinitions } = declared;
    const of = new aws.ecs.TaskDefinition(`${name}-task`, { family: "case-service", containerDefinitions: JSON.stringify(containerDefinitions) });
    return new aws.ecs.Service(name, {
      name: "case-service",
      cluster: new aws.ecs.Cluster(`${name}-cluster`, {}).arn,
      taskDefinition: of.arn,
      desiredCount: 0,
      launchType: "FARGATE",
      platformVersion: "1.4.0",
      networkConfiguration: { ...network, assignPublicIp: false },
      deploymentCircuitBreaker: breaker,
      deploymentMaximumPercent: percents.maximumPercent,
      deploymentMinimumHealthyPercent: percents.minimumHealthyPercent,
      enableEcsManagedTags: true,
      enableExecuteCommand: false,
      propagateTags: "SERVICE",
      healthCheckGracePeriodSeconds: 30,
      tags: { app: "case" },
    });
  },
  fixed: { name: "is the service's identity", cluster: "cannot be changed", launchType: "cannot be changed" },
  changes: [
    setting("enableExecuteCommand", { enableExecuteCommand: true }),
    setting("enableEcsManagedTags", { enableECSManagedTags: false }),
    setting("propagateTags", { propagateTags: "TASK_DEFINITION" }),
    setting("desiredCount", { desiredCount: 2 }),
    {
      ...setting("taskDefinition", {}),
      make: async (services, { id, text }) => {
        const ecs = await services.ecs();
        const { taskDefinition: other } = await ecs.registerTaskDefinition({ family: "evil", containerDefinitions: [{ name: "web", image: "evil" }] });
        await ecs.updateService({ cluster: text("cluster"), service: id, taskDefinition: other?.taskDefinitionArn });
      },
    },
    setting("platformVersion", { platformVersion: "LATEST" }),
    setting(
      "networkConfiguration",
      { networkConfiguration: { awsvpcConfiguration: { ...network, assignPublicIp: "ENABLED" } } },
      "networkConfiguration.assignPublicIp",
    ),
    {
      ...setting("deploymentCircuitBreaker", { deploymentConfiguration: { ...percents, deploymentCircuitBreaker: { enable: false, rollback: false } } }),
      seen: { "deploymentCircuitBreaker.enable": "update", "deploymentCircuitBreaker.rollback": "update" },
    },
    setting("deploymentMaximumPercent", { deploymentConfiguration: { ...percents, deploymentCircuitBreaker: breaker, maximumPercent: 200 } }),
    setting("deploymentMinimumHealthyPercent", { deploymentConfiguration: { ...percents, deploymentCircuitBreaker: breaker, minimumHealthyPercent: 0 } }),
    setting("healthCheckGracePeriodSeconds", { healthCheckGracePeriodSeconds: 600 }),
    tagged("arn"),
  ],
  remove: async (services, { id, text }) => {
    const ecs = await services.ecs();
    const which = { cluster: text("cluster"), service: id };
    await ecs.updateService({ ...which, desiredCount: 0 });
    await ecs.deleteService(which);
  },
};

export const ecs: readonly TypeCase[] = [cluster, task, service];
