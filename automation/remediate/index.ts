export { allowanceKinds, NOTHING_ALLOWED, type AllowanceKind, type Allowances } from "./allowances";
export { programsSchema, type ProgramPlace } from "./programs";
export { applyPlan, planStack, type PlannedStack, type RemediateRequest } from "./remediate";
export { changesIn, REMEDIATION_REPORT, remediationReportSchema, type PlannedChange, type RemediationReport, type StackRemediation, type Target, type Unable } from "./remediationReport";
export { lastSteps } from "./stepsOf";
