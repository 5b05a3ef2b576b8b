/**
 * The keys under which the log keeps what belongs together: a room, or what two
 * people say to each other.
 *
 * @module
 */

import { LOBBY } from "../../shared/names.ts";

/** The key of the room everybody is in. */
export const LOBBY_KEY = LOBBY;

/** The key of what was erased; nobody reads it. */
export const NOWHERE = "";

/** Between the number of a room and its name; no name has it. */
const NUMBER_END = "#";
/** Before a talk; no room's key begins with it. */
const TALK_MARK = "@";

/**
 * Returns the key of a room.
 *
 * @param number Given once: a room that is made again under a name is another one.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { nameOfRoom, roomKey } from "./conversation.ts";
 *
 * assertEquals(roomKey(7, "tea"), "7#tea");
 * assertEquals(nameOfRoom("7#tea"), "tea");
 * assertEquals(nameOfRoom("lobby"), "lobby");
 * ```
 */
export function roomKey(number: number, name: string): string {
  return `${number}${NUMBER_END}${name}`;
}

/** Returns the key of a talk between two, by its opaque id. */
export function talkKey(talk: string): string {
  return TALK_MARK + talk;
}

/** Returns whether a key is one of a talk. */
export function isTalkKey(key: string): boolean {
  return key.startsWith(TALK_MARK);
}

/** Returns the opaque id of a talk, by its key. */
export function talkOf(key: string): string {
  return key.slice(TALK_MARK.length);
}

/** Returns the name of a room, by its key. */
export function nameOfRoom(key: string): string {
  return key.slice(key.indexOf(NUMBER_END) + 1);
}
