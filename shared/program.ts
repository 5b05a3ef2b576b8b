/**
 * A program of many commands: chooses one by its name, reads its flags, and runs
 * it; shows help and version.
 *
 * @module
 */

import {
  type Command,
  COMMON_FLAGS,
  flagsOf,
  type Invocation,
} from "./command.ts";
import { strayVariables } from "./environment.ts";
import { parseFlags } from "./command_line.ts";
import type { Config } from "./config.ts";
import { readConfigFile } from "./config_file.ts";
import { EXIT } from "./exit_code.ts";
import { ConfigError, type Parsed, UsageError } from "./flags.ts";
import { details, overview, shortHelp } from "./help.ts";
import { OutputError } from "./output_error.ts";
import type { Platform } from "./platform.ts";
import type { SavedServer } from "./saved_server.ts";
import { describeSettings } from "./settings_report.ts";
import { didYouMean } from "./suggestion.ts";
import { escapeUnsafe } from "./text.ts";
import { PORT } from "./value_type.ts";
import { VERSION } from "./version.ts";

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
    if (error instanceof OutputError) return endOutput(error, platform);
    if (!(error instanceof UsageError)) throw error;
    platform.err(`! ${escapeUnsafe(error.message)}`);
    if (error instanceof ConfigError) return EXIT.data;
    const topic = knownTopic(commands, args.slice(0, 1));
    platform.err(`Try: ktn help${topic ? ` ${topic}` : ""}`);
    return EXIT.usage;
  }
}

/** Nobody has to hear that who read has had enough. */
function endOutput(error: OutputError, { err }: Platform): number {
  if (error.isReaderGone) return EXIT.ok;
  err(`! ${error.message}`);
  return EXIT.failed;
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

/** Reads flags, variables and the configuration file, and runs the command. */
async function start(
  commands: readonly Command[],
  command: Command,
  args: readonly string[],
  platform: Platform,
): Promise<number> {
  const { environment, out: print, err } = platform;
  const { listenForStop, listenForRestart, maxFiles } = platform;
  if (!command.runsPrograms) platform.forbidPrograms();
  const flags = [...command.flags, ...COMMON_FLAGS];
  const given = parseFlags(flags, args, environment);
  const strays = command.ignoresConfigErrors ? [] : strayVariables(
    [...flagsOf(commands), ...COMMON_FLAGS],
    flags,
    environment,
  );
  const config = await readConfig(commands, command, given, platform);
  const warnings = [...config.warnings, ...strays];
  const printsConfig = given.isOn("print-config");
  if (printsConfig || !command.saysWarnings) {
    for (const warning of warnings) err(`! ${warning}`);
  }
  const { servers } = config;
  const operand = given.operands[0] ?? "";
  const server = command.operands?.[0] === "server"
    ? servers.get(operand) ?? typedServer(operand)
    : undefined;
  const parsed = given.withDefaults(server?.settings ?? new Map())
    .withDefaults(config.settingsFor(command.name));
  parsed.values(flags); // refuses what their types do not allow
  refuseMore(command, parsed);
  const invocation: Invocation = {
    ...{ parsed, environment, servers, warnings },
    ...{ print, err, listenForStop, listenForRestart, maxFiles },
  };
  if (!printsConfig) return await command.run(invocation);
  // Without a server it is about what holds for every one.
  if (server?.host !== "") await command.check?.(invocation);
  print(describeSettings(flags, { parsed, server, platform }));
  return EXIT.ok;
}

/** A server that is no saved one, as it was typed. */
function typedServer(host: string): SavedServer {
  return { host, origin: "command line", settings: new Map() };
}

/** Refuses more operands than the command takes. */
function refuseMore(
  { operands = [], usage }: Command,
  { operands: given }: Parsed,
): void {
  const more = given.slice(operands.length);
  if (more.length === 0 || operands.includes("words")) return;
  const [server, port] = given;
  if (operands[0] === "server" && more.length === 1 && isPort(port)) {
    throw new UsageError(
      `Unknown argument "${port}": a port is written ${server}:${port}`,
    );
  }
  const hint = operands.at(-1) === "text" ? "; quote all of the text" : "";
  throw new UsageError(`Unknown argument "${more.join(" ")}": ${usage}${hint}`);
}

function isPort(text = ""): boolean {
  return PORT.read(text) !== undefined;
}

/** Reads the configuration file; its code is loaded only when there is one. */
async function readConfig(
  commands: readonly Command[],
  { ignoresConfigErrors }: Command,
  given: Parsed,
  platform: Platform,
): Promise<Config> {
  try {
    const file = readConfigFile(given.text("config"), platform);
    if (file === undefined) return NO_CONFIG;
    const { parseConfig } = await import("./config.ts");
    const config = parseConfig(file, commands);
    return ignoresConfigErrors ? { ...config, warnings: [] } : config;
  } catch (error) {
    if (ignoresConfigErrors && error instanceof ConfigError) return NO_CONFIG;
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
