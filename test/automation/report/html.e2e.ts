import assert from "node:assert/strict";
import axe from "axe-core";
import type { Browser, BrowserContextOptions } from "playwright-core";
import { z } from "zod";
import type { ScanReport } from "../../../policypack/model";
import { hostileReport, hostileTexts } from "../../fixtures/hostileReport";
import { nightReport } from "../../fixtures/nightReport";
import { aReport, typicalReport } from "../../fixtures/report";
import { launchBrowser } from "../../screenshot/launchBrowser";
import { manyChanges } from "./manyChanges";
import { openPage, type OpenedPage } from "./openedPage";

// Of a key press until the page shows what it filters, on a machine that may have other things to do.
const FAST = 200;

/** Each would set `pwned`, in the place for which it is made. */
const attacks = [
  "<script>pwned=1</script>",
  "</script><script>pwned=1</script>",
  "</style><script>pwned=1</script>",
  "</title><script>pwned=1</script>",
  "--><script>pwned=1</script>",
  "\"'><img src=x onerror=pwned=1>",
  "\" autofocus onfocus=pwned=1 x=\"",
  "' onmouseover='pwned=1",
  "<svg onload=pwned=1><animate onbegin=pwned=1 attributeName=x>",
  "</text></svg><iframe srcdoc='<script>parent.pwned=1</script>'>",
  "</option></select><details open ontoggle=pwned=1>",
  "<base href=https://evil.example/><link rel=stylesheet href=//evil.example/x.css>",
  "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
  "javascript:pwned=1",
  "&lt;img src=x onerror=pwned=1&gt; &#60;script&#62;pwned=1&#60;/script&#62;",
];

const shown = "[...document.querySelectorAll('.c')].filter((change) => change.checkVisibility()).map((change) => change.closest('.drift').querySelector('h3 bdi').textContent)";

