import path from "node:path";
import { InvalidArgumentError } from "commander";
import { formats } from "../report";
import { UsageError } from "./usageError";

/** One `--format F[=PATH]`; without a path the report goes to stdout. */
export interface FormatOption {
  readonly format: string;
  readonly path?: string;
}

/**
 * @param known what can be chosen: the keys count
 * @throws {UsageError} where the format is unknown, or two reports would go to the same place
 */
export function parseFormats(values: readonly string[], known: object = formats): readonly FormatOption[] {
  const options = values.map((value) => parseFormat(value, known));
  if (options.filter((option) => option.path === undefined).length > 1) {
    throw new UsageError("only one --format can go to stdout: give the others a file, as in --format json=report.json");
  }
  const files = options.flatMap((option) => (option.path === undefined ? [] : [path.normalize(option.path)]));
  const twice = files.find((file, index) => files.indexOf(file) < index);
  if (twice !== undefined) throw new UsageError(`two --format would write ${twice}: give each a file of its own`);
  return options;
}

function parseFormat(value: string, known: object): FormatOption {
  const [format = "", ...rest] = value.split("=");
  if (!Object.hasOwn(known, format)) throw new UsageError(`unknown format ${JSON.stringify(format)}: choose from ${Object.keys(known).join(", ")}`);
  const file = rest.join("=");
  if (rest.length > 0 && file === "") throw new UsageError(`--format ${format}= needs a file name after the equals sign`);
  return file === "" ? { format } : { format, path: file };
}

/** @throws {InvalidArgumentError} where it is no number of bytes in which a headline fits */
export function parseBytes(text: string): number {
  if (!/^[1-9]\d{3,9}$/.test(text)) throw new InvalidArgumentError("Write a number of bytes, from 1000 on.");
  return Number(text);
}

/** Said the same by every command that has the option. */
export const MAX_BYTES = ["--max-bytes <n>", "cut markdown to fit, with a count: 65536 for a pull request comment, 1048576 for a job summary"] as const;

/** For options that may be repeated. */
export function collect(value: string, earlier: readonly string[]): readonly string[] {
  return [...earlier, value];
}
