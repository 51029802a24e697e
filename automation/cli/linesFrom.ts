import { visible } from "../report/visible";

/**
 * A message of several lines, each after where it comes from: a CI runner obeys a line that begins with a command,
 * and messages quote what others wrote.
 */
export function linesFrom(origin: string, message: string): string {
  return message
    .split("\n")
    .map((line) => `${visible(`${origin}: ${line}`)}\n`)
    .join("");
}
