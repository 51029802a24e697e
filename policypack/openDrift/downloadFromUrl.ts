import { textWithin } from "./textWithin";

/**
 * @returns undefined where there is none
 * @throws where the server cannot be reached or answers otherwise
 */
export async function downloadFromUrl(url: string, signal: AbortSignal): Promise<string | undefined> {
  // A redirect could lead to where nobody meant to read.
  const response = await fetch(url, { signal, redirect: "error" });
  if (response.status === 404) return undefined;
  if (!response.ok || response.body === null) throw new Error(`HTTP ${response.status}`);
  return await textWithin(response.body);
}
