export { identifyPerson, NobodyKnown, type Identification } from "./identifyPerson";
export { TOKEN_AUDIENCE, TOKEN_VARIABLE } from "./pipelineToken";
