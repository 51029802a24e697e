import { z } from "zod";
import { decisionSchema, personDecisionSchema, type Person } from "../../policypack/model";
import { jsonText } from "./json";
import { prose, say, type Phrase } from "./phrase";
import type { RenderOptions } from "./reportFormat";
import { resourcePhrase } from "./resourcePhrase";
import { layOut, type Line } from "./terminalLayout";
import { terminalPhrase } from "./terminalText";
import { utcSecond } from "./utcTime";

const WIDTH = 100;

/** What `whodrift decide` has recorded. */
export const decidedSchema = z.strictObject({
  schema: z.literal("whodrift/decided@1"),
  decision: personDecisionSchema,
  /** Of the ledger's entry. */
  number: z.number().int().positive(),
  /** What it comes to; absent where the change drifts no more. */
  effect: decisionSchema.optional(),
  /** Whether the open-drift file says so. */
  told: z.boolean(),
  ledger: z.string(),
});
export type Decided = Omit<z.infer<typeof decidedSchema>, "schema">;

/** Name for `--format` → how it is drawn. */
export const decideFormats: Readonly<Record<string, (decided: Decided, how?: RenderOptions) => string>> = {
  terminal: (decided, { width = WIDTH, color = false } = {}) => layOut(decidedLines(decided), width, color),
  json: (decided) => jsonText({ schema: "whodrift/decided@1", ...decided }),
};

function decidedLines({ decision, number, told, ledger }: Decided): readonly Line[] {
  const { action, path, urn, stack, by, reason, until } = decision;
  const what = path === "" ? resourcePhrase(urn) : say`${path} of ${resourcePhrase(urn)}`;
  return [
    { indent: 0, text: terminalPhrase(say`${prose(action)}: ${what} of ${stack}`), style: "strong" },
    line("by", personPhrase(by)),
    line("reason", prose(reason)),
    ...(until === undefined ? [] : [line(action === "revert" ? "due" : "until", utcSecond(until))]),
    line("recorded", say`entry ${number} of ${ledger}`),
    told ? line("up", say`the open-drift file says so now`) : { ...line("up", say`no open-drift file was there to say so: run whodrift scan`), labelStyle: "warning" },
  ];
}

/** Who it was, and how that is known. */
export function personPhrase({ name, principal, basis }: Person): Phrase {
  switch (basis) {
    case "sts":
      return say`${name} (as AWS says: ${principal})`;
    case "oidc":
      return say`${name} (as the pipeline's token says: ${principal})`;
    case "claimed":
      return say`${name} (CLAIMED: nobody vouches for the name)`;
  }
}

function line(label: string, text: Phrase): Line {
  return { indent: 2, label, labelWidth: "recorded".length + 2, labelStyle: "quiet", text: terminalPhrase(text) };
}
