/**
 * The commands of a program as a table: choosing one, help and version are
 * read from it. Knows nothing of any one command; what it prints goes through
 * the two functions it is given.
 *
 * @module
 */

import {
  describeFlags,
  didYouMean,
  type Environment,
  type Flag,
  UsageError,
} from "./flags.ts";
import { VERSION } from "./version.ts";

/** A row of the table. */
export interface Command {
  /** The word after the program's name. */
  readonly name: string;
  /** How it is called. */
  readonly usage: string;
  /** One line, no full stop. */
  readonly summary: string;
  /** Calls as people type them, each with a remark or "". */
  readonly examples: readonly (readonly [call: string, remark: string])[];
  /** Its flags. */
  readonly flags: readonly Flag[];
  /** Does it; resolves to the exit code. */
  readonly run: (
    args: readonly string[],
    environment: Environment,
  ) => Promise<number>;
}

/** Where words for people go. */
export interface Output {
  /** What was asked for. */
  readonly out: (text: string) => void;
  /** What went wrong. */
  readonly err: (text: string) => void;
}

const EXIT_OK = 0;
const EXIT_USAGE = 2;

/** Runs what the command line asks for; resolves to the exit code. */
export async function runCommand(
  commands: readonly Command[],
  args: readonly string[],
  environment: Environment,
  output: Output = CONSOLE,
): Promise<number> {
  try {
    return await choose(commands, args, environment, output);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const topic = commands.find(({ name }) => name === args[0])?.name;
    output.err(error.message);
    output.err(`Try: ktn help${topic ? ` ${topic}` : ""}`);
    return EXIT_USAGE;
  }
}

async function choose(
  commands: readonly Command[],
  args: readonly string[],
  environment: Environment,
  { out }: Output,
): Promise<number> {
  const [word, ...rest] = args;
  const options = args.slice(0, endOfOptions(args));
  const isHelp = word === undefined || word === "help" ||
    options.some((arg) => arg === "--help" || arg === "-h");
  if (isHelp) {
    out(helpFor(commands, word === "help" ? rest[0] : word));
    return EXIT_OK;
  }
  if (word === "--version" || word === "-V" || word === "version") {
    out(`ktn ${VERSION}`);
    return EXIT_OK;
  }
  return await find(commands, word).run(rest, environment);
}

function endOfOptions(args: readonly string[]): number {
  const end = args.indexOf("--");
  return end === -1 ? args.length : end;
}

function helpFor(commands: readonly Command[], topic?: string): string {
  return topic === undefined || topic.startsWith("-")
    ? overview(commands)
    : details(find(commands, topic));
}

function find(commands: readonly Command[], word: string): Command {
  const command = commands.find(({ name }) => name === word);
  if (command) return command;
  const kind = word.startsWith("-") ? "flag" : "command";
  const names = commands.map(({ name }) => name);
  throw new UsageError(`Unknown ${kind} "${word}"${didYouMean(word, names)}`);
}

function overview(commands: readonly Command[]): string {
  const rows = commands.map(({ name, summary }) => [name, summary] as const);
  return [
    "ktn - chat for your own network in one file",
    "",
    columns(
      commands.slice(0, 2).flatMap(({ examples }) => examples.slice(0, 1)),
    ),
    "",
    columns([...rows, ["help COMMAND", "All about a command"]]),
    "",
    "Every flag has a variable: --port is KTN_PORT. See also: ktn --version",
  ].join("\n");
}

function details({ usage, summary, examples, flags }: Command): string {
  return [
    `${usage}\n\n${summary}.`,
    `Examples:\n${columns(examples)}`,
    `Flags [default] (variable):\n${describeFlags(flags)}`,
  ].join("\n\n");
}

function columns(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows
    .map(([left, right]) => `  ${left.padEnd(width)}  ${right}`.trimEnd())
    .join("\n");
}

const CONSOLE: Output = {
  // deno-lint-ignore no-console -- the one place where help is printed
  out: (text) => console.log(text),
  // deno-lint-ignore no-console -- the one place where usage errors are printed
  err: (text) => console.error(text),
};
