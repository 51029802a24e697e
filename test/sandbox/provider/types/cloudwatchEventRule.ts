import { z } from "zod";
import { normaliseDocument } from "../policyDocument";
import { resourceType } from "../resourceType";
import { tagChanges, tagList, tagOutputs, tagsAll, tagsFrom } from "../tags";

const inputs = z.object({
  name: z.string(),
  description: z.string().optional(),
  eventBusName: z.string(),
  eventPattern: z.string().optional(),
  forceDestroy: z.boolean(),
  isEnabled: z.boolean().optional(),
  roleArn: z.string().optional(),
  scheduleExpression: z.string().optional(),
  state: z.enum(["DISABLED", "ENABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"]).optional(),
  tagsAll,
});
type Inputs = z.infer<typeof inputs>;

/** All of the rule: PutRule forgets what it is not told. */
function requestOf(rule: Inputs) {
  const told = rule.isEnabled === undefined ? undefined : rule.isEnabled ? ("ENABLED" as const) : ("DISABLED" as const);
  return {
    Name: rule.name,
    Description: rule.description,
    EventBusName: rule.eventBusName,
    EventPattern: rule.eventPattern,
    RoleArn: rule.roleArn,
    ScheduleExpression: rule.scheduleExpression,
    State: rule.state ?? told,
    Tags: tagList(rule.tagsAll),
  };
}

/** `rule` on the default bus, `bus/rule` on another. */
function idOf({ eventBusName, name }: Inputs): string {
  return eventBusName === "default" ? name : `${eventBusName}/${name}`;
}

function namesIn(id: string): { readonly EventBusName: string; readonly Name: string } {
  const end = id.lastIndexOf("/");
  return { EventBusName: end < 0 ? "default" : id.slice(0, end), Name: id.slice(end + 1) };
}

export const cloudwatchEventRule = resourceType(inputs, {
  token: "aws:cloudwatch/eventRule:EventRule",
  autonamed: "name",
  defaults: { eventBusName: "default", forceDestroy: false },
  forceNew: ["eventBusName", "name", "namePrefix", "region"],
  documents: ["eventPattern"],
  sets: [],
  // Two words for the same; the one that the program does not use is only told.
  computed: ["arn", "isEnabled", "state"],
  secretOutputs: [],
  tagged: true,
  regional: true,
  missing: ["ResourceNotFoundException"],
  async create(cloud, rule) {
    await (await cloud.eventBridge()).putRule(requestOf(rule));
    return idOf(rule);
  },
  async read(cloud, { id, recorded }) {
    const events = await cloud.eventBridge();
    const names = namesIn(id);
    const live = await events.describeRule(names);
    const { Tags: tags = [] } = await events.listTagsForResource({ ResourceARN: live.Arn });
    return {
      arn: live.Arn ?? "",
      description: live.Description ?? "",
      eventBusName: names.EventBusName,
      // The real provider leaves a recorded pattern as it is where the live rule has none.
      // https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/events/rule.go, resourceRuleRead
      ...(live.EventPattern === undefined ? {} : { eventPattern: normaliseDocument(live.EventPattern) }),
      isEnabled: live.State?.startsWith("ENABLED") ?? false,
      name: names.Name,
      roleArn: live.RoleArn ?? "",
      scheduleExpression: live.ScheduleExpression ?? "",
      state: live.State ?? "",
      ...tagOutputs(cloud, tagsFrom(tags), recorded),
    };
  },
  async update(cloud, id, rule, recorded) {
    const events = await cloud.eventBridge();
    const pattern = normaliseDocument(rule.eventPattern ?? "");
    const own = Object.entries({ description: "", roleArn: "", scheduleExpression: "", ...rule, eventPattern: pattern });
    const isChanged = own.some(([property, value]) => !["forceDestroy", "tagsAll"].includes(property) && value !== recorded[property]);
    if (isChanged) await events.putRule({ ...requestOf(rule), ...namesIn(id) });
    const ResourceARN = z.string().parse(recorded["arn"]);
    const { set, remove } = tagChanges(recorded, rule.tagsAll);
    if (remove.length > 0) await events.untagResource({ ResourceARN, TagKeys: remove });
    if (Object.keys(set).length > 0) await events.tagResource({ ResourceARN, Tags: tagList(set) });
  },
  async delete(cloud, id, recorded) {
    await (await cloud.eventBridge()).deleteRule({ ...namesIn(id), Force: recorded["forceDestroy"] === true });
  },
});
