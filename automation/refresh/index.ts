export { openPluginInstaller, type PluginInstaller } from "./installPlugins";
export { loadAutomationApi } from "./automationApi";
export { cacheFolder } from "./cacheFolder";
export type { FailureCode } from "./classifyFailure";
export type { StackObservations } from "./observation";
export { listCheckable } from "./observe";
export { findPulumi, NoPulumiCli } from "./pulumiCli";
export { refreshProviders, type ProvidersOptions } from "./refreshProviders";
export type { SecondTry } from "./secondTry";
