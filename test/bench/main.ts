import { availableParallelism } from "node:os";
import { Command, CommanderError, InvalidArgumentError } from "commander";
import { benchScan } from "./scan";

/** As in the commands of whodrift itself. */
const BAD_USAGE = 64;

interface Flags {
  readonly rounds: number;
  readonly concurrency: number;
  readonly json?: true;
}

const bench = new Command("bench")
  .description("Measures whodrift in the sandbox.")
  .exitOverride()
  .action((_, { args }: Command) => {
    const known = bench.commands.map((command) => command.name()).join(", ");
    bench.error(args[0] === undefined ? `say what to measure: ${known}` : `there is no benchmark ${args[0]}; known: ${known}`);
  })
  .allowExcessArguments();

bench
  .command("scan")
  .summary("a whole scan against the same refreshes by hand")
  .description(
    "Deploys the sandbox's estate, lets the night happen, and then alternates, round by round, between a whole " +
      "`whodrift scan --all` and `pulumi refresh --preview-only` of the same stacks, run by hand in their projects' " +
      "folders with as many at once. The ratio is the median of the rounds' own ratios: what disturbs a round " +
      "disturbs both sides of it. One round before the others is not counted.",
  )
  .option("--rounds <n>", "how often both are run", whole, 5)
  .option("--concurrency <n>", "stacks refreshed at once", whole, availableParallelism())
  .option("--json", "print the result as one line of JSON at the end")
  .copyInheritedSettings(bench)
  .action((flags: Flags) => benchScan(flags));

// Ends by `exit`, so that the sandbox is cleared away.
process.on("SIGINT", () => process.exit(130));

bench.parseAsync().catch((error: unknown) => {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : BAD_USAGE;
  else {
    console.error(error);
    process.exitCode = 1;
  }
});

function whole(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new InvalidArgumentError("It must be a whole number from 1 on.");
  return Number(text);
}
