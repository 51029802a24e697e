// Answers are a line of text or a small JSON; nobody's page is read into memory.
const LONGEST = 65_536;

/** The beginning of an answer as text. */
export async function readAnswer({ body }: Response): Promise<string> {
  let text = "";
  for await (const piece of body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += piece;
    if (text.length >= LONGEST) break;
  }
  return text.slice(0, LONGEST);
}
