import type { Deployment } from "../../estate/deployment";
import type { Environment, PulumiCli } from "../../estate/runPulumi";
import type { Ending } from "../observe";
import { findPlugin } from "./findPlugin";
import { keyOf, PACKAGE, shareable } from "./shareable";
import type { SharedProviders } from "./sharedProviders";
import { startProvider } from "./startProvider";

/** What the engine grants a plugin, three times: https://github.com/pulumi/pulumi/blob/master/pkg/resource/plugin/plugin.go */
const START_MS = 30_000;

interface Circumstances {
  readonly pulumi: PulumiCli;
  readonly env: Environment;
  /** Ends the start of a provider; `refresh` is expected to know it, too. */
  readonly signal: AbortSignal;
}

/**
 * Runs `refresh` with a provider attached that served stacks of the same configuration and environment before, by the
 * variable that is added. Where that cannot be, or the refresh fails, it is run once without.
 */
export async function refreshShared<Seen extends { readonly ending: Ending }>(
  providers: SharedProviders, deployment: Deployment, { pulumi, env, signal }: Circumstances, refresh: (added: Environment) => Promise<Seen>,
): Promise<Seen> {
  const wanted = shareable(deployment, env);
  const program = wanted && (await findPlugin(pulumi, wanted));
  if (wanted === undefined || program === undefined) return refresh({});
  const start = () => startProvider(program, wanted.env, AbortSignal.any([signal, AbortSignal.timeout(START_MS)]));
  const attached = await providers
    .lease(keyOf(program, wanted), start, async (port) => {
      const seen = await refresh({ PULUMI_DEBUG_PROVIDERS: `${PACKAGE}:${port}` });
      // After anything else a call may still be on its way.
      return { result: seen, reusable: seen.ending.how === "completed" };
    })
    // It could not be started; the engine says why when it cannot either.
    .catch(() => undefined);
  return attached === undefined || attached.ending.how === "failed" ? refresh({}) : attached;
}