describe("the HTML page in a browser", function () {
  this.timeout(120_000);
  let browser: Browser;

  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());

  async function withPage(report: ScanReport, options: BrowserContextOptions, look: (opened: OpenedPage) => Promise<void>): Promise<void> {
    const opened = await openPage(browser, report, options);
    try {
      await look(opened);
    } finally {
      await opened.page.context().close();
    }
  }

  for (const colorScheme of ["light", "dark"] as const) {
    for (const [name, report] of [["a night", nightReport()], ["a typical report", typicalReport()], ["nothing", aReport()], ["hostile text", hostileReport("<b>x</b> & y")]] as const) {
      it(`has no serious or critical finding of axe: ${name}, ${colorScheme}`, async () => {
        await withPage(report, { colorScheme }, async ({ page, read }) => {
          await page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true");
          await page.evaluate(axe.source);
          const findings = await read("axe.run()", z.object({ violations: z.array(z.object({ id: z.string(), impact: z.string().nullish(), nodes: z.array(z.object({ html: z.string() })) })), passes: z.array(z.unknown()) }));
          assert.ok(findings.passes.length > 10);
          assert.deepEqual(findings.violations.filter(({ impact }) => impact === "serious" || impact === "critical").map(({ id, nodes }) => [id, nodes[0]?.html]), []);
        });
      });
    }
  }

  it("runs nothing that a name, a tag or a value brings, asks no server, and breaks its own policy nowhere", async () => {
    for (const text of [...attacks, ...hostileTexts.map((one) => one.slice(0, 300))]) {
      await withPage(hostileReport(text), {}, async ({ page, mishaps, read }) => {
        await page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true");
        await page.keyboard.press("Tab");
        await page.mouse.move(400, 400);
        assert.equal(await read("typeof pwned", z.string()), "undefined", text);
        assert.deepEqual(mishaps, [], text);
        assert.equal(await read("document.scripts.length", z.number()), 1, text);
      });
    }
  });

  it("would not run a script, a handler or a request even if one got in", async () => {
    await withPage(nightReport(), {}, async ({ page, mishaps, read }) => {
      await page.evaluate(`{
        const script = document.createElement('script'); script.textContent = 'pwned = 1';
        const image = document.createElement('p'); image.innerHTML = '<img src="https://evil.example/x.png"><b style="color:red" onclick="pwned = 1">x</b>';
        document.body.append(script, image);
        image.querySelector('b').click();
      }`);
      await assert.rejects(page.evaluate("fetch('https://evil.example/')"));
      assert.equal(await read("typeof pwned", z.string()), "undefined");
      assert.deepEqual(mishaps.filter((mishap) => mishap.startsWith("request:")), []);
      const violations = mishaps.flatMap((mishap) => /violation: ([\w-]+)/.exec(mishap)?.[1] ?? []);
      assert.deepEqual([...new Set(violations)].sort(), ["connect-src", "img-src", "script-src-attr", "script-src-elem", "style-src-attr"]);
    });
  });

  it("takes a keyboard to the changes, and filters them by text, severity and actor", async () => {
    await withPage(nightReport(), {}, async ({ page, mishaps, read }) => {
      const status = () => read("document.getElementById('f-count').textContent", z.string());
      const names = () => read(`(() => { for (const one of document.querySelectorAll('.drift')) one.open = true; return ${shown}; })()`, z.array(z.string()));
      await page.keyboard.press("Tab");
      assert.equal(await read("document.activeElement.className", z.string()), "skip");
      await page.keyboard.press("Enter");
      await page.keyboard.press("Tab");
      assert.equal(await read("document.activeElement.id", z.string()), "f-text");
      assert.equal((await names()).length, 10);
      await page.keyboard.type("SQS queue");
      assert.equal(await status(), "Showing 2 of 10 changes");
      assert.deepEqual(await names(), ["orders", "orders"]);
      await page.keyboard.press("ControlOrMeta+A");
      await page.keyboard.press("Delete");
      assert.equal(await status(), "");
      await page.keyboard.press("Tab");
      await page.keyboard.press("Tab");
      await page.keyboard.type("crit");
      assert.equal(await status(), "Showing 2 of 10 changes");
      assert.deepEqual(await names(), ["web", "ci"]);
      await page.keyboard.press("Tab");
      await page.keyboard.press("Tab");
      await page.keyboard.type("hotfix");
      assert.deepEqual(await names(), ["ci"]);
      assert.deepEqual(await read("[...document.querySelectorAll('.stack')].filter((one) => one.checkVisibility()).length", z.number()), 1);
      await page.getByRole("button", { name: "Show all" }).press("Enter");
      assert.equal((await names()).length, 10);
      assert.deepEqual(mishaps, []);
    });
  });

  it("follows a link of the timeline to a resource that is folded and filtered away", async () => {
    await withPage(nightReport(), {}, async ({ page, read }) => {
      await page.getByRole("searchbox").fill("nothing has this");
      assert.deepEqual(await read(shown, z.array(z.string())), []);
      await page.getByText("The same as a table").click();
      await page.getByRole("link", { name: "orders", exact: true }).click();
      await page.waitForFunction("document.activeElement && document.querySelector('.drift.medium').open");
      assert.ok((await read(shown, z.array(z.string()))).includes("orders"));
      assert.equal(await read("document.getElementById('f-text').value", z.string()), "");
    });
  });

  it("copies a command, and selects it where copying is forbidden", async () => {
    const command = /^pulumi up --stack acme\/shop\/prod --refresh --target urn:pulumi:prod::shop::aws:ec2\/securityGroup:SecurityGroup::web$/;
    await withPage(nightReport(), { permissions: ["clipboard-read", "clipboard-write"] }, async ({ page, read }) => {
      await page.getByRole("button", { name: "Copy" }).first().press("Enter");
      await page.getByRole("button", { name: "Copied" }).waitFor();
      assert.match(await read("navigator.clipboard.readText()", z.string()), command);
    });
    await withPage(nightReport(), {}, async ({ page, read }) => {
      await page.evaluate("navigator.clipboard.writeText = () => Promise.reject(new Error('forbidden'))");
      await page.getByRole("button", { name: "Copy" }).first().click();
      await page.getByRole("button", { name: "Selected" }).waitFor();
      assert.match(await read("getSelection().toString()", z.string()), command);
    });
  });

  it("says everything without its script, and shows no control that would do nothing", async () => {
    await withPage(nightReport(), { javaScriptEnabled: false }, async ({ page }) => {
      assert.equal(await page.getByRole("searchbox").count(), 0);
      assert.equal(await page.getByRole("button").count(), 0);
      await page.locator(".drift.medium summary").first().click();
      assert.ok(await page.getByText("visibilityTimeoutSeconds").last().isVisible());
    });
  });

  it("is dark where people want it dark", async () => {
    const luminance = async (colorScheme: "light" | "dark"): Promise<number> => {
      let sum = 0;
      await withPage(nightReport(), { colorScheme }, async ({ read }) => {
        sum = (await read("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)", z.array(z.number()))).reduce((one, other) => one + other, 0);
      });
      return sum;
    };
    assert.ok((await luminance("light")) > 700);
    assert.ok((await luminance("dark")) < 100);
  });

  it("prints with everything open and no controls", async () => {
    await withPage(nightReport(), {}, async ({ page, read }) => {
      await page.emulateMedia({ media: "print" });
      assert.equal((await read(shown, z.array(z.string()))).length, 10);
      assert.deepEqual(await read("[...document.querySelectorAll('input, select, button')].filter((one) => one.checkVisibility()).length", z.number()), 0);
      assert.ok((await page.pdf()).length > 10_000);
    });
  });

  it("fits a telephone, and needs no scrolling to the side", async () => {
    for (const report of [nightReport(), typicalReport(), hostileReport("x".repeat(2_000))]) {
      await withPage(report, { viewport: { width: 360, height: 740 } }, async ({ page, read }) => {
        await page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true");
        assert.ok((await read("document.documentElement.scrollWidth", z.number())) <= 360);
      });
    }
  });

  it("filters 5,000 changes as fast as somebody types", async () => {
    await withPage(manyChanges(5_000), {}, async ({ page, mishaps, read }) => {
      const type = (text: string) => read(`(() => { const start = performance.now(); const field = document.getElementById('f-text'); field.value = '${text}'; field.dispatchEvent(new Event('input')); document.body.offsetHeight; return performance.now() - start; })()`, z.number());
      // The first reads the page.
      await type("q");
      const times = [];
      for (const text of ["queue-99", "queue-999", "tags.t1", ""]) times.push(await type(text));
      await page.locator("#f-severity").selectOption("critical");
      assert.equal(await page.locator("#f-count").textContent(), "Showing 1 of 5,000 changes");
      assert.ok(times.toSorted((one, other) => one - other).slice(0, -1).every((time) => time < FAST), times.join(", "));
      assert.deepEqual(mishaps, []);
    });
  });
});
