import { chromium, type Browser } from "playwright-core";
import { ensureBrowser } from "../sandbox/toolchain/browser";

/** Closed by the caller. */
export async function launchBrowser(log?: (line: string) => void): Promise<Browser> {
  const { command, env } = await ensureBrowser(log);
  return chromium.launch({ executablePath: command, env: { ...process.env, ...env }, args: ["--no-sandbox", "--disable-gpu"] });
}
