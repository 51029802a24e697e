/** A policy's message is its description and, on lines of their own, what it has found: here as one line. */
export function policyMessage(text: string): string {
  const [description = "", ...found] = text.trim().split(/\s*\n\s*/);
  return found.length === 0 ? description : `${description.replace(/[.:]$/, "")}: ${found.join(" ")}`;
}
