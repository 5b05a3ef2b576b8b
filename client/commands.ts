/**
 * What can be typed besides text: the table of commands, and how a line is
 * told to be one. Knows nothing of terminals and connections.
 *
 * @module
 */

import { didYouMean } from "../shared/flags.ts";
import { MAX_PAGE, type Request } from "../shared/request.ts";

/** What a command may do. */
export interface CommandContext {
  /** Sends a request; its answer is shown like everything else. */
  ask(request: Request): void;
  /** Shows a text of the client itself. */
  note(text: string): void;
  /** Shows what is wrong. */
  warn(text: string): void;
  /** Leaves the chat. */
  quit(): void;
}

/** One command. */
export interface Command {
  /** As it is typed. */
  readonly usage: string;
  /** One line, no full stop. */
  readonly summary: string;
  readonly run: (context: CommandContext, argument: string) => void;
}

/** What a line means. */
export type Input =
  | { readonly kind: "nothing" }
  | { readonly kind: "text"; readonly text: string }
  | {
    readonly kind: "command";
    readonly command: Command;
    readonly argument: string;
  }
  /** Looks like a command and is none; never sent as text. */
  | { readonly kind: "unknown"; readonly why: string };

const DEFAULT_HISTORY = 50;

/** Every command, by its name without the slash. */
export const COMMANDS: ReadonlyMap<string, Command> = new Map(Object.entries({
  help: { usage: "/help", summary: "Show what can be typed", run: help },
  history: {
    usage: "/history [N]",
    summary: `Show the last N messages, ${DEFAULT_HISTORY} if not said`,
    run: history,
  },
  names: { usage: "/names", summary: "Show who is here", run: names },
  quit: { usage: "/quit", summary: "Leave the chat", run: quit },
  search: {
    usage: "/search WORDS",
    summary: "Find messages that have all these words",
    run: search,
  },
}));

const COMMAND = /^\s*\/([^\s/]*)\s*(.*)$/s;

/** Reads a line as it was typed. `//text` is the text `/text`. */
export function readInput(line: string): Input {
  if (line.trim() === "") return { kind: "nothing" };
  if (/^\s*\/\//.test(line)) {
    return { kind: "text", text: line.replace("/", "") };
  }
  const match = COMMAND.exec(line);
  if (!match) return { kind: "text", text: line };
  const [, name = "", argument = ""] = match;
  const command = COMMANDS.get(name.toLowerCase());
  if (!command) return { kind: "unknown", why: whyUnknown(name) };
  return { kind: "command", command, argument: argument.trim() };
}

function whyUnknown(name: string): string {
  const given = `/${name}`;
  const hint = didYouMean(given, [...COMMANDS.keys()].map((key) => `/${key}`));
  return `There is no command ${given}${hint || ". /help shows them"}${
    hint ? "" : "; //text sends /text"
  }`;
}

function help(context: CommandContext): void {
  const commands = [...COMMANDS.values()];
  const width = Math.max(...commands.map(({ usage }) => usage.length));
  context.note([
    "What you type is sent with Enter. Lines that begin with / are commands:",
    ...commands.map(({ usage, summary }) =>
      `${usage.padEnd(width)}  ${summary}`
    ),
    `${"//text".padEnd(width)}  Send a text that begins with /`,
    "Tab completes names and commands. Ctrl-C twice or Ctrl-D leaves.",
  ].join("\n"));
}

function history(context: CommandContext, argument: string): void {
  const limit = argument === "" ? DEFAULT_HISTORY : Number(argument);
  if (!Number.isInteger(limit) || limit < 1) {
    return context.warn(`Cannot show "${argument}" messages: /history 20`);
  }
  context.ask({ request: "history", limit: Math.min(limit, MAX_PAGE) });
}

function names(context: CommandContext): void {
  context.ask({ request: "names" });
}

function quit(context: CommandContext): void {
  context.quit();
}

function search(context: CommandContext, argument: string): void {
  if (argument === "") {
    return context.warn("Cannot search for nothing: /search WORDS");
  }
  context.ask({ request: "search", content: argument });
}
