/**
 * IAM's `*` and `?`, in time linear in pattern × text: documents are written by whoever we are looking for.
 * A wildcard in `text` is only matched by a `*`, so that a pattern which matches another one covers it.
 */
export function matches(pattern: string, text: string): boolean {
  let [at, from, star, mark] = [0, 0, -1, 0];
  while (from < text.length) {
    if (pattern[at] === "*") {
      star = at++;
      mark = from;
    } else if (at < pattern.length && (pattern[at] === text[from] || (pattern[at] === "?" && text[from] !== "*"))) {
      at++;
      from++;
    } else if (star >= 0) {
      at = star + 1;
      from = ++mark;
    } else {
      return false;
    }
  }
  while (pattern[at] === "*") at++;
  return at === pattern.length;
}
