import { randomInt } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { ScanReport } from "../../policypack/model";
import { loadConfig, type LoadedConfig } from "../config/loadConfig";
import type { LedgerStore } from "../ledger";
import { notify, openSink, type World } from "../notify";
import { forAudience } from "../report";
import { ledgerStoreAt } from "./ledgerAt";
import { linesFrom } from "./linesFrom";
import { definedOnly, type Terminal } from "./terminal";

/** @throws {ConfigError} */
export async function notifyFrom(report: ScanReport, config: string | undefined, terminal: Terminal): Promise<boolean> {
  const loaded = await loadConfig(terminal.cwd, config);
  return notifyOf(report, loaded, ledgerStoreAt(loaded, terminal), terminal);
}

/**
 * Tells the configuration's sinks of a report. What goes wrong is said on stderr.
 * @returns whether all were told
 */
export async function notifyOf(report: ScanReport, { config }: LoadedConfig, store: LedgerStore, terminal: Terminal): Promise<boolean> {
  const sinks = config.notify.sinks.map((settings) => ({ name: settings.name, sink: openSink(settings) }));
  const problems = await notify(forAudience(report, config.report.audience), { sinks, routes: config.notify.routes, store, world: worldOf(terminal) });
  if (problems.length > 0) await terminal.stderr.write(linesFrom("whodrift", problems.map(({ message }) => message).join("\n")));
  return problems.length === 0;
}

function worldOf({ env, now, signal }: Terminal): World {
  return {
    env: definedOnly(env),
    fetch,
    now,
    // Whoever presses Ctrl-C does not wait for a pause to end.
    pause: (milliseconds) => wait(milliseconds, undefined, { signal }).catch(() => undefined),
    random: () => randomInt(1_000) / 1_000,
    signal,
  };
}
