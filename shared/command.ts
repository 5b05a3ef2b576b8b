/**
 * The commands of a program as a table: choosing one, what it is told, help and
 * version are read from it. Knows nothing of any one command.
 *
 * @module
 */

import type { Config, SavedServers } from "./config.ts";
import { configPath, readConfigFile } from "./config_file.ts";
import { EXIT } from "./exit_code.ts";
import {
  ConfigError,
  type Environment,
  type Flag,
  type Parsed,
  parseFlags,
  UsageError,
} from "./flags.ts";
import { details, overview, shortHelp } from "./help.ts";
import type { Platform } from "./platform.ts";
import { describeSettings } from "./settings_report.ts";
import { didYouMean } from "./suggestion.ts";
import { visible } from "./text.ts";
import { VERSION } from "./version.ts";

/** What an operand is: one of a set, a path, a server, or something else. */
export type Operand = readonly string[] | "file" | "server" | "text";

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
  /** Its flags, those most used first. */
  readonly flags: readonly Flag[];
  /** What it takes besides flags, in order. */
  readonly operands?: readonly Operand[];
  /** Works also with a configuration file that cannot be used. */
  readonly isTolerant?: true;
  /** Runs programs the user names, such as an editor; others may run none. */
  readonly runsPrograms?: true;
  /** Does it; resolves to the exit code. */
  readonly run: (invocation: Invocation) => number | Promise<number>;
}

/** What a command is run with. */
export interface Invocation {
  /**
   * Operands and flags. Behind what the command line says there are already
   * the variables, the saved server that is called, and the file.
   */
  readonly parsed: Parsed;
  /** For what is no flag, such as `HOME` or `NO_COLOR`. */
  readonly environment: Environment;
  /** Servers of the configuration file, by name. */
  readonly servers: SavedServers;
  /** Prints what was asked for, and a line break. */
  readonly print: (text: string) => void;
}

/** What every command takes. */
export const COMMON_FLAGS: readonly Flag[] = [
  {
    name: "config",
    value: "FILE",
    path: "file",
    usual: configPath,
    help: "The configuration file, if not in the usual place; none for no file",
  },
  {
    name: "print-config",
    help: "Show what every flag is set to, and by whom",
    once: true,
  },
  { name: "help", short: "h", help: "Show this", once: true },
];

const NO_CONFIG: Config = {
  settingsFor: () => new Map(),
  servers: new Map(),
  warnings: [],
};

/** Runs what the command line asks for; resolves to the exit code. */
export async function runCommand(
  commands: readonly Command[],
  args: readonly string[],
  platform: Platform,
): Promise<number> {
  try {
    return await choose(commands, args, platform);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    platform.err(visible(error.message));
    if (error instanceof ConfigError) return EXIT.data;
    const topic = knownTopic(commands, args.slice(0, 1));
    platform.err(`Try: ktn help${topic ? ` ${topic}` : ""}`);
    return EXIT.usage;
  }
}

async function choose(
  commands: readonly Command[],
  args: readonly string[],
  platform: Platform,
): Promise<number> {
  const [word, ...rest] = args;
  if (word === undefined) {
    platform.out(shortHelp(commands, platform.columns));
    return EXIT.ok;
  }
  if (asksForHelp(args)) {
    platform.out(helpOn(commands, args, platform.columns));
    return EXIT.ok;
  }
  if (word === "--version" || word === "-V") {
    platform.out(`ktn ${VERSION}`);
    return EXIT.ok;
  }
  return await start(commands, find(commands, word), rest, platform);
}

/** Gathers what the command is told, and runs it. */
async function start(
  commands: readonly Command[],
  command: Command,
  args: readonly string[],
  platform: Platform,
): Promise<number> {
  const { environment, out: print, err } = platform;
  if (!command.runsPrograms) platform.forbidPrograms();
  const flags = [...command.flags, ...COMMON_FLAGS];
  const given = parseFlags(flags, args, environment);
  const config = await readConfig(commands, command, given, platform);
  for (const warning of config.warnings) err(warning);
  const { servers } = config;
  const server = command.operands?.[0] === "server"
    ? servers.get(given.operands[0] ?? "")?.settings
    : undefined;
  const parsed = given.behind(server ?? new Map())
    .behind(config.settingsFor(command.name));
  if (given.isOn("print-config")) {
    print(describeSettings(flags, parsed, platform));
    return EXIT.ok;
  }
  return await command.run({ parsed, environment, servers, print });
}

/** Reads the configuration file; its code is loaded only when there is one. */
async function readConfig(
  commands: readonly Command[],
  { isTolerant }: Command,
  given: Parsed,
  platform: Platform,
): Promise<Config> {
  try {
    const file = readConfigFile(given.text("config"), platform);
    if (file === undefined) return NO_CONFIG;
    const { parseConfig } = await import("./config.ts");
    const config = parseConfig(file, commands);
    return isTolerant ? { ...config, warnings: [] } : config;
  } catch (error) {
    if (isTolerant && error instanceof ConfigError) return NO_CONFIG;
    throw error;
  }
}

function asksForHelp(args: readonly string[]): boolean {
  return args[0] === "help" ||
    optionsOf(args).some((arg) => arg === "--help" || arg === "-h");
}

function helpOn(
  commands: readonly Command[],
  args: readonly string[],
  width: number,
): string {
  const words = wordsOf(args);
  const topic = knownTopic(commands, args) ?? words[0];
  return topic === undefined
    ? overview(commands, width)
    : details(find(commands, topic), COMMON_FLAGS, width);
}

/** The command a command line is about, wherever its name stands. */
function knownTopic(
  commands: readonly Command[],
  args: readonly string[],
): string | undefined {
  return wordsOf(args).find((word) =>
    commands.some(({ name }) => name === word)
  );
}

function wordsOf(args: readonly string[]): readonly string[] {
  return optionsOf(args)
    .filter((arg) => !arg.startsWith("-") && arg !== "help");
}

/** What stands before `--`. */
function optionsOf(args: readonly string[]): readonly string[] {
  const end = args.indexOf("--");
  return end === -1 ? args : args.slice(0, end);
}

function find(commands: readonly Command[], word: string): Command {
  const command = commands.find(({ name }) => name === word);
  if (command) return command;
  if (word.startsWith("-")) {
    throw new UsageError(
      `Cannot use ${word} before a command: ktn COMMAND [FLAGS]`,
    );
  }
  const names = [...commands.map(({ name }) => name), "help"];
  throw new UsageError(`Unknown command "${word}"${didYouMean(word, names)}`);
}
