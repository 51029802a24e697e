import { randomInt } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { openLedger, openLedgerStore, openSigner } from "../../../automation/ledger";
import { scanOf } from "./entries";

const LONGEST_PAUSE_MS = 30;

/**
 * A process that appends to a ledger: `appendMany.js LOCATION NAME COUNT [MILLISECONDS]`, the last since 1970, before
 * which it does not begin. It says on stdout when it begins, and the number of each entry that it has written.
 */
async function main([location = "", name = "", count = "0", beginning = "0"]: readonly string[]): Promise<void> {
  const env = Object.fromEntries(Object.entries(process.env).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
  const ledger = openLedger(openLedgerStore(location, { folder: process.cwd(), env }), { signer: await openSigner(undefined, { folder: process.cwd(), env }) });
  // With everything loaded, so that two of them really write at the same time.
  await ledger.store.list("entries/");
  await setTimeout(Math.max(0, Number(beginning) - Date.now()));
  console.log("begins");
  for (let index = 0; index < Number(count); index++) {
    const { number } = await ledger.append(scanOf(`${name} ${index}`), new Date());
    console.log(number);
    // Nobody who writes a ledger begins again at once; where one does, it stays ahead of the other to its end.
    await setTimeout(randomInt(0, LONGEST_PAUSE_MS));
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? `${error.name}: ${error.message}` : error);
  process.exitCode = 1;
});
