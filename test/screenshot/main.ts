import { mkdir } from "node:fs/promises";
import path from "node:path";
import { html } from "../../automation/report/html";
import { nightReport } from "../fixtures/nightReport";
import { checkout } from "../sandbox/toolchain/checkout";
import { launchBrowser } from "./launchBrowser";

// As wide as the page gets, as long as somebody looks at a picture.
const VIEW = { width: 1_264, height: 2_252 };

takePicture().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});

/** `npm run screenshot`: the picture of the HTML report that README.md shows. */
async function takePicture(): Promise<void> {
  const file = path.join(checkout, "docs", "report.png");
  await mkdir(path.dirname(file), { recursive: true });
  const browser = await launchBrowser((line) => { console.error(line); });
  try {
    const page = await browser.newPage({ viewport: VIEW });
    await page.setContent(html.render(nightReport()));
    await page.screenshot({ path: file });
  } finally {
    await browser.close();
  }
  console.log(path.relative(process.cwd(), file));
}
