import { isJson, isJsonObject, openDriftSchema, standingSchema } from "../../policypack/model";
import { verifyDocument, type TrustedKey } from "../../policypack/signature/verify";
import type { LedgerStore } from "./ledgerStore";
import type { Finding, Verification } from "./verifyLedger";
import { OPEN_DRIFT_FOLDER } from "./writeOpenDrift";

// A scan's files say the time of its entry; another machine's clock, and a person's decision, are within this.
const TOLERANCE_MS = 3_600_000;

/**
 * What the files beside the entries know of entries that are there no more. A standing file is not signed: whoever cuts
 * the ledger can write it anew. An open-drift file is, and can only be taken away.
 * @throws {LedgerError}
 */
export async function checkFiles(store: LedgerStore, { head, latest }: Verification, trusted: readonly TrustedKey[]): Promise<readonly Finding[]> {
  const last = head?.number ?? 0;
  const next = last + 1;
  const findings: Finding[] = [];
  for (const key of await store.list("standing/")) {
    const standing = standingSchema.safeParse(parse(await store.read(key)));
    if (standing.success && standing.data.number > last) {
      findings.push({ number: next, kind: "truncated", message: `entry ${next} is missing: where ${standing.data.stack} stands was made from entry ${standing.data.number}, and the ledger ends with entry ${last}` });
    }
  }
  for (const key of await store.list(`${OPEN_DRIFT_FOLDER}/`)) {
    const document = parse(await store.read(key));
    const openDrift = openDriftSchema.safeParse(document);
    if (!openDrift.success || !isJson(document) || !isJsonObject(document)) continue;
    const { generatedAt, stack, signature } = openDrift.data;
    const verdict = trusted.length === 0 ? "unchecked" : verifyDocument(document, signature, trusted);
    if (verdict === "forged") findings.push({ number: last, kind: "forged", message: `after entry ${last} the open-drift file of ${stack} was changed: it is not what was signed` });
    if (verdict === "verified" && Date.parse(generatedAt) > Date.parse(latest ?? "1970-01-01T00:00:00Z") + TOLERANCE_MS) {
      findings.push({ number: next, kind: "truncated", message: `entry ${next} is missing: the open-drift file of ${stack} was signed at ${generatedAt}, and the ledger ends with what was at ${latest ?? "no time"}` });
    }
  }
  return findings;
}

/** What is no use there is told by the next scan, which makes it again. */
function parse(bytes: Uint8Array | undefined): unknown {
  try {
    return bytes && JSON.parse(Buffer.from(bytes).toString("utf8"));
  } catch {
    return undefined;
  }
}
