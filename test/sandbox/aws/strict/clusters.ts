import { z } from "zod";
import { operationOf } from "../conduct";
import { parametersAs, unlessAbsent, type Stricture } from "./stricture";

const Parameters = z.object({ cluster: z.string().optional(), taskDefinition: z.string().optional() });

/**
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeleteCluster.html: `ClusterContainsServicesException`.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html: a task definition that there is.
 */
export const clusters: Stricture = {
  calls: ["ecs:DeleteCluster", "ecs:CreateService", "ecs:UpdateService"],
  refuse: async (asked, live) => {
    const parameters = parametersAs(Parameters, asked.parameters);
    if (parameters === undefined) return undefined;
    const { cluster = "default", taskDefinition } = parameters;
    const ecs = await live.ecs();
    if (operationOf(asked) === "ecs:DeleteCluster") {
      const { serviceArns = [] } = (await unlessAbsent(ecs.listServices({ cluster }))) ?? {};
      if (serviceArns.length === 0) return undefined;
      return { code: "ClusterContainsServicesException", message: "The Cluster cannot be deleted while Services are active." };
    }
    if (taskDefinition === undefined) return undefined;
    // The emulator has no one error for "there is none".
    const found = await ecs.describeTaskDefinition({ taskDefinition }).catch(() => undefined);
    return found === undefined ? { code: "ClientException", message: "Unable to describe task definition." } : undefined;
  },
};
