/**
 * Pulumi's Automation API, loaded when first asked for: it brings the TypeScript compiler along, at a quarter of a
 * second, which may pass while something else is waited for.
 */
export function loadAutomationApi() {
  return import("@pulumi/pulumi/automation/index.js");
}
