/**
 * The flags of `ktn connect`, and the options they set. Light enough for help to
 * import.
 *
 * @module
 */

import type { Address } from "../../shared/address.ts";
import type { Flag, FlagValues } from "../../shared/flag.ts";
import type { Parsed } from "../../shared/flags.ts";
import type { SavedServers } from "../../shared/saved_server.ts";
import type { Target } from "../../shared/target.ts";
import { choice, SWITCH, text } from "../../shared/value_type.ts";
import { BELL_CHOICES } from "../terminal/notifications.ts";
import { COLOUR_CHOICES } from "../view/colours.ts";
import { ALIGN_CHOICES } from "../view/align_choice.ts";
import { ROOM_LIST_CHOICES } from "../view/room_list_choice.ts";
import { JOIN_CHOICES } from "../chat/join_filter.ts";
import { findServer } from "./server_operand.ts";
import {
  NAME,
  PASSWORD_FLAGS,
  readTarget,
  ROOM_FLAG,
  TO_FLAG,
} from "./conversation_options.ts";
import { TIMEOUT } from "./query_options.ts";

/** The flags of `ktn connect`. */
export const CONNECT_FLAGS = [
  {
    name: "name",
    type: NAME,
    help: "Who you are; asked for on a terminal, else your login name",
  },
  { ...ROOM_FLAG, help: "Begin in this room, joined where one is not in it" },
  { ...TO_FLAG, help: "Begin in the talk with this person" },
  ...PASSWORD_FLAGS,
  {
    name: "plain",
    type: SWITCH,
    help: "Only ever add lines: for logs and old terminals",
  },
  {
    name: "screen-reader",
    type: SWITCH,
    help: "Only ever add lines, worded to be read aloud",
  },
  {
    name: "json",
    type: SWITCH,
    help: "Requests in and objects out, a line each: for programs",
  },
  {
    name: "color",
    type: choice(COLOUR_CHOICES),
    default: "auto",
    help: "When to use colours; stronger than NO_COLOR and FORCE_COLOR",
  },
  { name: "no-color", type: SWITCH, help: "The same as --color never" },
  {
    name: "align",
    type: choice(ALIGN_CHOICES),
    default: "auto",
    help:
      "When texts begin in one column, who says several in a row named once; auto: from 70 columns on",
  },
  {
    name: "rooms-list",
    type: choice(ROOM_LIST_CHOICES),
    default: "auto",
    help:
      "When your rooms stand in a list on the left; auto: several rooms in a window of 100 columns or more",
  },
  {
    name: "bell",
    type: choice(BELL_CHOICES),
    default: "mention",
    help: "What rings while you look elsewhere",
  },
  {
    name: "on-mention",
    type: text("COMMAND"),
    help:
      "What the shell runs when somebody names you or writes to you alone; MENTION_ROOM, MENTION_SENDER and MENTION_TEXT say what was said",
  },
  {
    name: "joins",
    type: choice(JOIN_CHOICES),
    default: "smart",
    help:
      "Whose coming and going is shown; smart: who spoke lately, or all if few",
  },
  {
    name: "timeout",
    key: "timeoutMs",
    type: TIMEOUT,
    help:
      "Give up after so long without a connection, the name or an answer: 500ms, 30s, 5m; default 60s in a pipe, never on a terminal",
  },
] as const satisfies readonly Flag[];

/** Options of `ktn connect`. */
export interface ConnectOptions
  extends Omit<FlagValues<typeof CONNECT_FLAGS>, "noColor" | "room" | "to"> {
  readonly address: Address;
  /** Where one begins; the lobby if nobody says otherwise. */
  readonly target: Target;
}

/**
 * Reads the options of `ktn connect`.
 *
 * @throws {UsageError} when it cannot be understood.
 */
export function readOptions(
  parsed: Parsed,
  servers: SavedServers = new Map(),
): ConnectOptions {
  const address = findServer(parsed.operands[0], servers);
  const { noColor, room: _, to: __, ...options } = parsed.values(CONNECT_FLAGS);
  const target = readTarget(parsed);
  return { ...options, address, target, ...(noColor && { color: "never" }) };
}
