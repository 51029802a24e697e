import { isMasked, type OpenDriftEntry } from "../../policypack/model";
import type { Way, Why } from "./gateReport";

/** How to go on where a held change is in the way: what keeps it first, what gives it up last. */
export function waysOn(entry: OpenDriftEntry, why: Why, stack: string): readonly Way[] {
  const { decision, fingerprint, actual } = entry;
  return [
    ...keeping(why, isMasked(actual)),
    { text: "if it may be gone by now, scan again", command: `whodrift scan --stack ${word(stack)}` },
    { text: "let this and every later up overwrite it", command: `whodrift decide ${word(fingerprint)} release --reason "…"` },
    ...("rule" in decision.by ? [{ text: `or change the rule ${decision.by.rule} in whodrift.yaml, and scan again` }] : []),
  ];
}

function keeping(why: Why, isSecret: boolean): readonly Way[] {
  switch (why) {
    case "writes":
    case "may-send-whole":
      return [{ text: isSecret ? "give the program the secret that is in AWS; that it has it can only be told with --refresh" : "put the actual value into the program" }];
    case "deletes":
      return [{ text: "leave the resource in the program" }];
    case "replaces":
      return [{ text: "leave alone what makes the provider replace the resource" }];
    case "recreates":
      return [{ text: "take the resource out of the program" }];
  }
}

/** A word that a shell takes as it is. */
function word(text: string): string {
  return text.replace(/[^A-Za-z0-9._:/-]/g, "").slice(0, 300);
}
