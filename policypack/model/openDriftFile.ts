import { createHash } from "node:crypto";

/** The environment variable that tells the policy pack where the open-drift files are: a folder, or one file. */
export const OPEN_DRIFT_VARIABLE = "WHODRIFT_OPEN_DRIFT";

// File systems allow 255 bytes; the rest is room for the extension and for the name of a temporary file.
const LONGEST = 180;

// Names that Windows keeps for devices, with any extension.
// Source: https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** `org/project/stack` → the segments of its open-drift file below the folder; each is safe as a file name. */
export function openDriftFile(stack: string): readonly [organization: string, project: string, file: string] {
  const [organization = "", project = "", ...rest] = stack.split("/");
  return [fileName(organization), fileName(project), `${fileName(rest.join("/"))}.json`];
}

/** Stack and project names are chosen by whoever may create one: no separator, no "..", no device name comes through. */
function fileName(name: string): string {
  const encoded = name
    .replace(/[^A-Za-z0-9._-]/gu, (character) => `%${Buffer.from(character).toString("hex").toUpperCase()}`)
    .replace(/^\.|\.$/g, "%2E");
  if (encoded === "") return "%";
  const digest = () => createHash("sha256").update(name).digest("hex").slice(0, 16);
  const short = encoded.length > LONGEST ? `${encoded.slice(0, LONGEST - 17)}~${digest()}` : encoded;
  return DEVICE.test(short) ? `%${short}` : short;
}
