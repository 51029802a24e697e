import assert from "node:assert/strict";
import { mock } from "node:test";
import { showProgress, type ShownProgress } from "../../../automation/cli/progress";
import type { Terminal } from "../../../automation/cli/terminal";
import type { ScanEvent } from "../../../automation/scan";
import { hostileTexts } from "../../fixtures/hostileReport";
import { aStack } from "../../fixtures/report";
import { fakeTerminal } from "./fakeTerminal";
import { ScreenModel } from "./screen";

interface Shown extends ShownProgress {
  readonly screen: ScreenModel;
  /** All that was written. */
  readonly written: string[];
  readonly resize: (columns: number) => void;
  readonly interrupt: () => void;
  /** Lets time pass, and with it the timer. */
  readonly after: (seconds: number) => readonly string[];
}

describe("progress on a terminal", () => {
  beforeEach(() => {
    mock.timers.enable({ apis: ["setInterval", "Date"], now: Date.parse("2026-07-31T05:00:00Z") });
  });
  afterEach(() => {
    mock.timers.reset();
  });

  async function show({ columns = 80, rows = 24, env = {} }: { columns?: number; rows?: number; env?: Terminal["env"] } = {}): Promise<Shown> {
    const screen = new ScreenModel(columns);
    const written: string[] = [];
    const abort = new AbortController();
    let width = columns;
    const write = (text: string) => {
      written.push(text);
      screen.write(text);
      return Promise.resolve();
    };
    const stderr = { isTTY: true, rows, get columns() { return width; }, write };
    const { terminal } = fakeTerminal({ env, stderr, signal: abort.signal, now: () => new Date() });
    return {
      ...(await showProgress(terminal)),
      screen,
      written,
      resize: (to) => {
        width = to;
        screen.resize(to);
      },
      interrupt: () => { abort.abort(); },
      after: (seconds) => {
        mock.timers.tick(seconds * 1000);
        return screen.lines();
      },
    };
  }

  function discovered(sizes: Readonly<Record<string, number>>): ScanEvent {
    return { kind: "discovered", stacks: Object.keys(sizes).length, sizes: new Map(Object.entries(sizes)) };
  }

  function started(stack: string, resources = 10): ScanEvent {
    return { kind: "started", stack, resources };
  }

  function checked(stack: string, status: "in-sync" | "drifted" | "unchecked"): ScanEvent {
    return { kind: "checked", report: aStack(stack, { status, resources: { total: 10, checked: status === "unchecked" ? 0 : 10, unchecked: [] } }) };
  }

  it("given stacks that run, shows how many are done, and of each how far it is", async () => {
    const { tell, after } = await show();
    tell(discovered({ "acme/net/prod": 10, "acme/shop/prod": 10, "acme/shop/dev": 10 }));
    tell(started("acme/net/prod"));
    after(2);
    tell(started("acme/shop/prod"));
    for (let read = 0; read < 4; read++) tell({ kind: "read", stack: "acme/net/prod" });
    assert.deepEqual(after(1), [
      "scanning 3 stacks",
      "0 of 3 stacks, 3 s, about 10 s left",
      "  acme/net/prod  3 s, 4 of 10 resources",
      "  acme/shop/prod  1 s, starting",
    ]);
    tell({ kind: "refreshed", stack: "acme/net/prod" });
    assert.equal(after(1)[2], "  acme/net/prod  4 s, judging what was read");
  });

  it("given stacks that are done, lets drift and failures scroll above the view, and counts the others", async () => {
    const { tell, after } = await show();
    const names = ["acme/net/prod", "acme/shop/prod", "acme/shop/dev", "acme/web/dev"];
    tell(discovered(Object.fromEntries(names.map((name) => [name, 10]))));
    for (const name of names) tell(started(name));
    tell(checked("acme/net/prod", "in-sync"));
    tell(checked("acme/shop/prod", "drifted"));
    tell(checked("acme/shop/dev", "unchecked"));
    const [, ...lines] = after(1);
    assert.deepEqual(lines.map((line) => line.replace(/, about .* left$/, "")), [
      "[2/4] acme/shop/prod: drifted, 10 of 10 resources",
      "[3/4] acme/shop/dev: unchecked, 0 of 10 resources",
      "3 of 4 stacks, 1 drifted, 1 not checked, 1 s",
      "  acme/web/dev  1 s, starting",
    ]);
  });

  it("given the end, leaves nothing of the view on the screen, and draws no more", async () => {
    const { tell, end, after, written, screen } = await show();
    tell(discovered({ "acme/net/prod": 10 }));
    tell(started("acme/net/prod"));
    after(1);
    tell(checked("acme/net/prod", "drifted"));
    end();
    screen.write("the report\n");
    const before = written.length;
    assert.deepEqual(after(60), ["scanning 1 stack", "[1/1] acme/net/prod: drifted, 10 of 10 resources", "the report"]);
    end();
    assert.equal(written.length, before);
  });

  it("never hides the cursor: whatever ends the process, there is nothing to put back", async () => {
    const { tell, end, after, written } = await show();
    tell(discovered({ "acme/net/prod": 10 }));
    after(1);
    end();
    assert.ok(!written.join("").includes("\u001B[?25l"));
  });

  it("given Ctrl-C, makes room for what is said then, and goes on below", async () => {
    const { tell, after, interrupt, screen } = await show();
    tell(discovered({ "acme/net/prod": 10 }));
    tell(started("acme/net/prod"));
    after(1);
    screen.write("^C");
    interrupt();
    screen.write("\nstopping\n");
    assert.deepEqual(after(1), ["scanning 1 stack", "", "stopping", "0 of 1 stacks, 2 s", "  acme/net/prod  2 s, starting"]);
  });

  it("given a low terminal, shows the stacks that run longest and how many more there are", async () => {
    const { tell, after } = await show({ rows: 6 });
    const names = Array.from({ length: 8 }, (_, index) => `acme/net/s${index}`);
    tell(discovered(Object.fromEntries(names.map((name) => [name, 10]))));
    for (const name of names) {
      tell(started(name));
      after(1);
    }
    assert.deepEqual(after(0).slice(1), ["0 of 8 stacks, 8 s", "  acme/net/s0  8 s, starting", "  acme/net/s1  7 s, starting", "  and 6 more"]);
  });

  it("given any size of terminal, fits into it", async () => {
    for (const columns of [12, 20, 33, 300]) {
      for (const rows of [2, 3, 4, 10]) {
        const { tell, after, screen, end } = await show({ columns, rows });
        tell(discovered({ "organization/billing-notifications/production-eu": 4000 }));
        tell(started("organization/billing-notifications/production-eu", 4000));
        after(1);
        tell({ kind: "read", stack: "organization/billing-notifications/production-eu" });
        after(1);
        const view = screen.lines().slice(Math.ceil("scanning 1 stack".length / columns));
        assert.ok(view.length >= 1 && view.length <= Math.max(1, rows - 1), `${columns}×${rows}: ${view.join("|")}`);
        assert.ok(view.every((line) => line.length < columns));
        end();
      }
    }
  });

  it("given a terminal that is made narrower or wider, leaves no piece of the old view", async () => {
    const { tell, after, resize } = await show({ columns: 90 });
    const name = "organization/billing-notifications/production-eu";
    tell(discovered({ [name]: 10 }));
    tell(started(name));
    after(1);
    for (const columns of [40, 25, 60, 20, 90]) {
      resize(columns);
      const view = after(1).slice(1);
      assert.equal(view.length, 2, view.join("|"));
    }
  });

  it("draws at most five times a second, however much there is to tell", async () => {
    const { tell, after, written } = await show();
    tell(discovered({ "acme/net/prod": 3000 }));
    tell(started("acme/net/prod", 3000));
    const before = written.length;
    for (let read = 0; read < 1000; read++) {
      tell({ kind: "read", stack: "acme/net/prod" });
      after(0.001);
    }
    assert.ok(written.length - before <= 5);
  });

  it("is coloured, unless NO_COLOR is set", async () => {
    const colored = async (env: Terminal["env"]) => {
      const { tell, after, written, end } = await show({ env });
      tell(discovered({ "acme/net/prod": 10 }));
      after(1);
      end();
      return /\u001B\[\d+m/.test(written.join(""));
    };
    assert.equal(await colored({}), true);
    assert.equal(await colored({ NO_COLOR: "1" }), false);
  });

  it("is lines, as in a log, where the terminal is dumb or CI is set", async () => {
    for (const env of [{ TERM: "dumb" }, { CI: "true" }, { CI: "1" }]) {
      const { tell, after, end, screen, written } = await show({ env });
      tell(discovered({ "acme/net/prod": 10 }));
      tell(started("acme/net/prod"));
      after(10);
      tell(checked("acme/net/prod", "in-sync"));
      end();
      assert.deepEqual(screen.lines(), ["scanning 1 stack", "[1/1] acme/net/prod: in-sync, 10 of 10 resources"]);
      assert.ok(!written.join("").includes("\u001B"));
    }
    const { tell, after } = await show({ env: { CI: "false", TERM: "xterm" } });
    tell(discovered({ "acme/net/prod": 10 }));
    assert.equal(after(1).length, 2);
  });

  it("lets no name reach the terminal as a command", async () => {
    for (const text of hostileTexts) {
      const { tell, after, end, written } = await show();
      tell(discovered({ [text]: 10 }));
      tell(started(text));
      after(1);
      tell(checked(text, "drifted"));
      after(1);
      end();
      // The model takes the view's own sequences and stops at all others; nothing else of the kind is left.
      const plain = written.join("").replaceAll(/\u001B\[(\?2026[hl]|\d*[ABGJKm])|\n/g, "");
      assert.doesNotMatch(plain, /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
    }
  });
});
