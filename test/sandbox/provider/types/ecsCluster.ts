import { z } from "zod";
import { resourceType } from "../resourceType";
import { tagOutputs, tagsAll } from "../tags";
import { ecsTags, fromEcsTags, updateEcsTags } from "./ecsTags";

const inputs = z.object({
  name: z.string(),
  settings: z.array(z.object({ name: z.literal("containerInsights"), value: z.string() })).optional(),
  tagsAll,
});

/** https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/ecs/cluster.go */
export const ecsCluster = resourceType(inputs, {
  token: "aws:ecs/cluster:Cluster",
  autonamed: "name",
  defaults: {},
  forceNew: ["name", "region"],
  documents: [],
  sets: ["settings"],
  computed: ["arn", "settings"],
  secretOutputs: [],
  tagged: true,
  regional: true,
  missing: ["ClusterNotFoundException"],
  async create(cloud, cluster) {
    const answer = await (await cloud.ecs()).createCluster({ clusterName: cluster.name, settings: cluster.settings, tags: ecsTags(cluster.tagsAll) });
    return answer.cluster?.clusterArn ?? "";
  },
  async read(cloud, { id, recorded }) {
    const { clusters: [live] = [] } = await (await cloud.ecs()).describeClusters({ clusters: [id], include: ["TAGS", "CONFIGURATIONS", "SETTINGS"] });
    if (live === undefined || live.status === "INACTIVE") return undefined;
    return {
      arn: live.clusterArn ?? "",
      name: live.clusterName ?? "",
      settings: (live.settings ?? []).map(({ name = "", value = "" }) => ({ name, value })),
      ...tagOutputs(cloud, fromEcsTags(live.tags), recorded),
    };
  },
  async update(cloud, id, cluster, recorded) {
    const ecs = await cloud.ecs();
    if (cluster.settings !== undefined) await ecs.updateCluster({ cluster: id, settings: cluster.settings });
    await updateEcsTags(ecs, id, recorded, cluster.tagsAll);
  },
  async delete(cloud, id) {
    await (await cloud.ecs()).deleteCluster({ cluster: id });
  },
});
