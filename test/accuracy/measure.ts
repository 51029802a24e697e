import { explainReport } from "../../automation/explain";
import { openTrail } from "../../automation/audit/trailFiles";
import type { TrailRecord } from "../../automation/audit/trailRecord";
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
export async function measure({ trail, labels, deployPrincipals }: Corpus): Promise<readonly Judged[]> {
  const records: TrailRecord[] = [];
  const opened = openTrail([trail]);
  for await (const record of opened.records) records.push(record);
  const judged: Judged[] = [];
  for (const scannedAt of new Set(labels.map(scanOf))) {
    const group = labels.filter((label) => scanOf(label) === scannedAt);
    const explained = await explainReport(reportOf(group, scannedAt), stream(records), {
      masker: new Masker(Buffer.from("a key of the corpus")),
      deployPrincipals,
      updates: new Map(group.map((label, number) => [stackName(number), label.updates ?? []])),
      gaps: opened.gaps,
    });
    for (const [number, label] of group.entries()) {
      const attribution = explained.stacks[number]?.drifts[0]?.changes[0]?.attribution;
      if (attribution !== undefined) judged.push(judge(label, attribution));
    }
  }
  return judged;
}

function scanOf({ scannedAt }: Label): string {
  return scannedAt ?? AFTER_ALL;
}

async function* stream(records: readonly TrailRecord[]): AsyncGenerator<TrailRecord> {
  yield* records;
}
