/**
 * The flags of commands that ask a server, `ktn names` and `ktn search` among
 * them, and the options they set. Light enough for help to import.
 *
 * @module
 */

import type { Address } from "../../shared/address.ts";
import type { Flag, FlagValues } from "../../shared/flag.ts";
import { type Parsed, UsageError } from "../../shared/flags.ts";
import { MAX_PAGE } from "../../shared/request.ts";
import type { Target } from "../../shared/target.ts";
import type { SavedServers } from "../../shared/saved_server.ts";
import { count, duration, SWITCH } from "../../shared/value_type.ts";
import {
  NAME_FLAG,
  PASSWORD_FLAGS,
  readTarget,
  ROOM_FLAG,
  TO_FLAG,
} from "./conversation_options.ts";
import { findServer } from "./server_operand.ts";

export { NAME } from "./conversation_options.ts";

/** Longest time a timer can wait; longer ones would fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** How long a command waits: milliseconds, at most what a timer can. */
export const TIMEOUT = duration({ capMs: MAX_TIMER_MS, bareSeconds: true });

/** Objects for programs instead of lines for people. */
export const JSON_FLAG = {
  name: "json",
  type: SWITCH,
  help: "One JSON object a line, for programs",
} as const satisfies Flag;

/** How long to try. */
export const TIMEOUT_FLAG = {
  name: "timeout",
  key: "timeoutMs",
  type: TIMEOUT,
  help:
    "Try for so long, also when nothing listens yet or the name is taken; without it 60s, and only where something does",
} as const satisfies Flag;

/** The flags of every command that asks a server. */
export const ASK_FLAGS = [
  JSON_FLAG,
  NAME_FLAG,
  ...PASSWORD_FLAGS,
  TIMEOUT_FLAG,
] as const;

/** The flags of `ktn names`. */
export const NAMES_FLAGS = [ROOM_FLAG, ...ASK_FLAGS] as const;

const PAGE_FLAGS = [
  {
    name: "limit",
    type: count({ min: 1, max: MAX_PAGE }, "COUNT"),
    default: "100",
    help: "At most so many, the newest",
  },
  {
    name: "before",
    type: count({}, "SEQ"),
    help: "Only what was said before this place, to go on where it ended",
    cliOnly: true,
  },
] as const satisfies readonly Flag[];

/** The flags of `ktn search`. */
export const SEARCH_FLAGS = [
  ...PAGE_FLAGS,
  ROOM_FLAG,
  TO_FLAG,
  ...ASK_FLAGS,
] as const;

/** Options of every command that asks a server. */
export interface AskOptions extends FlagValues<typeof ASK_FLAGS> {
  readonly address: Address;
}

/** Options of `ktn names`. */
export interface NamesOptions extends AskOptions {
  /** The room; the lobby when missing. */
  readonly room?: string;
}

/** Options of `ktn search`. */
export interface SearchOptions
  extends AskOptions, FlagValues<typeof PAGE_FLAGS> {
  readonly words: string;
  /** Where it is looked for. */
  readonly target: Target;
}

/**
 * Reads the options of `ktn search`.
 *
 * @throws {UsageError} when it cannot be understood.
 */
export function readSearchOptions(
  parsed: Parsed,
  servers: SavedServers,
): SearchOptions {
  const options = readAskOptions(parsed, servers);
  const words = parsed.operands.slice(1).join(" ").trim();
  if (words === "") {
    throw new UsageError("Cannot search for nothing: ktn search HOST WORDS");
  }
  const target = readTarget(parsed);
  return { ...options, words, target, ...parsed.values(PAGE_FLAGS) };
}

/**
 * Reads the options of every command that asks a server.
 *
 * @throws {UsageError} when it cannot be understood.
 */
export function readAskOptions(
  parsed: Parsed,
  servers: SavedServers,
): AskOptions {
  const address = findServer(parsed.operands[0], servers);
  const { name, ...options } = parsed.values(ASK_FLAGS);
  return {
    address,
    ...options,
    // Somebody may chat under the name that is set for every call.
    ...(name !== undefined && isOwnName(parsed) ? { name } : {}),
  };
}

/** Whether whoever asks is to be known by the name, and no reader of no name. */
function isOwnName(parsed: Parsed): boolean {
  return parsed.settings.get("name")?.source === "flag" ||
    parsed.text("password-file") !== undefined;
}

/**
 * Reads the options of `ktn names`.
 *
 * @throws {UsageError} when it cannot be understood.
 */
export function readNamesOptions(
  parsed: Parsed,
  servers: SavedServers,
): NamesOptions {
  const options = readAskOptions(parsed, servers);
  return { ...options, ...parsed.values([ROOM_FLAG]) };
}
