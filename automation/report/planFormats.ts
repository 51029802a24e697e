import { needsAttention, type ProviderPlan, type ScanPlan, type StackPlan } from "../estate";
import { jsonText } from "./json";
import { count, joined, prose, say, words, type Phrase } from "./phrase";
import type { RenderOptions } from "./reportFormat";
import { layOut, type Line } from "./terminalLayout";
import { terminalPhrase } from "./terminalText";

const WIDTH = 100;
const LABELS = { labelWidth: "environment".length + 2 } as const;

/** Name for `--format` → how `scan --plan` is drawn. */
export const planFormats: Readonly<Record<string, (plan: ScanPlan, how?: RenderOptions) => string>> = {
  terminal: (plan, { width = WIDTH, color = false } = {}) => layOut(planLines(plan), width, color),
  json: jsonText,
};

function planLines({ stacks, concurrency, shard }: ScanPlan): readonly Line[] {
  const unchecked = stacks.filter(needsAttention).length;
  const part = shard === undefined ? words("") : say` in shard ${shard.number}/${shard.of}`;
  const all = say`${count(stacks.length, "stack")}${part}, ${Math.min(concurrency, stacks.length)} at once`;
  const headline = unchecked === 0 ? all : say`${all}; of ${words(String(unchecked))} not everything would be checked`;
  return [{ indent: 0, text: terminalPhrase(headline), style: "strong" }, ...stacks.flatMap(stackLines)];
}

function stackLines({ stack, resources, environment: { set, removed }, providers, problem }: StackPlan): readonly Line[] {
  const environment = [...(set.length > 0 ? [say`sets ${listed(set)}`] : []), ...(removed.length > 0 ? [say`takes away ${listed(removed)}`] : [])];
  return [
    { indent: 0, text: "" },
    { indent: 0, text: terminalPhrase(say`${stack} · ${count(resources, "resource")}`), style: "strong" },
    ...(problem === undefined ? [] : [unchecked(problem.message)]),
    ...(environment.length === 0 ? [] : [line("environment", joined(environment, "; "))]),
    ...providers.flatMap((provider) => [line("provider", providerPhrase(provider)), accessLine(provider)]),
  ];
}

function providerPhrase({ urn, package: name, version, resources, account, region }: ProviderPlan): Phrase {
  const who = say`${urn.split("::").at(-1) ?? urn} (${name}${version === undefined ? words("") : say` ${version}`}): ${count(resources, "resource")}`;
  const where = [
    ...(account === undefined ? (name === "aws" ? [words("account unknown")] : []) : [say`account ${account}`]),
    ...(region === undefined ? (name === "aws" ? [words("region unknown")] : []) : [say`${region}`]),
  ];
  return joined([who, ...where], ", ");
}

function accessLine({ access, package: name }: ProviderPlan): Line {
  switch (access.kind) {
    case "role":
      return line("role", say`${access.role}`);
    case "original":
      if (access.credentials.length > 0) return line("credentials", say`as its state says (${listed(access.credentials)})`);
      return line("credentials", words(name === "aws" ? "of the environment" : "as its state or the environment says"));
    case "refused":
      return unchecked(access.reason);
  }
}

function line(label: string, text: Phrase): Line {
  return { indent: 2, label, ...LABELS, labelStyle: "quiet", text: terminalPhrase(text) };
}

function unchecked(reason: string): Line {
  return { ...line("unchecked", prose(reason)), labelStyle: "warning" };
}

function listed(names: readonly string[]): Phrase {
  return joined(names.map((name) => say`${name}`), ", ");
}
