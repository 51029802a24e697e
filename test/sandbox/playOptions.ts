import { Command, InvalidArgumentError } from "commander";

/** What `npm run sandbox` was asked for. */
export interface PlayOptions {
  /** Absent: the small estate of the demo. */
  readonly stacks?: number;
  readonly resources: number;
  readonly drift: number;
  readonly noise: number;
  readonly hours: number;
  readonly seed: string;
  /** Seconds. */
  readonly lookupDelay: number;
}

/** As in the commands of whodrift itself. */
export const BAD_USAGE = 64;

/** A few gigabytes of memory. More is for trail files, which `writeNoiseFiles` makes. */
const MOST_RECORDS = 1_000_000;

/** People sign in at the deployment, and no session of a role lasts longer. */
const MOST_HOURS = 12;

/** @throws CommanderError for bad options, after one line on `writeErr`, and for --help */
export function parsePlayOptions(words: readonly string[], writeErr?: (text: string) => void): PlayOptions {
  const command = new Command("sandbox")
    .usage("-- [options]")
    .description(
      "Starts an AWS with a trail, an estate that the real Pulumi engine can refresh, and people with credentials. " +
        "It stays up until Ctrl-C: change something in it with any AWS client, then `npx whodrift scan --all`.",
    )
    .option("--stacks <n>", "build so many stacks instead of deploying the demo's three", whole(1, 5_000))
    .option("--resources <n>", "resources of each of them", whole(1, 500), 20)
    .option("--drift <n>", "let so many of their resources drift by people's hands, among decoys", whole(0, 10_000), 0)
    .option("--noise <n>", "records an hour in the trail that have nothing to do with the estate", whole(0, MOST_RECORDS), 0)
    .option("--hours <n>", "how long ago the estate was deployed, and how far back the noise goes", whole(1, MOST_HOURS), 1)
    .option("--seed <text>", "the same seed gives the same names, people and noise", "1")
    .option("--lookup-delay <seconds>", "how long after a call LookupEvents finds it; in AWS about 300", whole(0, 3_600), 0)
    .allowExcessArguments(false)
    .exitOverride()
    // Only what is meant to be pasted goes to stdout.
    .configureOutput({ writeOut: writeErr ?? toStderr, writeErr: writeErr ?? toStderr })
    .addHelpText("after", HELP)
    .parse([...words], { from: "user" });
  const options = command.opts<PlayOptions>();
  if (options.stacks === undefined && (options.drift > 0 || command.getOptionValueSource("resources") === "cli"))
    command.error("error: --resources and --drift are about the stacks of --stacks: say --stacks, too");
  if (options.noise * options.hours > MOST_RECORDS)
    command.error(`error: ${options.noise} records an hour for ${options.hours} hours are more than the ${MOST_RECORDS} that can be held`);
  return options;
}

const HELP = `
Examples:
  npm run sandbox                                              the demo's three stacks
  npm run sandbox -- --stacks 300 --resources 20               a large estate, nothing drifted
  npm run sandbox -- --stacks 12 --drift 4 --noise 2000        a small night, quickly built
  npm run sandbox -- --stacks 50 --noise 100000 --hours 8      a busy account

The exports are all that is on stdout, so that a file can hold them:
  npm run --silent sandbox > sandbox.env &                     . ./sandbox.env once they are there`;

function whole(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = /^\d{1,7}$/.test(text) ? Number(text) : NaN;
    if (!(number >= least && number <= most)) throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
    return number;
  };
}

function toStderr(text: string): void {
  process.stderr.write(text);
}
