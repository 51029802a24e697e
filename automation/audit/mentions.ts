// Letters, digits and `_ - .`: what AWS's names mostly consist of. Everything else may separate one name from the next.
const WORD = /[\w.-]+/g;
const IS_WORD = Uint8Array.from({ length: 128 }, (_, code) => (/[\w.-]/.test(String.fromCharCode(code)) ? 1 : 0));
const BACKSLASH = 0x5c;
const SMALL_U = 0x75;

/**
 * Could a record's JSON text name one of these resources? Looks for the longest word of each name among the whole words
 * of the text, and so says yes rather too often than once too seldom: names are compared as parts of ARNs, paths and
 * qualified names, which all end at something that is no word. One pass over the text, however many names there are.
 */
export function mentionsAny(names: Iterable<string>): (text: string) => boolean {
  const words = new Set<string>();
  for (const name of names) {
    const longest = (name.match(WORD) ?? []).reduce((one, other) => (other.length > one.length ? other : one), "");
    // A name without a word could be anywhere.
    if (longest === "") return () => true;
    words.add(longest);
  }
  const lengths = new Uint8Array(Math.max(0, ...[...words].map(({ length }) => length)) + 1);
  for (const { length } of words) lengths[length] = 1;

  return (text) => {
    let start = -1;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (IS_WORD[code] === 1) {
        if (start < 0) start = at;
        continue;
      }
      if (start >= 0) {
        if (lengths[at - start] === 1 && words.has(text.slice(start, at))) return true;
        start = -1;
      }
      // `\n` is a line break, `\u00e9` a letter: neither belongs to the word that follows.
      if (code === BACKSLASH) at += text.charCodeAt(at + 1) === SMALL_U ? 5 : 1;
    }
    return start >= 0 && words.has(text.slice(start));
  };
}
