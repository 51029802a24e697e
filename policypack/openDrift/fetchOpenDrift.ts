import type { TrustedKey } from "../signature/verify";
import { openDriftFile } from "../model";
import { downloadFromS3, type S3Access } from "./downloadFromS3";
import { downloadFromUrl } from "./downloadFromUrl";
import { findOpenDrift, parseOpenDrift, type OpenDriftRead, type StackAtHand } from "./readOpenDrift";

export type OpenDriftFetched = OpenDriftRead | { readonly outcome: "unreachable"; readonly looked: string; readonly reason: string };

export interface FetchOptions {
  readonly trusted: readonly TrustedKey[];
  readonly s3: S3Access;
  /** In milliseconds. */
  readonly patience?: number;
}

// Every preview and up waits for it. What has not come by then is said, and blocks nobody.
const PATIENCE_MS = 5_000;

// Plain HTTP leaves no machine: what comes by it elsewhere may have been written by anybody on the way.
const REMOTE = /^(https:\/\/|s3:\/\/|http:\/\/(localhost|127\.0\.0\.1|\[::1\])[:/])/;

// A folder shows which organizations there are; elsewhere nobody lists, and a self-managed backend has this one.
// Source: https://www.pulumi.com/docs/iac/concepts/state-and-backends/#using-a-self-managed-backend
const SELF_MANAGED = "organization";

/**
 * Reads the open-drift file of a stack, wherever it is.
 * @param location a path or `https://…`, each of a folder of open-drift files or of one that ends in `.json`, or `s3://bucket/prefix`
 */
export async function fetchOpenDrift(location: string, at: StackAtHand, { trusted, s3, patience = PATIENCE_MS }: FetchOptions): Promise<OpenDriftFetched> {
  if (!REMOTE.test(location)) {
    // Where only a typing error is left, a path would be missing without a word why.
    if (/^[a-z0-9]+:\/\//i.test(location)) return { outcome: "unusable", file: location, reason: "only a path, https:// and s3:// are read" };
    return findOpenDrift(location, at, trusted);
  }
  const { organization = SELF_MANAGED, project, stack } = at;
  const isFile = location.endsWith(".json");
  // Each segment is safe in a path; in a URL its % is to be the name's own.
  const below = openDriftFile(`${organization}/${project}/${stack}`);
  const file = isFile ? location : [location.replace(/\/+$/, ""), ...below].join("/");
  try {
    const signal = AbortSignal.timeout(patience);
    const download = file.startsWith("s3://") ? downloadFromS3(file, s3, signal) : downloadFromUrl(isFile ? file : encodePercent(location, below), signal);
    const text = await Promise.race([download, rejectedBy(signal)]);
    if (text !== undefined) return parseOpenDrift(text, file, at, trusted);
    if (isFile || at.organization !== undefined) return { outcome: "missing", looked: file };
    return { outcome: "unusable", file, reason: "it is not there, and the organization is not known: set PULUMI_ORGANIZATION" };
  } catch (error) {
    return { outcome: "unreachable", looked: file, reason: reasonOf(error, patience) };
  }
}

function encodePercent(location: string, below: readonly string[]): string {
  return [location.replace(/\/+$/, ""), ...below.map(encodeURIComponent)].join("/");
}

/** A body that stops in the middle is not ended by the signal of every client. */
function rejectedBy(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => {
      reject(new DOMException("too late", "TimeoutError"));
    });
  });
}

/** `fetch` tells the reason only in the cause. */
function reasonOf(error: unknown, patience: number): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError" || error.name === "AbortError") return `nothing came within ${patience / 1_000} s`;
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
