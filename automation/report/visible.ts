// Controls (C0, C1), format characters (bidi overrides, zero-width, tags), line separators, lone surrogates,
// and the fillers that look like nothing.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\u115F\u1160\u3164\uFFA0]/gu;

const NAMED: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

// CI runners obey these anywhere in a line of a log:
// https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs (`##[`)
// https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands (`##vso[`)
const RUNNER_COMMAND = /##(?=\[|vso\[)/gi;

/**
 * Text from outside as one line in which everything can be seen: `\n`, `\x1b`, `\u202e`. Not yet safe in any
 * medium: each escapes further for itself.
 */
export function visible(text: string): string {
  return text.replace(UNSEEN, escapeCharacter).replace(RUNNER_COMMAND, "#\\x23");
}

function escapeCharacter(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  if (code.length <= 2) return NAMED[character] ?? `\\x${code.padStart(2, "0")}`;
  return code.length <= 4 ? `\\u${code.padStart(4, "0")}` : `\\u{${code}}`;
}
