import picomatch from "picomatch";

export type Matcher = (text: string) => boolean;

/**
 * `*` stands for any run of characters, `?` for one. Everything else means itself: a file glob would read the
 * brackets and quotes of property paths, the dots of ARNs and the line breaks of hostile names its own way.
 */
export function wildcard(pattern: string): Matcher {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll(/\*+/g, "[^]*")
    .replaceAll("?", "[^]");
  const expression = new RegExp(`^${source}$`);
  return (text) => expression.test(text);
}

/** For `org/project/stack`, where `*` stays within one segment, as in `whodrift scan --stack`. */
export function stackGlob(pattern: string): Matcher {
  // `windows` is fixed, so that a rule means the same on every machine.
  return picomatch(pattern, { windows: false, dot: true });
}
