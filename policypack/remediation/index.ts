export { decide, type Question } from "./decide";
export { judge } from "./judge";
export { wildcard, type Matcher } from "./wildcard";
export { ruleSchema, rulesSchema, type Rule } from "./rule";
