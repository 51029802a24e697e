import { z } from "zod";
import { resourceType } from "../resourceType";
import { tagChanges, tagList, tagOutputs, tagsAll, tagsFrom } from "../tags";

const inputs = z.object({
  name: z.string(),
  type: z.enum(["String", "StringList", "SecureString"]),
  value: z.string().optional(),
  insecureValue: z.string().optional(),
  description: z.string().optional(),
  allowedPattern: z.string().optional(),
  keyId: z.string().optional(),
  dataType: z.string().optional(),
  tier: z.enum(["Standard", "Advanced", "Intelligent-Tiering"]).optional(),
  tagsAll,
});
type Inputs = z.infer<typeof inputs>;

function requestOf(parameter: Inputs) {
  return {
    Name: parameter.name,
    Type: parameter.type,
    Value: parameter.value ?? parameter.insecureValue,
    Description: parameter.description,
    AllowedPattern: parameter.allowedPattern,
    KeyId: parameter.keyId,
    DataType: parameter.dataType,
    Tier: parameter.tier,
  };
}

export const ssmParameter = resourceType(inputs, {
  token: "aws:ssm/parameter:Parameter",
  autonamed: "name",
  defaults: {},
  forceNew: ["name", "dataType", "region"],
  documents: [],
  sets: [],
  computed: ["arn", "dataType", "hasValueWo", "insecureValue", "keyId", "tier", "value", "version"],
  secretOutputs: ["value"],
  tagged: true,
  regional: true,
  // The second where the tags are asked for.
  missing: ["ParameterNotFound", "InvalidResourceId"],
  async create(cloud, parameter) {
    const ssm = await cloud.ssm();
    await ssm.putParameter({ ...requestOf(parameter), Tags: tagList(parameter.tagsAll), Overwrite: false });
    return parameter.name;
  },
  async read(cloud, { id, recorded }) {
    const ssm = await cloud.ssm();
    const [{ Parameter: live }, { Parameters: described = [] }, { TagList: tags = [] }] = await Promise.all([
      ssm.getParameter({ Name: id, WithDecryption: true }),
      ssm.describeParameters({ ParameterFilters: [{ Key: "Name", Option: "Equals", Values: [id] }] }),
      ssm.listTagsForResource({ ResourceType: "Parameter", ResourceId: id }),
    ]);
    const [description] = described;
    // Whoever declares one of the two sees only that one.
    // https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/ssm/parameter.go, resourceParameterRead
    const isInsecure = live?.Type !== "SecureString" && typeof recorded["insecureValue"] === "string" && recorded["insecureValue"] !== "";
    return {
      arn: live?.ARN ?? "",
      dataType: live?.DataType ?? "text",
      description: description?.Description ?? "",
      allowedPattern: description?.AllowedPattern ?? "",
      hasValueWo: false,
      insecureValue: isInsecure ? (live?.Value ?? "") : "",
      keyId: description?.KeyId ?? "",
      name: id,
      tier: description?.Tier ?? "Standard",
      type: live?.Type ?? "String",
      value: isInsecure ? "" : (live?.Value ?? ""),
      version: live?.Version ?? 0,
      ...tagOutputs(cloud, tagsFrom(tags), recorded),
    };
  },
  async update(cloud, id, parameter, recorded) {
    const ssm = await cloud.ssm();
    const own = { allowedPattern: "", description: "", ...parameter };
    const isChanged = Object.entries(own).some(([property, value]) => property !== "tagsAll" && value !== recorded[property]);
    if (isChanged) await ssm.putParameter({ ...requestOf(own), Overwrite: true });
    const { set, remove } = tagChanges(recorded, parameter.tagsAll);
    if (remove.length > 0) await ssm.removeTagsFromResource({ ResourceType: "Parameter", ResourceId: id, TagKeys: remove });
    if (Object.keys(set).length > 0) await ssm.addTagsToResource({ ResourceType: "Parameter", ResourceId: id, Tags: tagList(set) });
  },
  async delete(cloud, id) {
    await (await cloud.ssm()).deleteParameter({ Name: id });
  },
});
