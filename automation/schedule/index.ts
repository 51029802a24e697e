export { needOf, NO_NEED, usedProviders } from "./need";
export { openQueue, type Limits, type Queue } from "./queue";
