import { z } from "zod";
import { operationOf } from "../conduct";
import { parametersAs, unlessAbsent, type Stricture } from "./stricture";

const Parameters = z.object({
  Name: z.string(), EventBusName: z.string().optional(), EventPattern: z.string().optional(), ScheduleExpression: z.string().optional(),
});

/**
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DeleteRule.html: targets go first.
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html: a pattern, a schedule, or both.
 */
export const eventRules: Stricture = {
  calls: ["events:DeleteRule", "events:PutRule"],
  refuse: async (asked, live) => {
    const parameters = parametersAs(Parameters, asked.parameters);
    if (parameters === undefined) return undefined;
    const { Name, EventBusName, EventPattern, ScheduleExpression } = parameters;
    if (operationOf(asked) === "events:PutRule") {
      if (EventPattern !== undefined || ScheduleExpression !== undefined) return undefined;
      return { code: "ValidationException", message: "Parameter(s) EventPattern or ScheduleExpression must be specified." };
    }
    const { Targets = [] } = (await unlessAbsent((await live.eventBridge()).listTargetsByRule({ Rule: Name, EventBusName }))) ?? {};
    return Targets.length > 0 ? { code: "ValidationException", message: "Rule can't be deleted since it has targets." } : undefined;
  },
};
