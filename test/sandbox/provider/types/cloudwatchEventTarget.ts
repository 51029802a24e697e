import { randomUUID } from "node:crypto";
import type { Target } from "@aws-sdk/client-eventbridge";
import { z } from "zod";
import { resourceType } from "../resourceType";

const place = z.object({ eventBusName: z.string().default("default"), rule: z.string() });

const inputs = place.extend({
  arn: z.string(),
  deadLetterConfig: z.object({ arn: z.string().optional() }).optional(),
  input: z.string().optional(),
  inputPath: z.string().optional(),
  inputTransformer: z.object({ inputPaths: z.record(z.string(), z.string()).optional(), inputTemplate: z.string() }).optional(),
  retryPolicy: z.object({ maximumEventAgeInSeconds: z.number().optional(), maximumRetryAttempts: z.number().optional() }).optional(),
  roleArn: z.string().optional(),
  targetId: z.string().optional(),
});
type Inputs = z.infer<typeof inputs>;

function targetOf(target: Inputs, Id: string): Target {
  const { deadLetterConfig: dead, inputTransformer: transformer, retryPolicy: retry } = target;
  return {
    Id,
    Arn: target.arn,
    DeadLetterConfig: dead && { Arn: dead.arn },
    Input: target.input,
    InputPath: target.inputPath,
    InputTransformer: transformer && { InputPathsMap: transformer.inputPaths, InputTemplate: transformer.inputTemplate },
    RetryPolicy: retry && { MaximumEventAgeInSeconds: retry.maximumEventAgeInSeconds, MaximumRetryAttempts: retry.maximumRetryAttempts },
    RoleArn: target.roleArn,
  };
}

/** `rule-` on the default bus, `bus-rule-` on another; the target's own id follows. */
function prefixOf({ eventBusName, rule }: z.infer<typeof place>): string {
  return eventBusName === "default" ? `${rule}-` : `${eventBusName}-${rule}-`;
}

async function put(cloud: Parameters<typeof cloudwatchEventTarget.create>[0], target: Inputs, id: string): Promise<void> {
  const { FailedEntries = [] } = await (await cloud.eventBridge()).putTargets({
    EventBusName: target.eventBusName, Rule: target.rule, Targets: [targetOf(target, id)],
  });
  const [failed] = FailedEntries;
  if (failed !== undefined) throw new Error(`${failed.ErrorCode}: ${failed.ErrorMessage}`);
}

export const cloudwatchEventTarget = resourceType(inputs, {
  token: "aws:cloudwatch/eventTarget:EventTarget",
  defaults: { eventBusName: "default", forceDestroy: false },
  forceNew: ["eventBusName", "rule", "targetId", "region"],
  documents: [],
  sets: [],
  computed: ["targetId"],
  maps: ["inputTransformer.inputPaths"],
  secretOutputs: [],
  tagged: false,
  regional: true,
  missing: ["ResourceNotFoundException"],
  async create(cloud, target) {
    const id = target.targetId ?? `terraform-${randomUUID()}`;
    await put(cloud, target, id);
    return prefixOf(target) + id;
  },
  async read(cloud, { id, recorded }) {
    const { eventBusName, rule } = place.parse(recorded);
    const targetId = id.slice(prefixOf({ eventBusName, rule }).length);
    const { Targets = [] } = await (await cloud.eventBridge()).listTargetsByRule({ EventBusName: eventBusName, Rule: rule });
    const live = Targets.find(({ Id }) => Id === targetId);
    if (live === undefined) return undefined;
    const { DeadLetterConfig: dead, InputTransformer: transformer, RetryPolicy: retry } = live;
    return {
      arn: live.Arn ?? "",
      eventBusName,
      input: live.Input ?? "",
      inputPath: live.InputPath ?? "",
      roleArn: live.RoleArn ?? "",
      rule,
      targetId,
      // A block that the live target has not is not looked at: the real provider keeps what it recorded.
      // https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/events/target.go, resourceTargetRead
      ...(dead && { deadLetterConfig: { arn: dead.Arn ?? "" } }),
      ...(transformer && { inputTransformer: { inputPaths: transformer.InputPathsMap ?? {}, inputTemplate: transformer.InputTemplate ?? "" } }),
      ...(retry && {
        retryPolicy: { maximumEventAgeInSeconds: retry.MaximumEventAgeInSeconds ?? 0, maximumRetryAttempts: retry.MaximumRetryAttempts ?? 0 },
      }),
    };
  },
  async update(cloud, id, target) {
    await put(cloud, target, id.slice(prefixOf(target).length));
  },
  async delete(cloud, id, recorded) {
    const { eventBusName, rule } = place.parse(recorded);
    await (await cloud.eventBridge()).removeTargets({
      EventBusName: eventBusName, Rule: rule, Ids: [id.slice(prefixOf({ eventBusName, rule }).length)], Force: recorded["forceDestroy"] === true,
    });
  },
});
