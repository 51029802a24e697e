export { gate, type GateRequest } from "./gate";
export type { GateReport } from "./gateReport";
export { changesNothing } from "./judgeStep";
export type { PlannedStep } from "./planEvent";
export { previewProgram, type Plan } from "./previewProgram";
