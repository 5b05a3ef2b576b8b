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
import type { SavedServers } from "../../shared/saved_server.ts";
import {
  count,
  duration,
  SWITCH,
  text,
  type ValueType,
} from "../../shared/value_type.ts";
import { findServer } from "./server_operand.ts";

/** Longest time a timer can wait; longer ones would fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** How long a command waits: milliseconds, at most what a timer can. */
export const TIMEOUT = duration({ capMs: MAX_TIMER_MS, bareSeconds: true });

/** A name; it may have been typed with its marks apart from its letters. */
export const NAME: ValueType<string> = {
  ...text("NAME"),
  read: (text) => text.normalize("NFC") || undefined,
};

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

/** The flags of `ktn names`. */
export const NAMES_FLAGS = [JSON_FLAG, TIMEOUT_FLAG] as const;

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
export const SEARCH_FLAGS = [...PAGE_FLAGS, ...NAMES_FLAGS] as const;

/** Options of every command that asks a server. */
export interface AskOptions extends FlagValues<typeof NAMES_FLAGS> {
  readonly address: Address;
}

/** Options of `ktn search`. */
export interface SearchOptions
  extends AskOptions, FlagValues<typeof PAGE_FLAGS> {
  readonly words: string;
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
  return { ...options, words, ...parsed.values(PAGE_FLAGS) };
}

/**
 * Reads the options of every command that asks a server, as `ktn names`.
 *
 * @throws {UsageError} when it cannot be understood.
 */
export function readAskOptions(
  parsed: Parsed,
  servers: SavedServers,
): AskOptions {
  const address = findServer(parsed.operands[0], servers);
  return { address, ...parsed.values(NAMES_FLAGS) };
}
