/**
 * The fields that say which conversation a request is about: `room`, `to` where
 * something is said to one person, `with` and `talk` where something is read.
 *
 * @module
 */

import { ChatError } from "./errors.ts";
import type { Fields } from "./fields.ts";
import { textOf, tokenOf } from "./request_fields.ts";
import { ROOMS_VERSION } from "./version.ts";

/** A field that says which conversation is meant. */
export type ConversationKey = "room" | "to" | "with" | "talk";

const KEYS: readonly ConversationKey[] = ["room", "to", "with", "talk"];

/**
 * Reads the fields of a conversation, as far as they are there; none of them
 * stands for the lobby. The `#` before the name of a room is left out.
 *
 * @param allowed Those that such a request may have.
 * @param version What the login asked for: below 3 there are only rooms.
 * @throws {ChatError} `bad_request` for one that is not allowed, no text or
 * empty, and for two that mean different conversations.
 */
export function conversationOf<K extends ConversationKey>(
  fields: Fields,
  allowed: readonly K[],
  version: number,
): { [key in K]?: string } {
  const given = KEYS.filter((key) => (fields[key] ?? undefined) !== undefined);
  if (version < ROOMS_VERSION) return oldRoomOf(fields, given, allowed);
  checkTogether(given, allowed);
  const read: { [key in K]?: string } = {};
  for (const key of allowed) {
    if (given.includes(key)) read[key] = nameOf(fields, key);
  }
  return read;
}

/**
 * Returns a name without the `#` that people write before that of a room.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { withoutHash } from "./conversation_fields.ts";
 *
 * assertEquals(withoutHash("#tea"), "tea");
 * assertEquals(withoutHash("tea"), "tea");
 * ```
 */
export function withoutHash(room: string): string {
  return room.startsWith("#") ? room.slice(1) : room;
}

/** What was meant for one person must reach no room, and the other way round. */
function oldRoomOf<K extends ConversationKey>(
  fields: Fields,
  given: readonly ConversationKey[],
  allowed: readonly K[],
): { [key in K]?: string } {
  if (given.some((key) => key !== "room")) {
    throw new ChatError(
      "bad_request",
      "Cannot send to or read of one person: that needs version 3 at login",
    );
  }
  const read: { [key in K]?: string } = {};
  for (const key of allowed) {
    if (given.includes(key)) read[key] = textOf(fields, key);
  }
  return read;
}

function checkTogether(
  given: readonly ConversationKey[],
  allowed: readonly ConversationKey[],
): void {
  const wrong = given.find((key) => !allowed.includes(key));
  if (wrong !== undefined) {
    throw new ChatError(
      "bad_request",
      `Cannot use ${wrong} here: expected ${allowed.join(", ")}`,
    );
  }
  const named = given.filter((key) => key !== "talk");
  const isTalkOfPerson = named.length === 0
    ? allowed.includes("with")
    : named[0] !== "room";
  if (named.length > 1 || (given.includes("talk") && !isTalkOfPerson)) {
    throw new ChatError(
      "bad_request",
      `Cannot use these together: ${given.join(", ")}`,
    );
  }
}

function nameOf(fields: Fields, key: ConversationKey): string {
  if (key === "talk") return tokenOf(fields, key);
  const name = textOf(fields, key);
  const plain = key === "room" ? withoutHash(name) : name;
  if (plain !== "") return plain;
  throw new ChatError("bad_request", `Cannot use an empty name: ${key}`);
}
