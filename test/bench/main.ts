import { availableParallelism } from "node:os";
import { Command, CommanderError, InvalidArgumentError } from "commander";
import { benchLookups, type LookupsBench } from "./lookups";
import { benchPack, type PackBench } from "./pack";
import { benchScan, type ScanBench } from "./scan";
import { benchTrail, type TrailBench } from "./trail";

/** As in the commands of whodrift itself. */
const BAD_USAGE = 64;

const bench = new Command("bench")
  .description("Measures whodrift, in the sandbox where that is needed.")
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
    "Builds an estate in the sandbox, lets some of it drift, and then alternates, round by round, between a whole " +
      "`whodrift scan --all`, the same `pulumi refresh --preview-only` of each stack by `xargs -P` with as many at once, and " +
      "by a shell loop, one after the other. The ratios are medians of the rounds' own: what disturbs a round disturbs " +
      "every side of it.",
  )
  .option("--stacks <n>", "how many there are", whole, 20)
  .option("--resources <n>", "of each stack", whole, 10)
  .option("--drift <n>", "how many resources drift", natural, 4)
  .option("--rounds <n>", "how often all are run (default: 3, or 1 where there are more than 500 resources)", whole)
  .option("--concurrency <n>", "stacks refreshed at once", whole, availableParallelism())
  .option("--json", "print the result as one line of JSON at the end")
  .copyInheritedSettings(bench)
  .action((flags: ScanBench) => benchScan(flags));

bench
  .command("lookups")
  .summary("requests to LookupEvents for a night's drift, against the fewest that would do")
  .description(
    "Investigates the drift of a night in 2 accounts × 3 regions, quiet, usual and busy, against event histories that are " +
      "simulated: no AWS, no sandbox. Nothing in it is left to chance.",
  )
  .option("--stacks <n>", "how many there are", whole, 200)
  .option("--drift <n>", "how many resources drifted; at most 100, because the lower bound is exact", upToHundred, 50)
  .option("--concurrency <n>", "stacks investigated at once", whole, 4)
  .option("--json", "print the result as one line of JSON at the end")
  .copyInheritedSettings(bench)
  .action((flags: LookupsBench) => benchLookups(flags));

bench
  .command("trail")
  .summary("finding who did it in trail files against parsing them")
  .description(
    "Writes a trail of made-up records, in which somebody changed each of the drifted resources, and lets whodrift find " +
      "out who: in a process of its own, against one that merely decompresses the same files and parses their JSON.",
  )
  .option("--records <n>", "how many there are", many, 1_000_000)
  .option("--drifts <n>", "resources that somebody changed (default: one for each 500 records)", whole)
  .option("--json", "print the result as one line of JSON at the end")
  .copyInheritedSettings(bench)
  .action((flags: TrailBench) => benchTrail(flags));

bench
  .command("pack")
  .summary("the policy pack's start, and its time for each resource, against an empty pack")
  .description(
    "Alternates, round by round, between `pulumi policy analyze` with a pack without policies and with whodrift's own, on a " +
      "state of one resource and on one of many, of which one in twenty has a held change.",
  )
  .option("--resources <n>", "of the larger state", many, 1000)
  .option("--rounds <n>", "how often all are run", whole, 7)
  .option("--json", "print the result as one line of JSON at the end")
  .copyInheritedSettings(bench)
  .action((flags: PackBench) => benchPack(flags));

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

function upToHundred(text: string): number {
  if (whole(text) > 100) throw new InvalidArgumentError("It must be a whole number from 1 to 100.");
  return Number(text);
}

function many(text: string): number {
  if (!/^[1-9]\d{3,7}$/.test(text)) throw new InvalidArgumentError("It must be a whole number from 1000 on.");
  return Number(text);
}

function natural(text: string): number {
  return text === "0" ? 0 : whole(text);
}
