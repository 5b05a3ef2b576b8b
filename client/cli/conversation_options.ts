/**
 * The flags that say in which room, to whom and as who; and what they mean.
 * Light enough for help to import.
 *
 * @module
 */

import { withoutHash } from "../../shared/conversation_fields.ts";
import type { Flag } from "../../shared/flag.ts";
import { type Parsed, UsageError } from "../../shared/flags.ts";
import { checkRoomName } from "../../shared/names.ts";
import { LOBBY_TARGET, type Target } from "../../shared/target.ts";
import { FILE, text, type ValueType } from "../../shared/value_type.ts";

/** A name; it may have been typed with its marks apart from its letters. */
export const NAME: ValueType<string> = {
  ...text("NAME"),
  read: (text) => text.normalize("NFC") || undefined,
};

/** A room, with or without `#` before it. */
export const ROOM: ValueType<string> = {
  placeholder: "ROOM",
  expected: "the name of a room",
  read: readRoom,
};

/** Several rooms. */
const ROOMS: ValueType<readonly string[]> = {
  placeholder: "ROOM",
  expected: "names of rooms, with commas between them",
  read: (text) => {
    const rooms = text.split(",").map(readRoom);
    const legal = rooms.filter((room) => room !== undefined);
    return legal.length === rooms.length ? legal : undefined;
  },
};

/** Which room. */
export const ROOM_FLAG = {
  name: "room",
  type: ROOM,
  help: "In this room, and not in the lobby; joined where one is not in it",
} as const satisfies Flag;

/** Which rooms. */
export const ROOMS_FLAG = {
  name: "room",
  key: "rooms",
  type: ROOMS,
  repeats: true,
  help: "Only this room, joined where one is not in it; may be repeated",
} as const satisfies Flag;

/** To whom. */
export const TO_FLAG = {
  name: "to",
  type: NAME,
  help: "To this person alone, or the talk with this person",
  cliOnly: true,
} as const satisfies Flag;

/** As who. */
export const NAME_FLAG = {
  name: "name",
  type: NAME,
  help:
    "Who you are; if this call does not say it, nobody in particular, who is in the lobby alone",
} as const satisfies Flag;

/** What proves it. */
export const PASSWORD_FLAGS = [
  {
    name: "password-file",
    type: FILE,
    help: "The password of your name is the first line of FILE",
  },
  {
    name: "server-password-file",
    type: FILE,
    help: "The password of the server is the first line of FILE",
  },
] as const satisfies readonly Flag[];

/**
 * Returns where what is said goes.
 *
 * @throws {UsageError} when it is to go to two places.
 */
export function readTarget(parsed: Parsed): Target {
  const { room, to } = parsed.values([ROOM_FLAG, TO_FLAG]);
  if (to === undefined) return room === undefined ? LOBBY_TARGET : { room };
  if (parsed.settings.get("room")?.source === "flag") {
    throw new UsageError("Cannot be in two places: --room or --to");
  }
  return { to };
}

function readRoom(text: string): string | undefined {
  const room = withoutHash(text.trim().normalize("NFC"));
  try {
    checkRoomName(room);
    return room;
  } catch {
    return undefined; // no name of a room
  }
}
