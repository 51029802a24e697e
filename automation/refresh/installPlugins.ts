import pLimit from "p-limit";
import type { Deployment } from "../estate/deployment";
import { firstError } from "../estate/firstError";
import { CommandFailed, runPulumi, type PulumiCli, type RunOptions } from "../estate/runPulumi";
import { isInstalled, pluginsOf, titleOf, type Plugin } from "./plugins";
import type { StackProblem } from "./secondTry";

/** Sees to the plugins of a stack. @returns why the stack cannot be refreshed: one that cannot be installed */
export type PluginInstaller = (deployment: Deployment) => Promise<StackProblem | undefined>;

/**
 * Installs what stacks need and the machine has not, each once and one after the other: left to themselves, all CLIs
 * that run at once would download the same hundreds of megabytes. Stacks that need nothing new do not wait. Where all
 * is there, nothing is started and nobody is asked.
 * @param tell of each that is going to be installed
 */
export function openPluginInstaller(options: RunOptions & { readonly pulumi: PulumiCli }, tell: (plugin: string) => void): PluginInstaller {
  const oneByOne = pLimit(1);
  const seen = new Map<string, Promise<StackProblem | undefined>>();

  return async ({ resources }) => {
    if (isForbidden(options.env)) return undefined;
    const problems = await Promise.all(pluginsOf({ resources }).filter(isPlain).map(seeTo));
    return problems.find((problem) => problem !== undefined);
  };

  function seeTo(plugin: Plugin): Promise<StackProblem | undefined> {
    const known = seen.get(titleOf(plugin)) ?? oneByOne(() => install(plugin));
    seen.set(titleOf(plugin), known);
    return known;
  }

  async function install(plugin: Plugin): Promise<StackProblem | undefined> {
    const { pulumi, ...run } = options;
    if (await isInstalled(plugin, { command: pulumi.command, env: run.env })) return undefined;
    tell(titleOf(plugin));
    const { name, version, server } = plugin;
    try {
      await runPulumi(pulumi, ["plugin", "install", "resource", name, ...(version === undefined ? [] : [version]), ...(server === undefined ? [] : ["--server", server])], run);
      return undefined;
    } catch (error) {
      // The refresh will end at once, and says that it was interrupted.
      if (run.signal?.aborted === true) return undefined;
      const reason = error instanceof CommandFailed ? reasonIn(error.output.stderr) : String(error);
      return { code: "plugin-missing", message: `the plugin ${titleOf(plugin)} could not be installed: ${reason ?? "the CLI says nothing"}` };
    }
  }
}

/** The CLI tries five times, tells each time why, and in the end that it has failed five times. */
function reasonIn(stderr: string): string | undefined {
  return /^warning: Error downloading plugin: (.+)$/m.exec(stderr)?.[1] ?? firstError(stderr);
}

/** The engine's own switch: where it is on, nothing may be downloaded. */
function isForbidden(env: RunOptions["env"]): boolean {
  return /^(1|t|true)$/i.test(env["PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION"] ?? "");
}

/** What is not stays the engine's task: it must not be taken for an option of the CLI. */
function isPlain({ name, version, server }: Plugin): boolean {
  return /^[a-z0-9][\w.-]*$/i.test(name) && (version === undefined || /^\d[\w.+-]*$/.test(version)) && server?.startsWith("-") !== true;
}
