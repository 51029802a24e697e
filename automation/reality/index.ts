export { openRealityCheck, type RealityCheck } from "./judgeReality";
