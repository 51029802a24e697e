import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { stringify } from "yaml";
import { noiseRuleNames } from "../../../automation/compare";
import { ConfigError, loadConfig, parseConfig } from "../../../automation/config/loadConfig";

const DEFAULTS = {
  stacks: { include: [], exclude: [], settings: [] },
  accounts: [],
  originalCredentials: [],
  refresh: { excludeTypes: [], shareProviders: false },
  audit: { deployPrincipals: [], breakGlass: [], aliases: [], sources: [{ lookupEvents: {} }] },
  compare: { noise: { off: [] } },
  report: { audience: "team" },
  rules: [],
  limits: { ignoreMax: 90 * 86_400_000 },
  decisions: { allowClaimed: false, issuers: ["https://token.actions.githubusercontent.com", "https://gitlab.com"] },
  programs: [],
  ledger: { location: ".whodrift", trust: [] },
};

describe("parseConfig", () => {
  for (const [what, text] of [["an empty file", ""], ["only comments", "# nothing yet\n"], ["an empty document", "---\n"], ["empty sections", "stacks: {}\naudit: {}\nrules: []\nledger: {}\n"]] as const) {
    it(`given ${what}, has every default`, () => {
      assert.deepEqual(parseConfig(text, "whodrift.yaml"), DEFAULTS);
    });
  }

  it("reads what is written, durations as milliseconds", () => {
    const config = parseConfig(
      `
stacks: { include: ["*/shop/*"], exclude: ["*/*/dev"] }
audit:
  deployPrincipals: ["arn:aws:iam::*:role/deploy"]
  breakGlass: ["arn:aws:iam::*:role/break-glass*"]
  aliases: [{ name: "adoe@*", as: Alice Doe (SRE) }]
ledger: { location: /var/lib/whodrift }
rules:
  - name: incident
    when: { stack: "*/shop/prod", severity: [high, critical], actor: { kind: human } }
    then: hold
    for: 24h
`,
      "whodrift.yaml",
    );
    assert.deepEqual(config.stacks, { include: ["*/shop/*"], exclude: ["*/*/dev"], settings: [] });
    assert.deepEqual(config.audit, { deployPrincipals: ["arn:aws:iam::*:role/deploy"], breakGlass: ["arn:aws:iam::*:role/break-glass*"], aliases: [{ name: "adoe@*", as: "Alice Doe (SRE)" }], sources: [{ lookupEvents: {} }] });
    assert.equal(config.ledger.location, "/var/lib/whodrift");
    assert.deepEqual(config.rules, [{ name: "incident", when: { stack: ["*/shop/prod"], severity: ["high", "critical"], actor: { kind: ["human"] } }, then: "hold", for: 86_400_000 }]);
  });

  it("law: a written configuration is read as it was meant, in YAML and in JSON", () => {
    const texts = fc.array(fc.string({ minLength: 1, unit: "binary" }), { maxLength: 3 });
    const meant = fc.tuple(texts, texts, texts, texts, fc.subarray([...noiseRuleNames]), fc.string({ minLength: 1 }).filter((text) => !text.includes("://"))).map(([include, exclude, deployPrincipals, excludeTypes, off, location]) => ({
      ...DEFAULTS,
      stacks: { include, exclude, settings: [] },
      audit: { ...DEFAULTS.audit, deployPrincipals },
      refresh: { excludeTypes, shareProviders: false },
      compare: { noise: { off } },
      ledger: { location, trust: [] },
    }));
    fc.assert(
      fc.property(meant, (config) => {
        const written = { ...config, limits: { ignoreMax: "90d" } };
        assert.deepEqual(parseConfig(stringify(written), "whodrift.yaml"), config);
        assert.deepEqual(parseConfig(JSON.stringify(written), "whodrift.yaml"), config);
      }),
      { numRuns: 50 },
    );
  });
});

describe("loadConfig", () => {
  let folder = "";
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "whodrift-config-"));
  });
  after(() => rm(folder, { recursive: true }));

  it("given no file, has the defaults, and no digest", async () => {
    assert.deepEqual(await loadConfig(folder), { config: DEFAULTS, folder });
  });

  it("given whodrift.yaml in the folder, reads it, and tells the digest of its bytes", async () => {
    const bytes = Buffer.from("# Prüfung \u{1f50e}\nledger: { location: here }\n");
    await mkdir(join(folder, "project"));
    await writeFile(join(folder, "project", "whodrift.yaml"), bytes);
    const { config, digest, ...rest } = await loadConfig(join(folder, "project"));
    assert.equal(config.ledger.location, "here");
    assert.equal(digest, createHash("sha256").update(bytes).digest("hex"));
    assert.deepEqual(rest, { folder: join(folder, "project") });
  });

  it("given a named file, starts relative paths from its folder", async () => {
    await mkdir(join(folder, "conf"));
    await writeFile(join(folder, "conf", "night.yaml"), "");
    assert.equal((await loadConfig(folder, "conf/night.yaml")).folder, join(folder, "conf"));
    assert.equal((await loadConfig(join(folder, "project"), join(folder, "conf", "night.yaml"))).folder, join(folder, "conf"));
  });

  it("given a name that leads nowhere, says so: the defaults are not what was asked for", async () => {
    await assert.rejects(loadConfig(folder, "nowhere.yaml"), (error) => error instanceof ConfigError && /cannot read .*nowhere\.yaml.*ENOENT/.test(error.message) && !error.message.includes("\n"));
  });

  it("given a folder in its place, says so", async () => {
    await mkdir(join(folder, "odd", "whodrift.yaml"), { recursive: true });
    await assert.rejects(loadConfig(join(folder, "odd")), (error) => error instanceof ConfigError && error.message.includes('EISDIR'));
  });
});
