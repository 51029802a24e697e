import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { configSchema } from "../automation/config/config";
import { checkout } from "./sandbox/toolchain/checkout";

const pages = ["README.md", "CONTRIBUTING.md", ...readdirSync(join(checkout, "docs")).filter((file) => file.endsWith(".md")).map((file) => `docs/${file}`)];
const textOf = (page: string) => readFileSync(join(checkout, page), "utf8");
const withoutCode = (text: string) => text.replace(/^```.*?^```/gms, "");

/** As GitHub makes them of headings. */
function anchorsIn(text: string): readonly string[] {
  return [...withoutCode(text).matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) => heading.toLowerCase().replace(/[^\p{L}\p{N}_ -]/gu, "").replaceAll(" ", "-"));
}

function linksIn(page: string): readonly string[] {
  return [...withoutCode(textOf(page)).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link).filter((link) => !/^[a-z]+:/.test(link));
}

/** Each block of YAML that is (a part of) whodrift.yaml. */
function configurationsIn(page: string): readonly string[] {
  return [...textOf(page).matchAll(/^```yaml\n(.*?)^```/gms)].map(([, block = ""]) => block).filter((block) => !/^(jobs|steps|on|env|services|- uses):?/m.test(block));
}

describe("the pages for users", () => {
  for (const page of pages) {
    it(`link to what is there: ${page}`, () => {
      for (const link of linksIn(page)) {
        const [file = "", anchor] = link.split("#");
        const target = file === "" ? page : join(dirname(page), file);
        assert.ok(existsSync(join(checkout, target)), `${page} links to ${link}, which is not there`);
        if (anchor !== undefined) assert.ok(anchorsIn(textOf(target)).includes(anchor), `${page} links to ${link}: ${target} has no such heading`);
      }
    });
  }

  const configurations = pages.flatMap((page) => configurationsIn(page).map((text, index) => ({ page, text, index })));

  it("show configurations", () => {
    assert.ok(configurations.length >= 8, `only ${configurations.length}`);
  });

  for (const { page, text, index } of configurations) {
    it(`show a configuration that is taken: ${page}, number ${index + 1}`, () => {
      const parsed = configSchema.safeParse(z.unknown().parse(parse(text, { strict: true })));
      assert.ok(parsed.success, parsed.error === undefined ? "" : z.prettifyError(parsed.error));
    });
  }
});
