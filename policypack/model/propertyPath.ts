/**
 * Pulumi's property paths: `tags.a`, `ingress[1].cidrBlocks[0]`, `tags["k8s.io/x"]`.
 * Source: https://www.pulumi.com/docs/iac/concepts/miscellaneous/property-paths/
 */
export type PathSegment = string | number;
export type PropertyPath = readonly PathSegment[];

// A key that needs no brackets. Everything else is quoted, as the engine does.
const PLAIN_KEY = /^[A-Za-z_$][A-Za-z0-9_$-]*$/;

export function formatPath(path: PropertyPath): string {
  return path.reduce<string>((text, segment) => {
    if (typeof segment === "number") return `${text}[${segment}]`;
    if (!PLAIN_KEY.test(segment)) return `${text}[${JSON.stringify(segment)}]`;
    return text === "" ? segment : `${text}.${segment}`;
  }, "");
}

/**
 * Reads a path as the engine writes it. The root path is "".
 * @throws {PathSyntaxError} where the text is not a property path
 */
export function parsePath(text: string): PropertyPath {
  const path: PathSegment[] = [];
  let rest = text;
  while (rest !== "") {
    const segment = nextSegment(rest, path.length === 0);
    if (segment === undefined) throw new PathSyntaxError(text);
    path.push(segment.value);
    rest = rest.slice(segment.length);
  }
  return path;
}

/** As `parsePath`; undefined where the text is not a property path: one unreadable path must not stop everything else. */
export function readPath(text: string): PropertyPath | undefined {
  try {
    return parsePath(text);
  } catch (error) {
    if (error instanceof PathSyntaxError) return undefined;
    throw error;
  }
}

export class PathSyntaxError extends Error {
  override readonly name = "PathSyntaxError";
  constructor(text: string) {
    super(`not a property path: ${JSON.stringify(text)}`);
  }
}

function nextSegment(rest: string, first: boolean): { value: PathSegment; length: number } | undefined {
  const index = /^\[(\d+)\]/.exec(rest);
  if (index) return { value: Number(index[1]), length: index[0].length };
  const quoted = /^\[("(?:[^"\\]|\\.)*")\]/.exec(rest);
  if (quoted) {
    const value = parseQuoted(quoted[1] ?? "");
    return value === undefined ? undefined : { value, length: quoted[0].length };
  }
  const plain = (first ? /^([^.[\]]+)/ : /^\.([^.[\]]+)/).exec(rest);
  return plain ? { value: plain[1] ?? "", length: plain[0].length } : undefined;
}

function parseQuoted(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "string" ? value : undefined;
  } catch {
    // The engine escapes only the quote and the backslash; JSON refuses raw control characters.
    return text.slice(1, -1).replace(/\\(["\\])/g, "$1");
  }
}
