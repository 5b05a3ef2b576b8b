/**
 * What `ktn names` and `ktn search` can be told: their flags, and the options
 * they make. Light enough for help to import.
 *
 * @module
 */

import type { Address } from "../../shared/address.ts";
import type { SavedServers } from "../../shared/config.ts";
import { type Flag, type Parsed, UsageError } from "../../shared/flags.ts";
import { MAX_PAGE } from "../../shared/request.ts";
import { readDuration } from "../scripts/duration.ts";
import { findServer } from "./server_operand.ts";

/** Objects for programs instead of lines for people. */
export const JSON_FLAG: Flag = {
  name: "json",
  help: "One JSON object a line, for programs",
};

/** How long to try. */
export const TIMEOUT_FLAG: Flag = {
  name: "timeout",
  value: "DURATION",
  help:
    "Try for so long, also when nothing listens yet; without it 60s, and only where something does",
};

/** The flags of `ktn names`. */
export const NAMES_FLAGS: readonly Flag[] = [JSON_FLAG, TIMEOUT_FLAG];

/** The flags of `ktn search`. */
export const SEARCH_FLAGS: readonly Flag[] = [
  {
    name: "limit",
    value: "COUNT",
    default: "100",
    help: `At most so many, the newest; 1 to ${MAX_PAGE}`,
  },
  {
    name: "before",
    value: "SEQ",
    help: "Only what was said before this place, to go on where it ended",
    once: true,
  },
  JSON_FLAG,
  TIMEOUT_FLAG,
];

/** What every command was told that asks a server. */
export interface AskOptions {
  readonly address: Address;
  /** How long to try, in milliseconds; missing when nobody said. */
  readonly timeoutMs?: number;
  readonly json: boolean;
}

/** What `ktn search` was told. */
export interface SearchOptions extends AskOptions {
  readonly words: string;
  readonly limit: number;
  readonly before?: number;
}

/**
 * Reads what `ktn names` was told.
 *
 * @throws {UsageError} when it cannot be understood.
 */
export function readNamesOptions(
  parsed: Parsed,
  servers: SavedServers,
): AskOptions {
  refuseMore(parsed);
  return readAskOptions(parsed, servers);
}

/**
 * Checks that nothing stands behind the server.
 *
 * @throws {UsageError} when something does.
 */
export function refuseMore({ operands: [, ...more] }: Parsed): void {
  if (more.length === 0) return;
  throw new UsageError(`Cannot use "${more.join(" ")}" after the server`);
}

/**
 * Reads what `ktn search` was told.
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
  const before = readCount(parsed, "before", 0, Number.MAX_SAFE_INTEGER);
  return {
    ...options,
    words,
    limit: readCount(parsed, "limit", 1, MAX_PAGE) ?? MAX_PAGE,
    ...(before === undefined ? {} : { before }),
  };
}

/**
 * Reads what every command that asks a server can be told.
 *
 * @throws {UsageError} when it cannot be understood.
 */
export function readAskOptions(
  parsed: Parsed,
  servers: SavedServers,
): AskOptions {
  const timeoutMs = readDuration(parsed, "timeout");
  return {
    address: findServer(parsed.operands[0], servers),
    json: parsed.isOn("json"),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  };
}

/**
 * Reads the whole number a flag is set to.
 *
 * @returns nothing when nobody set the flag.
 * @throws {UsageError} when it is none between `least` and `most`.
 */
export function readCount(
  parsed: Parsed,
  name: string,
  least: number,
  most: number,
): number | undefined {
  const text = parsed.text(name);
  if (text === undefined) return undefined;
  const count = /^\d+$/.test(text) ? Number(text) : NaN;
  if (count >= least && count <= most) return count;
  const range = most === Number.MAX_SAFE_INTEGER
    ? `${least} or above`
    : `from ${least} to ${most}`;
  throw parsed.refusal(name, `a whole number, ${range}`);
}
