import { Command } from "commander";
import { loadConfig } from "../../config/loadConfig";
import { rulesFormats } from "../../report";
import { testRules } from "../../rules";
import { emitDrawn } from "../emit";
import { EXIT } from "../exitStatus";
import { parseFormats } from "../formatOption";
import { readReport } from "../readReport";
import type { End, Terminal } from "../terminal";

interface TestFlags {
  readonly strict?: true;
  readonly config?: string;
  readonly format: string;
}

export function rulesCommand(terminal: Terminal, end: End): Command {
  const rules = new Command("rules").summary("try the rules of whodrift.yaml on a saved report").description("Tries the rules of whodrift.yaml on a saved report: whodrift rules test REPORT.json");
  rules.addCommand(
    new Command("test")
      .summary("which rule decides each change, and why")
      .description(
        "Says which rule decides each change of a report that `whodrift scan --format json` wrote, which condition of the rules before it does not hold, " +
          "which rules were passed over, and which match nothing. Rules decide as at the end of that scan; what people said is left out; a severity is the report's. Nothing is asked of AWS or Pulumi.",
      )
      .argument("<report.json>", "the saved report; - reads stdin")
      .option("--strict", "exit with 1 if a rule matches nothing")
      .option("--config <file>", "the configuration with the rules (default: whodrift.yaml in this folder, if there is one)")
      .option("--format <format[=file]>", `${Object.keys(rulesFormats).join(", ")}; to stdout, or into a file`, "terminal")
      .addHelpText("after", HELP)
      .action(async (file: string, flags: TestFlags) => {
        end(await runTest(file, flags, terminal));
      })
      .copyInheritedSettings(rules),
  );
  return rules;
}

const HELP = `
Exit status: 0 tried; 1 with --strict: a rule matches nothing, or the answer could not be written; 64 bad usage or config.

Examples:
  whodrift scan --all --format json=report.json                  once, then as often as the rules change:
  whodrift rules test report.json
  whodrift rules test report.json --strict --format json          in a pull request that changes them`;

async function runTest(file: string, flags: TestFlags, terminal: Terminal): Promise<number> {
  const outputs = parseFormats([flags.format], rulesFormats);
  const { config } = await loadConfig(terminal.cwd, flags.config);
  const test = testRules(await readReport(file, terminal), { rules: config.rules, ...config.limits });
  const written = await emitDrawn((format, how) => rulesFormats[format]?.(test, how), outputs, terminal);
  const isIdle = test.rules.some(({ matches }) => matches === 0);
  return written && !(flags.strict === true && isIdle) ? EXIT.inSync : EXIT.failed;
}
