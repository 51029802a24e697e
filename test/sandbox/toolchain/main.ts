import { ensureBrowser } from "./browser";
import { ensureEmulator } from "./emulator";
import { ensurePulumi } from "./pulumi";

/** `npm run setup`: fetches what the sandbox needs beyond npm, and says where it is. */
async function setUp(): Promise<void> {
  const log = (line: string) => {
    console.error(line);
  };
  const pulumi = await ensurePulumi(log);
  log(`Pulumi ${pulumi.version}: ${pulumi.command}`);
  const emulator = await ensureEmulator(log);
  log(`AWS emulator: ${emulator.python}`);
  const browser = await ensureBrowser(log);
  log(`browser: ${browser.command}`);
}

setUp().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
