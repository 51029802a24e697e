export { gate, type GateRequest } from "./gate";
export type { GateReport } from "./gateReport";
