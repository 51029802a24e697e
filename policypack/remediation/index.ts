export { decide, type Question } from "./decide";
export { ruleSchema, rulesSchema, type Rule } from "./rule";
