// A provider may quote a whole request; the beginning is what names the problem.
const LONGEST = 400;

/**
 * One line of an error output that says what went wrong, for a report: the first "error:" line, else the first
 * line, without colours, control characters and the engine's preambles. Bridged providers begin with a headline
 * ("1 error occurred:"), so a line that ends with a colon takes the next one along, and so does one with details.
 */
export function firstError(output: string): string | undefined {
  const lines = output
    .replaceAll(COLOUR, "")
    .split(/\r?\n/)
    .map((line) => line.replaceAll(/\p{Cc}/gu, " ").trim())
    .filter((line) => line !== "");
  let at = Math.max(0, lines.findIndex((line) => line.startsWith("error:")));
  let message = lines[at];
  while (message !== undefined && at + 1 < lines.length && (message.endsWith(":") || lines[at + 1]?.startsWith(DETAILS) === true)) {
    message += ` ${(lines[++at] ?? "").replace(/^\* /, "")}`;
  }
  return message?.replace(PREAMBLE, "").replace(REQUEST_ID, "").slice(0, LONGEST);
}

// Pulumi's own colour tags, and ANSI sequences.
const COLOUR = /<\{%[^%]*%\}>|\p{Cc}\[[0-9;]*m/gu;

// What the AWS provider could not log in with: https://github.com/pulumi/pulumi-aws/blob/master/provider/credentials_errors.go
const DETAILS = "Details: ";

// Another one each time: with it, no two resources that fail for one reason would read the same.
const REQUEST_ID = /, RequestID: [\w-]*(?=,)/;

// Their URNs are long enough to push what matters beyond the end.
const PREAMBLE = /^(error: )?(Preview failed: )?(could not load provider for resource \S+: could not create provider \S+: )?/;
