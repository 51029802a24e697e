import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { parseFormats } from "../automation/cli/formatOption";
import { gateCommand } from "../automation/cli/commands/gate";
import { reportCommand } from "../automation/cli/commands/report";
import { scanCommand } from "../automation/cli/commands/scan";
import { fakeTerminal } from "./automation/cli/fakeTerminal";
import { readAction } from "./actionRunner";
import { checkout } from "./sandbox/toolchain/checkout";

const FOLDER = path.join(checkout, "examples");
const stepSchema = z.object({ uses: z.string(), with: z.record(z.string(), z.unknown()).default({}) });

const examples = readdirSync(FOLDER).map((file) => ({ file, text: readFileSync(path.join(FOLDER, file), "utf8") }));

/** Each text that stands somewhere in a document, and each step of a workflow. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

function stepsIn(value: unknown): readonly z.infer<typeof stepSchema>[] {
  if (typeof value !== "object" || value === null) return [];
  const step = stepSchema.safeParse(value);
  return step.success ? [step.data] : Object.values(value).flatMap(stepsIn);
}

/** Of a line of shell as the examples have them: quotes, and nothing else that makes a word. */
function wordsOf(command: string): readonly string[] {
  return [...command.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)].map(([word]) => word.replace(/["']/g, ""));
}

/** A value that only the pipeline knows, where the command line wants a number. */
function filledIn(text: string): string {
  return text.replace(/\$\{\{ matrix\.shard \}\}|\$CI_NODE_INDEX/g, "1").replaceAll("$CI_NODE_TOTAL", "3");
}

describe("the examples of pipelines", () => {
  const documents = examples.filter(({ file }) => file.endsWith(".yml") || file.endsWith(".yaml")).map(({ file, text }) => ({ file, document: z.unknown().parse(parse(text, { strict: true })) }));
  const commandLines = documents.flatMap(({ file, document }) =>
    textsIn(document).flatMap((text) => text.split("\n")).flatMap((line) => (/^(npx )?whodrift /.test(line) ? [{ file, line }] : [])));

  it("are there for GitHub, GitLab, Pulumi Deployments, systemd and cron", () => {
    assert.deepEqual(examples.map(({ file }) => file).toSorted(), ["crontab", "github-nightly.yml", "github-pull-request.yml", "gitlab-ci.yml", "pulumi-deployments.yaml", "whodrift.service", "whodrift.timer"]);
    assert.ok(commandLines.length >= 4);
  });

  for (const { file, line } of commandLines) {
    it(`have a command line that is one: ${file}: ${line}`, () => {
      const [, name = "", ...words] = wordsOf(filledIn(line.replace(/^npx /, "")));
      const { terminal } = fakeTerminal();
      const command = [scanCommand, gateCommand, reportCommand].map((make) => make(terminal, () => undefined)).find((one) => one.name() === name);
      assert.ok(command);
      assert.deepEqual(command.parseOptions([...words]).unknown, []);
      const asked = z.object({ format: z.array(z.string()) }).parse(command.opts()).format;
      assert.ok(name === "gate" || parseFormats(asked).length === asked.length);
    });
  }

  it("give the action inputs that it has", async () => {
    const { inputs } = await readAction();
    const uses = documents.flatMap(({ document }) => stepsIn(document)).filter((step) => step.uses.startsWith("acme/whodrift@"));
    assert.equal(uses.length, 2);
    for (const { with: given } of uses) {
      assert.deepEqual(Object.keys(given).filter((name) => !(name in inputs)), []);
      assert.ok(typeof given["command"] === "string");
    }
  });

  it("schedule the nightly by its npm script", () => {
    const { scripts } = z.object({ scripts: z.record(z.string(), z.string()) }).parse(JSON.parse(readFileSync(path.join(checkout, "package.json"), "utf8")));
    assert.equal(scripts["nightly"], "node dist/automation/nightly.js");
    for (const file of ["crontab", "whodrift.service"]) assert.match(examples.find((one) => one.file === file)?.text ?? "", /npm run (--silent )?nightly -- --all/);
  });

  it("have no expression in a script", () => {
    for (const { file, text } of examples) assert.doesNotMatch(text, /^\s*(- )?run: .*\$\{\{/m, file);
  });
});

describe("the Dockerfile", () => {
  const dockerfile = readFileSync(path.join(checkout, "Dockerfile"), "utf8");
  const steps = [...dockerfile.matchAll(/^([A-Z]+) (.*)$/gm)].map(([, instruction = "", rest = ""]) => ({ instruction, rest }));
  const of = (instruction: string) => steps.filter((step) => step.instruction === instruction).map(({ rest }) => rest);

  it("builds by what README says to type", () => {
    const [build = "", ...others] = of("RUN");
    assert.equal(build, "npm ci");
    assert.ok(readFileSync(path.join(checkout, "README.md"), "utf8").includes(build));
    const { bin, scripts } = z.object({ bin: z.object({ whodrift: z.string() }), scripts: z.object({ prepare: z.literal("npm run build") }) }).parse(JSON.parse(readFileSync(path.join(checkout, "package.json"), "utf8")));
    assert.ok(scripts.prepare, "npm ci builds");
    assert.deepEqual(others, [`ln -s /opt/whodrift/${bin.whodrift} /usr/local/bin/whodrift`, "chown node:node /work"]);
    assert.deepEqual(of("ENTRYPOINT"), ['["whodrift"]']);
  });

  it("has the Node that the tests ran on, and no root", () => {
    const { devDependencies } = z.object({ devDependencies: z.object({ node: z.string() }) }).parse(JSON.parse(readFileSync(path.join(checkout, "package.json"), "utf8")));
    assert.match(of("ARG")[0] ?? "", new RegExp(`^BASE=node:${devDependencies.node.split(".")[0] ?? ""}-`));
    assert.deepEqual(of("USER"), ["node"]);
  });

  it("sends nothing of this machine into the image", () => {
    const ignored = readFileSync(path.join(checkout, ".dockerignore"), "utf8").split("\n");
    for (const folder of [".git", ".whodrift", "node_modules", "dist", "out"]) assert.ok(ignored.includes(folder), folder);
    assert.ok(ignored.includes("Pulumi.*.yaml"));
  });
});
