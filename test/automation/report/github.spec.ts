import assert from "node:assert/strict";
import { github } from "../../../automation/report/github";
import type { ScanReport } from "../../../policypack/model";
import { hostileReport, hostileTexts } from "../../fixtures/hostileReport";
import { aChange, aDrift, aReport, aStack, typicalReport } from "../../fixtures/report";
import { manyChanges } from "./manyChanges";

interface Command {
  readonly level: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** As the runner does it: https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs */
function commandsOf(report: ScanReport): readonly Command[] {
  const decoded = (text: string): string => text.replaceAll("%0D", "\r").replaceAll("%0A", "\n").replaceAll("%3A", ":").replaceAll("%2C", ",").replaceAll("%25", "%");
  return github
    .render(report)
    .trimEnd()
    .split("\n")
    .map((line) => {
      const [, level = "", list = "", message = ""] = /^::(\w+) (.*?)::(.*)$/.exec(line) ?? [];
      const properties = list.split(",").map((one): [string, string] => {
        const at = one.indexOf("=");
        return [one.slice(0, at), decoded(one.slice(at + 1))];
      });
      return { level, properties: Object.fromEntries(properties), message: decoded(message) };
    });
}

describe("the github format, read as a runner reads it", () => {
  it("begins with the headline", () => {
    const [first] = commandsOf(typicalReport());
    assert.equal(first?.level, "notice");
    assert.match(first.message, /^5 stacks: 1 drifted, 1 not checked.* by alice@example\.com/);
  });

  it("annotates the line that declares what drifted, and says who, what and what next", () => {
    const worst = commandsOf(typicalReport()).find(({ properties }) => properties["title"] === "critical: ingress[1] of web (acme/shop/prod)");
    assert.deepEqual([worst?.level, worst?.properties["file"], worst?.properties["line"]], ["error", "index.ts", "14"]);
    assert.match(worst?.message ?? "", /^ingress\[1\]: .*\nby: alice@example\.com .*\nnext: .*pulumi up/s);
  });

  it("is an error for a stack that was not checked", () => {
    assert.ok(commandsOf(typicalReport()).some(({ level, properties }) => level === "error" && properties["title"] === "acme/billing/prod: not checked"));
  });

  it("says nothing of what is ignored", () => {
    const ignored = aChange({ decision: { action: "ignore", by: { rule: "tags" } } });
    assert.equal(commandsOf(aReport({ stacks: [aStack("a/b/c", { drifts: [aDrift({ changes: [ignored] })] })] })).length, 1);
  });

  it("writes no more than ten of a level, and counts the rest in the last", () => {
    for (const severity of ["critical", "medium", "low"] as const) {
      const { stacks } = manyChanges(5_000);
      const drifts = (stacks[0]?.drifts ?? []).map((drift) => ({ ...drift, changes: drift.changes.map((change) => ({ ...change, severity })) }));
      const commands = commandsOf(aReport({ stacks: [aStack("a/b/c", { drifts })] }));
      const most = Math.max(...["error", "warning", "notice"].map((level) => commands.filter((one) => one.level === level).length));
      assert.equal(most, 10);
      const shown = commands.filter(({ properties }) => properties["file"] !== undefined).length;
      assert.equal(commands.at(-1)?.properties["title"], `whodrift: ${(5_000 - shown).toLocaleString("en-US")} more`);
    }
  });

  it("is one notice for a scan of nothing", () => {
    assert.deepEqual(commandsOf(aReport()).map(({ level, message }) => [level, message]), [["notice", "no stack was scanned"]]);
  });

  it("lets no text end a line, a property or the list of them", () => {
    for (const text of hostileTexts) {
      for (const { level, properties } of commandsOf(hostileReport(text))) {
        assert.match(level, /^(error|warning|notice)$/);
        assert.deepEqual(Object.keys(properties).filter((name) => name !== "line" && name !== "file"), ["title"]);
        assert.ok((properties["title"] ?? "").length < 256);
      }
    }
  });
});
