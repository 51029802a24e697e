import path from "node:path";
import type { Inputs } from "./inputs";

/** Where the command is to leave what the action reads, or hands on. */
export interface Files {
  readonly json: string;
  /** Of a scan: a gate finds nothing in code. */
  readonly sarif?: string;
}

/** @param folder that exists, and is the action's own */
export function filesIn(folder: string, command: Inputs["command"]): Files {
  const json = path.join(folder, "report.json");
  return command === "scan" ? { json, sarif: path.join(folder, "report.sarif") } : { json };
}

/** The command line that the inputs ask for. Each value is a word of its own, joined to its option: none can become another option. */
export function commandWords(inputs: Inputs, { json, sarif }: Files): readonly string[] {
  return [
    inputs.command,
    ...inputs["stack-name"].map((stack) => `--stack=${stack}`),
    ...(inputs.all ? ["--all"] : []),
    ...(inputs.refresh ? ["--refresh"] : []),
    ...option("shard", inputs.shard),
    ...option("fail-on", inputs["fail-on"]),
    ...option("config", inputs["config-file"]),
    ...option("open-drift", inputs["open-drift"]),
    ...inputs.policyPacks.map((pack) => `--policy-pack=${pack}`),
    ...inputs.policyPackConfigs.map((config) => `--policy-pack-config=${config}`),
    `--format=${inputs.command === "scan" ? "github" : "terminal"}`,
    `--format=json=${json}`,
    ...(sarif === undefined ? [] : [`--format=sarif=${sarif}`]),
  ];
}

function option(name: string, value: string): readonly string[] {
  return value === "" ? [] : [`--${name}=${value}`];
}
