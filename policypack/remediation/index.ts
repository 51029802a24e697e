export { decide, type Question } from "./decide";
export { judge } from "./judge";
export { ruleSchema, rulesSchema, type Rule } from "./rule";
