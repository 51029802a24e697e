export { loadAutomationApi } from "./automationApi";
export { cacheFolder } from "./cacheFolder";
export type { StackObservations } from "./observation";
export { findPulumi, NoPulumiCli } from "./pulumiCli";
export { refreshStack } from "./refreshStack";
export { SharedProviders } from "./share";
