/** A `requestUri` of a model, such as `/{Bucket}/{Key+}?acl` or `/2015-03-31/functions/{FunctionName}/code`. */
export interface UriTemplate {
  readonly segments: readonly string[];
  readonly query: readonly (readonly [name: string, value: string])[];
}

export interface UriMatch {
  readonly labels: Readonly<Record<string, string>>;
  /** The more of the template is literal, the better it fits. */
  readonly score: number;
}

export function parseUriTemplate(requestUri: string): UriTemplate {
  const [path = "", query = ""] = requestUri.split("?");
  return { segments: splitPath(path), query: [...new URLSearchParams(query)] };
}

/** `path` is undecoded; a trailing slash means nothing. */
export function matchUri(template: UriTemplate, path: string, query: URLSearchParams): UriMatch | undefined {
  const named = template.query.every(([name, value]) => (value === "" ? query.has(name) : query.get(name) === value));
  if (!named) return undefined;
  const actual = splitPath(path);
  const labels: Record<string, string> = {};
  let score = template.query.length * 10;
  for (const [index, segment] of template.segments.entries()) {
    const label = /^\{([^}+]+)(\+?)\}$/.exec(segment);
    const given = actual[index];
    if (given === undefined) return undefined;
    if (!label) {
      if (segment !== given) return undefined;
      score += 2;
    } else if (label[2] === "+") {
      labels[label[1] ?? ""] = decodePath(actual.slice(index).join("/"));
      return { labels, score };
    } else {
      labels[label[1] ?? ""] = decodePath(given);
      score += 1;
    }
  }
  return actual.length === template.segments.length ? { labels, score } : undefined;
}

function splitPath(path: string): readonly string[] {
  const trimmed = path.replace(/^\/+/, "").replace(/\/+$/, "");
  return trimmed === "" ? [] : trimmed.split("/");
}

function decodePath(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
