export { withAbsorbed } from "./absorbed";
export { claimable, type Claimable } from "./claimable";
export { ClaimIndex } from "./claims";
export { compareStack, type StackComparison } from "./compareStack";
export { Masker } from "./masker";
export { noiseRuleNames, type NoiseRuleName } from "./noiseRules";
export { recordedNow, type RecordedNow } from "./recordedNow";
