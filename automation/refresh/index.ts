export { loadAutomationApi } from "./automationApi";
export { cacheFolder } from "./cacheFolder";
export type { StackObservations } from "./observation";
export { listCheckable } from "./observe";
export { findPulumi, NoPulumiCli } from "./pulumiCli";
export { refreshStack } from "./refreshStack";
