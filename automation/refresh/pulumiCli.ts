import { join } from "node:path";
import { PulumiCommand } from "@pulumi/pulumi/automation/cmd";

/** `policy analyze` and everything else that whodrift calls is in it. */
const OLDEST = "3.249.0";

/** What `npm run setup` installs where there is no CLI; test tooling names the same folder. */
export const INSTALLED_VERSION = "3.274.1";

/** No usable Pulumi CLI; the message says what to type. */
export class NoPulumiCli extends Error {
  override readonly name = "NoPulumiCli";
}

/**
 * The Pulumi CLI of this machine: on PATH if it is new enough, else the one in `cache` (the user's cache folder).
 * Asking for the version costs a process, so one result is shared by everything. Throws `NoPulumiCli`.
 */
export async function findPulumi(cache: string): Promise<PulumiCommand> {
  const onPath = await ask({});
  if (onPath !== undefined && isNewEnough(onPath)) return onPath;
  const installed = await ask({ root: join(cache, "whodrift", `pulumi-${INSTALLED_VERSION}`) });
  if (installed !== undefined && isNewEnough(installed)) return installed;
  const found = onPath === undefined ? "There is no pulumi on PATH" : `The pulumi on PATH is ${onPath.version?.version ?? "of an unknown version"}`;
  throw new NoPulumiCli(`${found}; ${OLDEST} or newer is needed. Type \`npm run setup\` in a checkout, or see https://www.pulumi.com/docs/install/`);
}

function ask(where: { readonly root?: string }): Promise<PulumiCommand | undefined> {
  return PulumiCommand.get({ ...where, skipVersionCheck: true }).catch(() => undefined);
}

function isNewEnough({ version }: PulumiCommand): boolean {
  return version !== null && version.compare(OLDEST) >= 0;
}
