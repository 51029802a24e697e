import { openDriftFile, openDriftSchema, type OpenDrift } from "../../policypack/model";
import type { Ledger } from "./ledger";
import type { LedgerStore } from "./ledgerStore";
import { signDocument } from "./signDocument";

/** Below the ledger's place; what WHODRIFT_OPEN_DRIFT is to name. */
export const OPEN_DRIFT_FOLDER = "open-drift";

/** @returns the key of the stack's open-drift file, whether it exists or not */
export function openDriftKey(stack: string): string {
  return [OPEN_DRIFT_FOLDER, ...openDriftFile(stack)].join("/");
}

/** Signed, where the ledger signs. An `up` may read the file at any moment. @throws {LedgerError} */
export async function writeOpenDrift({ store, signer }: Pick<Ledger, "store" | "signer">, openDrift: OpenDrift): Promise<void> {
  const signed = await signDocument(openDrift, signer);
  await store.replace(openDriftKey(openDrift.stack), Buffer.from(`${JSON.stringify(signed, undefined, 2)}\n`));
}

export type LastOpenDrift =
  | { readonly outcome: "read"; readonly openDrift: OpenDrift }
  | { readonly outcome: "missing" }
  /** It is there, and it is none, or one of another stack. */
  | { readonly outcome: "unusable"; readonly reason: string };

/** What the last scan wrote of a stack. @throws {LedgerError} */
export async function readLastOpenDrift(store: LedgerStore, stack: string): Promise<LastOpenDrift> {
  const bytes = await store.read(openDriftKey(stack));
  if (bytes === undefined) return { outcome: "missing" };
  try {
    const parsed = openDriftSchema.safeParse(JSON.parse(Buffer.from(bytes).toString("utf8")));
    if (parsed.success) return parsed.data.stack === stack ? { outcome: "read", openDrift: parsed.data } : { outcome: "unusable", reason: `it speaks of ${parsed.data.stack}` };
    const [issue] = parsed.error.issues;
    return { outcome: "unusable", reason: `${issue?.path.join(".") ?? ""}: ${issue?.message ?? "not an open-drift file"}` };
  } catch (error) {
    return { outcome: "unusable", reason: error instanceof Error ? error.message : String(error) };
  }
}
