import assert from "node:assert/strict";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { terminal } from "../../../automation/report/terminal";
import { aChange, aDrift, anActor, anAttribution, aReport, anEmptyStack, aStack, typicalReport } from "../../fixtures/report";
import { assertGolden } from "../../golden";
import { manyChanges } from "./manyChanges";

const golden = join(__dirname, "terminal.golden.txt");

describe("the terminal format", () => {
  it("draws a typical night as the committed text", () => {
    assertGolden(golden, terminal.render(typicalReport()));
  });

  it("says the same with colours as without", () => {
    const colored = terminal.render(typicalReport(), { color: true });
    assert.notEqual(colored, terminal.render(typicalReport()));
    assert.equal(stripVTControlCharacters(colored), terminal.render(typicalReport()));
  });

  it("keeps to the width, but for commands, links and words that are longer", () => {
    for (const line of terminal.render(typicalReport(), { width: 70 }).split("\n")) {
      assert.ok(line.length <= 70 || /^\s+(pulumi |https:\S+$)/.test(line), line);
    }
  });

  it("needs three lines for a stack in sync", () => {
    const [first, blank, inSync] = terminal.render(aReport({ stacks: [aStack("acme/shop/dev")] })).split("\n");
    assert.deepEqual([first, blank, inSync], ["1 stack: in sync", "", "in sync  acme/shop/dev"]);
  });

  it("names empty stacks apart", () => {
    const lines = terminal.render(aReport({ stacks: [anEmptyStack("acme/shop/review"), anEmptyStack("acme/shop/old"), aStack("acme/shop/dev")] })).split("\n");
    assert.deepEqual(lines.slice(0, 5), ["3 stacks: 1 in sync, 2 empty", "", "in sync  acme/shop/dev", "", "empty  acme/shop/old, acme/shop/review"]);
  });

  it("says of one shard that it is not the whole scan", () => {
    const { scan, ...report } = aReport();
    assert.match(terminal.render({ ...report, scan: { ...scan, shard: { number: 2, of: 3, selection: [] } } }), /^scan \S+, shard 2\/3 only ·/m);
  });

  it("puts the point on one line where it fits", () => {
    const report = aReport({ stacks: [aStack("a/b/c", { drifts: [aDrift({ changes: [aChange({ path: "x" })] })] })] });
    const [first] = terminal.render(report, { width: 200 }).split("\n");
    assert.equal(first, "1 stack: 1 drifted · worst: critical, opens access, x of web (a/b/c) by alice@example.com via console · 1 change (1 new)");
  });

  it("keeps an actor's own name beside the one that people use, and says that the principal is for emergencies", () => {
    const actor = anActor({ name: "alice", knownAs: "Alice Doe (SRE)", breakGlass: true, identity: "claimed" });
    const report = aReport({ stacks: [aStack("a/b/c", { drifts: [aDrift({ changes: [aChange({ attribution: anAttribution({ actor }) })] })] })] });
    assert.match(terminal.render(report, { width: 300 }), /by +"Alice Doe \(SRE\)" \[alice\] \(human, session name claimed by the caller\) via console from 203\.0\.113\.7, BREAK-GLASS\n/);
  });

  it("stays readable with 5,000 changes: the worst first, the rest as numbers", () => {
    const text = terminal.render(manyChanges(5_000));
    assert.ok(text.split("\n").length < 1_200);
    assert.ok(text.indexOf("queue-999") < text.indexOf("queue-0"));
    assert.match(text, /and 980 more drifted resources: 4,900 low/);
  });
});
