import type { ResourceValidationArgs, ResourceValidationPolicy } from "@pulumi/policy";
import { z } from "zod";
import { findOpenDrift } from "../openDrift/readOpenDrift";
import { plainInputs } from "../openDrift/plainInputs";
import { refreshOption } from "../openDrift/refreshOption";
import type { OpenDriftEntry } from "../model";
import { harmless } from "./harmless";
import { overwrites, type RefreshMode } from "./overwrites";
import type { Run } from "./policy";
import { refusal } from "./refusal";

const configSchema = z.object({ openDrift: z.string().optional(), refresh: z.enum(["never", "assume"]).optional() });

interface Holds {
  readonly stack: string;
  readonly refresh: RefreshMode;
  readonly byUrn: ReadonlyMap<string, readonly OpenDriftEntry[]>;
}

/** A pack never sees what is deleted or how the engine will get there: `whodrift gate` is the exact check. */
export function driftHold(run: Run): ResourceValidationPolicy {
  let holds: Holds | undefined;
  return {
    name: "drift-hold",
    displayName: "Held drift is not overwritten",
    description: "Refuses an update that would overwrite a change made outside Pulumi while that change is held.",
    enforcementLevel: "mandatory",
    severity: "high",
    configSchema: {
      properties: {
        openDrift: { type: "string", description: "Folder of open-drift files, or one file; else WHODRIFT_OPEN_DRIFT." },
        refresh: { type: "string", enum: ["never", "assume"], description: "Whether `up` refreshes first, which a pack cannot see: assume is for whoever passes --refresh. Else as Pulumi.yaml says." },
      },
    },
    validateResource: (args, reportViolation) => {
      holds ??= readHolds(args, run);
      const held = holds.byUrn.get(args.urn) ?? [];
      if (held.length === 0) return;
      const inputs = plainInputs(args.props);
      for (const entry of held) {
        if (overwrites(inputs, entry, holds.refresh)) reportViolation(refusal(entry, holds.stack, holds.refresh));
      }
    },
  };
}

/** Every URN names the stack and the project: `urn:pulumi:<stack>::<project>::…`. */
function readHolds(args: ResourceValidationArgs, run: Run): Holds {
  const [head = "", project = ""] = args.urn.split("::");
  const stack = head.replace(/^urn:pulumi:/, "");
  const config = configSchema.parse(args.getConfig());
  const nothing: Holds = { stack, refresh: "never", byUrn: new Map() };
  const location = config.openDrift ?? run.openDrift;
  if (location === undefined) {
    run.notes.add("no open-drift file is known, so no held change is protected: set WHODRIFT_OPEN_DRIFT to the folder that whodrift scan writes");
    return nothing;
  }
  const found = findOpenDrift(location, { organization: run.organization, project, stack });
  switch (found.outcome) {
    case "missing":
      run.notes.add(`no open-drift file at ${harmless(found.looked, 300)}, so no held change is protected: run whodrift scan`);
      return nothing;
    case "unusable":
      run.notes.add(`the open-drift file ${harmless(found.file, 300)} cannot be used (${harmless(found.reason, 200)}), so no held change is protected`);
      return nothing;
    case "read": {
      const { openDrift } = found;
      const now = run.now();
      if (new Date(openDrift.expiresAt) <= now) {
        run.notes.add(`the open-drift file of ${openDrift.generatedAt} ran out at ${openDrift.expiresAt}, so no held change is protected: run whodrift scan`);
        return nothing;
      }
      const held = openDrift.entries.filter((entry) => isHeld(entry, now));
      if (held.length === 0) return nothing;
      return { stack: openDrift.stack, refresh: config.refresh ?? refreshOf(project, run), byUrn: groupByUrn(held) };
    }
  }
}

function refreshOf(project: string, { refreshAsked, folders, notes }: Run): RefreshMode {
  if (refreshAsked) return "assume";
  switch (refreshOption(project, folders)) {
    case "always":
      return "assume";
    case "on-demand":
      return "never";
    case "unknown":
      notes.add(`the Pulumi.yaml of ${harmless(project, 100)} was not found, so held changes are protected as if this up did not refresh: set refresh in the configuration of drift-hold`);
      return "never";
  }
}

function groupByUrn(entries: readonly OpenDriftEntry[]): Holds["byUrn"] {
  const byUrn = new Map<string, OpenDriftEntry[]>();
  for (const entry of entries) {
    const group = byUrn.get(entry.urn);
    if (group) group.push(entry);
    else byUrn.set(entry.urn, [entry]);
  }
  return byUrn;
}

function isHeld({ decision }: OpenDriftEntry, now: Date): boolean {
  return decision.action === "hold" && (decision.until === undefined || new Date(decision.until) > now);
}
