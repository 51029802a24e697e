import type { Severity } from "../../policypack/model";
import { partsOf, type Effect } from "./effects";
import { LABELS, TABLE, type Row } from "./severityTable";

export interface Weight {
  readonly severity: Severity;
  readonly opensAccess?: true;
}

/** The worst that the table has to say of a change, or of a part of it. */
export function weigh(effect: Effect): Weight {
  if (effect.names.some((name) => LABELS.has(name))) return { severity: "low" };
  const parts = partsOf(effect);
  const found = TABLE.filter((row) => parts.some((part) => speaksOf(row, part) && row.does(part)));
  const severity = (["critical", "high"] as const).find((one) => found.some((row) => row.severity === one)) ?? "medium";
  return { severity, ...(found.some(({ opens }) => opens) ? { opensAccess: true } : {}) };
}

function speaksOf({ on, at }: Row, { type, names }: Effect): boolean {
  const path = `.${names.join(".")}`;
  return (on?.test(type) ?? true) && (at?.some((end) => path.endsWith(`.${end}`)) ?? true);
}
