/**
 * What can be typed besides text: the table of commands, and how a line is
 * recognised as one.
 *
 * @module
 */

import { MAX_PAGE } from "../../shared/request.ts";
import { didYouMean } from "../../shared/suggestion.ts";
import { fieldsOf, type TargetFields } from "../chat/target_fields.ts";
import type { ChatCommand, CommandContext } from "./command.ts";
import { helpOn } from "./help.ts";
import { HELP_TOPICS } from "./help_topics.ts";
import { OTHER_COMMANDS, OTHERS_BY_NAME } from "./other_commands.ts";
import { PEOPLE_COMMANDS } from "./people_commands.ts";
import { ROOM_COMMANDS } from "./room_commands.ts";

export type { ArgumentKind, ChatCommand, CommandContext } from "./command.ts";

/** What a line means. */
export type Input =
  | { readonly kind: "nothing" }
  | { readonly kind: "text"; readonly text: string }
  | {
    readonly kind: "command";
    readonly command: ChatCommand;
    readonly argument: string;
  }
  /** Looks like a command and is none; never sent as text. */
  | { readonly kind: "unknown"; readonly why: string };

const DEFAULT_HISTORY = 50;
/** Why there is nothing to be done at once. */
export const ONLINE = "Online: there is nothing to wait for";
export const CONNECTING = "Connecting: there is nothing to wait for";

/** Every command, by its name without the slash. */
export const COMMANDS: ReadonlyMap<string, ChatCommand> = new Map(
  Object.entries<ChatCommand>({
    ...ROOM_COMMANDS,
    ...PEOPLE_COMMANDS,
    help: {
      usage: "/help [WORD]",
      summary: "Show what can be typed, or commands and keys about a word",
      example: "/help paste",
      arguments: ["command"],
      run: help,
    },
    history: {
      usage: "/history [N]",
      summary: `Show the last N messages, ${DEFAULT_HISTORY} if not said`,
      example: "/history 20",
      arguments: ["number"],
      run: history,
    },
    info: {
      usage: "/info",
      summary: "Show the full date and time of the last message",
      example: "/info",
      arguments: [],
      run: info,
    },
    names: {
      usage: "/names",
      summary: "Show who is here",
      example: "/names",
      arguments: [],
      run: names,
    },
    quit: {
      usage: "/quit",
      summary: "Leave the chat",
      example: "/quit",
      arguments: [],
      run: quit,
    },
    reconnect: {
      usage: "/reconnect",
      summary: "Connect again at once, without waiting",
      example: "/reconnect",
      arguments: [],
      run: reconnect,
    },
    search: {
      usage: "/search WORDS",
      summary: "Find messages with all these words; rel* for any ending",
      example: "/search release fri*",
      arguments: ["text"],
      run: search,
    },
  }).sort(([a], [b]) => a < b ? -1 : 1),
);

const COMMAND = /^\s*\/([^\s/]*)\s*(.*)$/s;

/** Reads a line as it was typed. `//text` is the text `/text`. */
export function readInput(line: string): Input {
  if (line === "") return { kind: "nothing" };
  if (/^\s*\/\//.test(line)) {
    return { kind: "text", text: line.replace("/", "") };
  }
  const match = COMMAND.exec(line);
  if (!match) return { kind: "text", text: line };
  const [, name = "", argument = ""] = match;
  const command = commandCalled(name.toLowerCase());
  if (!command) return { kind: "unknown", why: whyUnknown(name) };
  if (/^\s/.test(line)) return { kind: "unknown", why: whySpace(name) };
  return { kind: "command", command, argument: argument.trim() };
}

/**
 * Tells whether a line may be remembered: not with a secret in it, and not
 * when it begins with a blank, as in shells.
 */
export function isMemorable(line: string, input: Input): boolean {
  if (input.kind === "nothing" || /^\s/.test(line)) return false;
  if (input.kind !== "command") return true;
  const { command: { isSecret }, argument } = input;
  return typeof isSecret === "function" ? !isSecret(argument) : !isSecret;
}

function commandCalled(name: string): ChatCommand | undefined {
  const { command = name } = OTHERS_BY_NAME.get(name) ?? {};
  return COMMANDS.get(command);
}

function whyUnknown(name: string): string {
  const { advice } = OTHERS_BY_NAME.get(name.toLowerCase()) ?? {};
  if (advice !== undefined) return advice;
  const given = `/${name}`;
  const hint = didYouMean(given, [...COMMANDS.keys()].map((key) => `/${key}`));
  const otherwise = ". /help shows them; //text sends /text";
  return `There is no command ${given}${hint || otherwise}`;
}

function whySpace(name: string): string {
  return `Not sent: there is a blank before /${name}. Without it, it is a command; //${name} sends the text /${name}`;
}

function help(context: CommandContext, topic: string): void {
  context.note(helpOn(topic, {
    commands: COMMANDS,
    keys: context.keys,
    topics: HELP_TOPICS,
    others: OTHER_COMMANDS,
  }));
  if (topic !== "" || !context.isLegacyServer) return;
  context.note("And this is what the server itself says:");
  context.ask({ request: "help" });
}

function history(context: CommandContext, argument: string): void {
  const limit = argument === "" ? DEFAULT_HISTORY : Number(argument);
  if (!Number.isInteger(limit) || limit < 1) {
    return context.warn(`Cannot show "${argument}" messages: /history 20`);
  }
  const where = hereOf(context);
  context.ask({
    request: "history",
    limit: Math.min(limit, MAX_PAGE),
    ...where,
  });
}

function info(context: CommandContext): void {
  context.info();
}

function names(context: CommandContext): void {
  const { with: other, ...room } = hereOf(context);
  if (other === undefined) context.ask({ request: "names", ...room });
  else context.note(`You and ${other} are here: /whois ${other} shows more`);
}

function quit(context: CommandContext): void {
  context.quit();
}

function reconnect(context: CommandContext): void {
  context.reconnect();
}

function search(context: CommandContext, argument: string): void {
  if (argument === "") {
    return context.warn("Cannot search for nothing: /search WORDS");
  }
  context.ask({ request: "search", content: argument, ...hereOf(context) });
}

/** The conversation that is looked at, as requests name it. */
function hereOf({ rooms }: CommandContext): TargetFields {
  return typeof rooms === "string" ? {} : fieldsOf(rooms.here);
}
