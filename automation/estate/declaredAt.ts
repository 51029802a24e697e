import type { DriftedResource } from "../../policypack/model";

/** `project:///index.ts#12,3` → index.ts, line 12. */
export function declaredAtOf(position: string | undefined): DriftedResource["declaredAt"] {
  const [, file, line] = /^project:\/\/\/(.+)#(\d+)(?:,\d+)?$/.exec(position ?? "") ?? [];
  return file === undefined ? undefined : { file: decode(file), line: Number(line) };
}

function decode(file: string): string {
  try {
    return decodeURIComponent(file);
  } catch {
    return file;
  }
}
