import assert from "node:assert/strict";
import { showProgress } from "../../../automation/cli/progress";
import { hostileTexts } from "../../fixtures/hostileReport";
import { aStack } from "../../fixtures/report";
import { fakeTerminal } from "./fakeTerminal";

describe("progress in a log", () => {
  it("tells on stderr how many stacks there are, and each that is done", async () => {
    const { terminal, stdout, stderr } = fakeTerminal();
    const { tell } = await showProgress(terminal);
    tell({ kind: "discovered", stacks: 2, sizes: new Map() });
    tell({ kind: "started", stack: "acme/shop/dev", resources: 42 });
    tell({ kind: "read", stack: "acme/shop/dev" });
    tell({ kind: "refreshed", stack: "acme/shop/dev" });
    tell({ kind: "checked", report: aStack("acme/shop/dev") });
    tell({ kind: "checked", report: aStack("acme/shop/prod", { status: "unchecked", resources: { total: 17, checked: 0, unchecked: [] } }) });
    assert.equal(stderr(), "scanning 2 stacks\n[1/2] acme/shop/dev: in-sync, 42 of 42 resources\n[2/2] acme/shop/prod: unchecked, 0 of 17 resources\n");
    assert.equal(stdout(), "");
  });

  it("counts one stack as one", async () => {
    const { terminal, stderr } = fakeTerminal();
    (await showProgress(terminal)).tell({ kind: "discovered", stacks: 1, sizes: new Map() });
    assert.equal(stderr(), "scanning 1 stack\n");
  });

  it("says which shard it is, how many stacks of the whole it has, and that it has none", async () => {
    const { terminal, stderr } = fakeTerminal();
    const { tell } = await showProgress(terminal);
    const selection = ["acme/net/prod", "acme/shop/dev", "acme/shop/prod"];
    tell({ kind: "discovered", stacks: 2, sizes: new Map(), shard: { number: 1, of: 2, selection } });
    tell({ kind: "discovered", stacks: 0, sizes: new Map(), shard: { number: 4, of: 4, selection } });
    assert.equal(stderr(), "shard 1/2: scanning 2 of 3 stacks\nshard 4/4 has nothing to scan: 3 stacks for 4 shards\n");
  });

  it("shows the stack trace of what failed", async () => {
    const { terminal, stderr } = fakeTerminal();
    (await showProgress(terminal)).tell({ kind: "failed", stack: "acme/shop/prod", error: new Error("boom") });
    assert.match(stderr(), /^stack acme\/shop\/prod: Error: boom\nstack acme\/shop\/prod: {5}at .*progress\.spec/);
  });

  it("tells why fewer run at once, what is installed, and what is tried again", async () => {
    const { terminal, stderr } = fakeTerminal();
    const { tell } = await showProgress(terminal);
    tell({ kind: "memory-limits", atOnce: 3 });
    tell({ kind: "installing", plugin: "aws 7.48.0" });
    tell({ kind: "retried", stack: "acme/shop/prod", reason: { code: "throttled", message: "Rate exceeded" } });
    assert.equal(stderr(), "only 3 at once: memory\nwhodrift: installing the plugin aws 7.48.0\nstack acme/shop/prod: trying again: Rate exceeded\n");
  });

  it("lets no name or message reach the terminal as a command", async () => {
    for (const text of hostileTexts) {
      const { terminal, stderr } = fakeTerminal();
      const { tell } = await showProgress(terminal);
      tell({ kind: "checked", report: aStack(text) });
      tell({ kind: "failed", stack: text, error: text });
      tell({ kind: "installing", plugin: text });
      tell({ kind: "retried", stack: text, reason: { code: text, message: text } });
      assert.doesNotMatch(stderr().replaceAll("\n", ""), /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
      assert.doesNotMatch(stderr(), /##\[|##vso\[/i);
      assert.doesNotMatch(stderr(), /^\s*::[a-z-]+.*::/m);
    }
  });
});
