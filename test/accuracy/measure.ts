import { explainReport } from "../../automation/explain";
import { openTrail } from "../../automation/audit/trailFiles";
import { Masker } from "../../automation/compare/masker";
import { judge, type Judged } from "./judge";
import type { Label } from "./label";
import { AFTER_ALL, reportOf, stackName } from "./reportOf";

/** Labels, and the folder of the trail files that they are about. */
export interface Corpus {
  readonly name: string;
  readonly trail: string;
  readonly labels: readonly Label[];
  readonly deployPrincipals: readonly string[];
}

/** Attributes every label's drift as `whodrift explain` would, from the records alone. */
export async function measure(corpus: Corpus): Promise<readonly Judged[]> {
  const judged: Judged[] = [];
  for (const scannedAt of new Set(corpus.labels.map(scanOf))) {
    judged.push(...(await measureScan(corpus, scannedAt)));
  }
  return judged;
}

async function measureScan({ trail, labels, deployPrincipals }: Corpus, scannedAt: string): Promise<readonly Judged[]> {
  const found = labels.filter((label) => scanOf(label) === scannedAt);
  const { stacks } = await explainReport(reportOf(found, scannedAt), (isWanted) => openTrail([trail], {}, { isWanted }), {
    masker: new Masker(Buffer.from("a key of the corpus")),
    deployPrincipals,
    updates: new Map(found.map((label, number) => [stackName(number), label.updates ?? []])),
  });
  return found.map((label, number) => {
    const attribution = stacks[number]?.drifts[0]?.changes[0]?.attribution;
    if (attribution === undefined) throw new Error(`the report lost "${label.what}"`);
    return judge(label, attribution);
  });
}

function scanOf({ scannedAt }: Label): string {
  return scannedAt ?? AFTER_ALL;
}
