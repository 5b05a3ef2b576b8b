/**
 * A command as a row of the table of commands, and what it is run with.
 *
 * @module
 */

import { configPath } from "./config_file.ts";
import type { Environment, Flag } from "./flag.ts";
import type { Parsed } from "./flags.ts";
import type { ListenForRestart, ListenForStop } from "./platform.ts";
import type { SavedServers } from "./saved_server.ts";
import { FILE, SWITCH } from "./value_type.ts";

/** What an operand is: one of a set, a path, a server, a text, or all the rest. */
export type Operand =
  | readonly string[]
  | "file"
  | "server"
  | "text"
  | "words";

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
  readonly ignoresConfigErrors?: true;
  /** Says itself what is wrong in the configuration, as its log has a form. */
  readonly saysWarnings?: true;
  /**
   * Refuses what `run` would refuse before it begins, beyond what the types of
   * its flags do not allow.
   *
   * @throws {UsageError} as `run` does.
   */
  readonly check?: (invocation: Invocation) => void | Promise<void>;
  /** Runs programs, such as the user's editor; others may run none. */
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
  /** What is wrong in the configuration and nobody has said yet. */
  readonly warnings: readonly string[];
  /** For what is no flag, such as `HOME` or `NO_COLOR`. */
  readonly environment: Environment;
  /** Servers of the configuration file, by name. */
  readonly servers: SavedServers;
  /**
   * Prints what was asked for, and a line break.
   *
   * @throws {OutputError} when that cannot be written.
   */
  readonly print: (text: string) => void;
  /** Prints what went wrong, and a line break, if that can be written. */
  readonly err: (text: string) => void;
  /** Listens to signals that were not ignored when the program was started. */
  readonly listenForStop: ListenForStop;
  /** Listens to SIGUSR2, where the system has it. */
  readonly listenForRestart: ListenForRestart;
  /** How many files the program may have open, if known. */
  readonly maxFiles: number | undefined;
}

/** What every command takes. */
export const COMMON_FLAGS: readonly Flag[] = [
  {
    name: "config",
    type: FILE,
    usual: configPath,
    help: "The configuration file, if not in the usual place; none for no file",
  },
  {
    name: "print-config",
    type: SWITCH,
    help: "Show what every flag is set to, and by whom",
    cliOnly: true,
  },
  {
    name: "help",
    short: "h",
    type: SWITCH,
    help: "Show this",
    cliOnly: true,
  },
];

/** Returns the flags that variables and files can set, each name once. */
export function flagsOf(commands: readonly Command[]): readonly Flag[] {
  const all = commands.flatMap(({ flags }) => flags)
    .filter(({ cliOnly }) => !cliOnly);
  return [...new Map(all.map((flag) => [flag.name, flag])).values()];
}
