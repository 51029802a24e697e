export { rulesTestSchema, type RulesTest, type TestedChange, type TestedRule } from "./rulesTest";
export { testRules } from "./testRules";
