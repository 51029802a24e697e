import { storeOf, type Backend } from "./backend";
import { readCheckpoint } from "./selfManaged";
import type { StackRef } from "./stack";

// JSON, as the CLI writes it, may escape anything else.
const WRITTEN_AS_IT_IS = /^[\w:./+=,@$ -]+$/;
// What stands before and after a whole value, and a whole segment of a URN, an ARN or an id.
const EDGE = `["/:]`;

/**
 * Can a stack's state hold this text, whole? Looks without parsing, which takes most of the time; where only the CLI
 * can read the state, and where it cannot be read, it can.
 */
export async function mayMention(ref: StackRef, text: string, backend: Backend): Promise<boolean> {
  const store = storeOf(backend);
  if (store === undefined || !WRITTEN_AS_IT_IS.test(text)) return true;
  try {
    const checkpoint = await readCheckpoint(store, ref);
    return checkpoint === undefined || new RegExp(`${EDGE}${text.replace(/[.+$]/g, "\\$&")}${EDGE}`).test(checkpoint.text);
  } catch {
    // Whoever reads it says why it cannot be.
    return true;
  }
}
