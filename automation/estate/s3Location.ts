/** Where a backend lies in S3, or in something that speaks like it. */
export interface S3Location {
  readonly bucket: string;
  /** Of every key: empty, or ending in `/`. */
  readonly prefix: string;
  readonly region?: string;
  /** With its scheme. */
  readonly endpoint?: string;
  readonly profile?: string;
  readonly pathStyle: boolean;
}

// Of writes, and of how fast a single client may ask.
const IRRELEVANT: ReadonlySet<string> = new Set(["awssdk", "ssetype", "kmskeyid", "request_checksum_calculation", "response_checksum_validation", "rate_limiter_capacity"]);
const TEXTS: ReadonlySet<string> = new Set(["region", "endpoint", "profile"]);
const SWITCHES: ReadonlySet<string> = new Set(["s3ForcePathStyle", "use_path_style", "disableSSL", "disable_https"]);

/**
 * Reads `s3://bucket/prefix?region=…&endpoint=…&profile=…&s3ForcePathStyle=true&disableSSL=true&awssdk=v2`, and the
 * newer `use_path_style` and `disable_https`. Undefined where it says what only the CLI understands (`role`,
 * `anonymous`, `fips`…) or what is wrong: then the CLI is to be asked, or to complain.
 * Source: https://pkg.go.dev/gocloud.dev/blob/s3blob#URLOpener, https://pkg.go.dev/gocloud.dev/aws#V2ConfigFromURLParams,
 * and for the old spellings https://github.com/pulumi/pulumi/blob/v3.274.1/pkg/backend/diy/backend.go
 */
export function parseS3Url(text: string): S3Location | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== "s3:" || url.hostname === "" || url.username !== "" || url.port !== "") return undefined;
  const texts = new Map<string, string>();
  const switches = new Map<string, boolean>();
  for (const [name, value] of url.searchParams) {
    const switched = goBoolean(value);
    if (TEXTS.has(name) && value !== "") texts.set(name, value);
    else if (SWITCHES.has(name) && switched !== undefined) switches.set(name, switched);
    else if (!IRRELEVANT.has(name)) return undefined;
  }
  const path = decode(url.pathname).replace(/^\/+/, "");
  const [region, endpoint, profile] = [texts.get("region"), texts.get("endpoint"), texts.get("profile")];
  const plain = switches.get("disable_https") ?? switches.get("disableSSL") ?? false;
  // AWS without encryption: the SDK for JavaScript does not do it any more.
  if (plain && endpoint === undefined) return undefined;
  return {
    bucket: url.hostname,
    prefix: path === "" || path.endsWith("/") ? path : `${path}/`,
    ...(region !== undefined && { region }),
    ...(endpoint !== undefined && { endpoint: withScheme(endpoint, plain, switches.get("disable_https") === true) }),
    ...(profile !== undefined && { profile }),
    pathStyle: switches.get("s3ForcePathStyle") ?? switches.get("use_path_style") ?? false,
  };
}

/** The old switch says nothing about an endpoint that has a scheme of its own; the new one does. */
function withScheme(endpoint: string, plain: boolean, downgrade: boolean): string {
  if (!endpoint.includes("://")) return `${plain ? "http" : "https"}://${endpoint}`;
  return downgrade ? endpoint.replace(/^https:/, "http:") : endpoint;
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

// https://pkg.go.dev/strconv#ParseBool
function goBoolean(text: string): boolean | undefined {
  if (/^(1|t|T|TRUE|true|True)$/.test(text)) return true;
  return /^(0|f|F|FALSE|false|False)$/.test(text) ? false : undefined;
}
