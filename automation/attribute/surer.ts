import { confidenceSchema, type Attributed, type Attribution } from "../../policypack/model";

/** What is found today, unless it says less than what was found before. */
export function surer(today: Attribution, before: Attributed | undefined): Attribution {
  return before === undefined || rank(today) <= rank(before) ? today : before;
}

function rank({ confidence }: Attribution): number {
  return confidence === "none" ? Infinity : confidenceSchema.options.indexOf(confidence);
}
