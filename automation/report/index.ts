import { csv } from "./csv";
import { github } from "./github";
import { gitlab } from "./gitlab";
import { html } from "./html";
import { json } from "./json";
import { junit } from "./junit";
import { markdown } from "./markdown";
import { ndjson } from "./ndjson";
import { ocsf } from "./ocsf";
import type { ReportFormat } from "./reportFormat";
import { sarif } from "./sarif";
import { terminal } from "./terminal";

export { decideFormats } from "./decideFormats";
export { audiences, audienceSchema, forAudience, gateForAudience, type Audience } from "./audience";
export { gateFormats } from "./gateFormats";
export { planFormats } from "./planFormats";
export { drawStack, remediateFormats } from "./remediateFormats";
export { historyFormats } from "./historyFormats";
export { rulesFormats } from "./rulesFormats";
export { drawTouches, whoFormats } from "./whoFormats";

export type { RenderOptions, ReportFormat } from "./reportFormat";

/** Name for `--format` → format. Adding one is one module and one row here; the hostile spec picks it up by itself. */
export const formats: Readonly<Record<string, ReportFormat>> = { terminal, markdown, html, json, ndjson, csv, sarif, junit, github, gitlab, ocsf };
