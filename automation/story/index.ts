export { gatherEvidence, verifyEvidence, type EntryBytes, type EvidenceVerdict } from "./evidence";
export { tellStory } from "./tellStory";
export { evidenceSchema, type Evidence } from "./evidenceFile";
export { storySchema, type Chapter, type Story } from "./story";
