export { decide, IGNORE_MAX, type Question } from "./decide";
export { durationSchema } from "./duration";
export { judge } from "./judge";
export type { Case } from "./case";
export { forbidden } from "./mayDecide";
export { tryRule, tryRules, type Tried } from "./tryRules";
export { unmetCondition } from "./matches";
export { stackGlob, wildcard, type Matcher } from "./wildcard";
export { conditionSchema, oneOrMore, ruleSchema, rulesSchema, type Rule } from "./rule";
