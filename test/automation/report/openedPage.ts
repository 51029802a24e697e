import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import type { z } from "zod";
import { html } from "../../../automation/report/html";
import type { ScanReport } from "../../../policypack/model";

// https, so that the page may do what it may do where a team publishes it.
const ADDRESS = "https://report.example/";

/** A report in a browser that reaches nothing else. */
export interface OpenedPage {
  readonly page: Page;
  /** Everything that went wrong or out: requests, errors, messages, violations of the policy. */
  readonly mishaps: readonly string[];
  /** What an expression in the page gives. @throws where it is of another shape */
  readonly read: <T>(expression: string, shape: z.ZodType<T>) => Promise<T>;
}

export async function openPage(browser: Browser, report: ScanReport, options: BrowserContextOptions = {}): Promise<OpenedPage> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const mishaps: string[] = [];
  const note = (mishap: string): void => void mishaps.push(mishap);
  page.on("console", (message) => { note(`console: ${message.text()}`); });
  page.on("pageerror", (error) => { note(`error: ${error.message}`); });
  page.on("dialog", (dialog) => { note(`dialog: ${dialog.message()}`); void dialog.dismiss(); });
  page.on("popup", () => { note("popup"); });
  await context.route("**/*", async (route) => {
    const url = route.request().url();
    if (url === ADDRESS) return route.fulfill({ contentType: "text/html; charset=utf-8", body: html.render(report) });
    note(`request: ${url}`);
    return route.abort();
  });
  await page.addInitScript("addEventListener('securitypolicyviolation', (event) => console.warn('violation: ' + event.violatedDirective))");
  await page.goto(ADDRESS);
  return { page, mishaps, read: async (expression, shape) => shape.parse(await page.evaluate(expression)) };
}
