/**
 * Flags of a command as a table: parsing, environment, defaults and help are
 * all read from it. Knows nothing of any one command.
 *
 * @module
 */

import { parseArgs } from "@std/cli/parse-args";
import { closestString } from "@std/text/closest-string";

/** One flag. */
export interface Flag {
  /** Without the dashes. */
  readonly name: string;
  /** What the value is called in help; a flag without it is a switch. */
  readonly value?: string;
  /** What holds when nobody says otherwise. */
  readonly default?: string;
  /** One line, no full stop. */
  readonly help: string;
}

/** Variables of the environment, by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What the command line and the environment say together. */
export interface Parsed {
  /** What is not a flag, in order. */
  readonly operands: readonly string[];
  /** Value of a flag: given, or from the environment, or the default. */
  text(name: string): string | undefined;
  /** Whether a switch is on. */
  isOn(name: string): boolean;
}

/** The command line cannot be understood; its message says how to go on. */
export class UsageError extends Error {
  /** Names the class in logs. */
  override readonly name = "UsageError";
}

/**
 * Parses a command line.
 *
 * @param flags The flags the command has.
 * @param args Everything after the command's name.
 * @param environment Where `KTN_...` stands in for a flag not given.
 * @throws {UsageError} for an unknown flag, or one without its value.
 */
export function parseFlags(
  flags: readonly Flag[],
  args: readonly string[],
  environment: Environment,
): Parsed {
  const given = parseArgs(args, {
    // "_" keeps operands that look like numbers as they were typed.
    string: [
      "_",
      ...flags.filter((flag) => flag.value).map(({ name }) => name),
    ],
    boolean: flags.filter((flag) => !flag.value).map((flag) => flag.name),
    unknown: (arg, key) => key === undefined || refuse(flags, arg),
  });
  const values = new Map(
    flags.map((flag) => [flag.name, valueOf(flag, given, environment)]),
  );
  return {
    operands: given._.map(String),
    text: (name) => values.get(name),
    isOn: (name) => isTrue(values.get(name)),
  };
}

/** Returns the variable that stands in for a flag: `--max-clients` is `KTN_MAX_CLIENTS`. */
export function environmentName(flag: Flag): string {
  return `KTN_${flag.name.replaceAll("-", "_").toUpperCase()}`;
}

/** Returns the help of all flags, one a line, in columns. */
export function describeFlags(flags: readonly Flag[]): string {
  const heads = flags.map((flag) =>
    `--${flag.name}${flag.value ? ` ${flag.value}` : ""}`
  );
  const width = Math.max(...heads.map((head) => head.length));
  return flags.map((flag, index) => {
    const head = (heads[index] ?? "").padEnd(width);
    const otherwise = flag.default === undefined ? "" : ` [${flag.default}]`;
    return `  ${head}  ${flag.help}${otherwise} (${environmentName(flag)})`;
  }).join("\n");
}

/** Returns " (did you mean ...?)" when one of the words is close to `given`. */
export function didYouMean(given: string, words: readonly string[]): string {
  const closest = closestString(given, words);
  const isClose = closest[0] === given[0] &&
    Math.abs(closest.length - given.length) <= 2;
  return isClose ? `: did you mean "${closest}"?` : "";
}

function refuse(flags: readonly Flag[], arg: string): never {
  const given = arg.split("=")[0] ?? arg;
  const names = flags.map((flag) => `--${flag.name}`);
  throw new UsageError(`Unknown flag ${given}${didYouMean(given, names)}`);
}

function valueOf(
  flag: Flag,
  given: Readonly<Record<string, unknown>>,
  environment: Environment,
): string | undefined {
  const value = given[flag.name];
  if (flag.value && value === "") {
    throw new UsageError(`--${flag.name} needs a value: ${flag.value}`);
  }
  if (value !== undefined && value !== false) return String(value);
  return environment[environmentName(flag)] ?? flag.default;
}

function isTrue(value: string | undefined): boolean {
  return value !== undefined && !["", "0", "false", "no"].includes(value);
}
