/**
 * What `ktn connect` can be told: its flags, and the options they make. Light
 * enough for help to import.
 *
 * @module
 */

import type { Address } from "../../shared/address.ts";
import type { SavedServers } from "../../shared/config.ts";
import { type Flag, type Parsed, UsageError } from "../../shared/flags.ts";
import { BELL_CHOICES, type BellChoice } from "../terminal/notifications.ts";
import { COLOUR_CHOICES, type ColourChoice } from "../view/colours.ts";
import { readDuration } from "../scripts/duration.ts";
import { JOIN_CHOICES, type JoinChoice } from "../chat/join_filter.ts";
import { findServer } from "./server_operand.ts";

/** The flags of `ktn connect`. */
export const CONNECT_FLAGS: readonly Flag[] = [
  {
    name: "name",
    value: "NAME",
    help: "Who you are; asked for on a terminal, else your login name",
  },
  { name: "plain", help: "Only ever add lines: for logs and old terminals" },
  {
    name: "screen-reader",
    help: "Only ever add lines, worded to be read aloud",
  },
  {
    name: "json",
    help: "Requests in and objects out, a line each: for programs",
  },
  {
    name: "color",
    values: COLOUR_CHOICES,
    default: "auto",
    help: "When to use colours; stronger than NO_COLOR and FORCE_COLOR",
  },
  { name: "no-color", help: "The same as --color never" },
  {
    name: "bell",
    values: BELL_CHOICES,
    default: "mention",
    help: "What rings while you look elsewhere",
  },
  {
    name: "on-mention",
    value: "COMMAND",
    help:
      "What the shell runs when somebody names you; MENTION_ROOM, MENTION_SENDER and MENTION_TEXT say what was said",
  },
  {
    name: "joins",
    values: JOIN_CHOICES,
    default: "smart",
    help:
      "Whose coming and going is told; smart: who spoke lately, or all if few",
  },
  {
    name: "timeout",
    value: "DURATION",
    help:
      "Give up after so long without a connection or an answer: 500ms, 30s, 5m; default 60s in a pipe, never on a terminal",
  },
];

/** What `ktn connect` was told. */
export interface ConnectOptions {
  readonly address: Address;
  /** Who to be; missing when nobody said. */
  readonly name?: string;
  readonly plain: boolean;
  readonly json: boolean;
  /** Lines to be read aloud. */
  readonly screenReader: boolean;
  readonly color: ColourChoice;
  readonly bell: BellChoice;
  /** What the shell runs when somebody names who reads. */
  readonly onMention?: string;
  readonly joins: JoinChoice;
  /** How long to try, in milliseconds; missing when nobody said. */
  readonly timeoutMs?: number;
}

/**
 * Reads what `ktn connect` was told.
 *
 * @throws {UsageError} when it cannot be understood.
 */
export function readOptions(
  parsed: Parsed,
  servers: SavedServers = new Map(),
): ConnectOptions {
  const name = parsed.text("name");
  const timeoutMs = readDuration(parsed, "timeout");
  const onMention = parsed.text("on-mention");
  return {
    address: readAddress(parsed, servers),
    ...(name === undefined ? {} : { name }),
    plain: parsed.isOn("plain"),
    json: parsed.isOn("json"),
    screenReader: parsed.isOn("screen-reader"),
    color: parsed.isOn("no-color")
      ? "never"
      : readChoice(parsed, "color", COLOUR_CHOICES),
    bell: readChoice(parsed, "bell", BELL_CHOICES),
    ...(onMention === undefined ? {} : { onMention }),
    joins: readChoice(parsed, "joins", JOIN_CHOICES),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  };
}

/**
 * Reads which of the words there are a flag is set to.
 *
 * @throws {UsageError} when it is none of them.
 */
function readChoice<T extends string>(
  parsed: Parsed,
  name: string,
  choices: readonly T[],
): T {
  const value = parsed.text(name);
  const choice = choices.find((each) => each === value);
  if (choice !== undefined) return choice;
  throw parsed.refusal(name, choices.join(", "));
}

function readAddress({ operands }: Parsed, servers: SavedServers): Address {
  const [operand, ...more] = operands;
  const address = findServer(operand, servers);
  if (more.length > 0) {
    throw new UsageError(`Cannot use "${more.join(" ")}" after the address`);
  }
  return address;
}
