export { withAbsorbed } from "./absorbed";
export { compareStack, type StackComparison } from "./compareStack";
export { Masker } from "./masker";
export { noiseRuleNames, type NoiseRuleName } from "./noiseRules";
