/**
 * Which conversation an entry belongs to: a room, or what two people say to each
 * other. The stores keep entries by conversation.
 *
 * @module
 */

import { foldName } from "../../shared/names.ts";
import type { Target } from "../../shared/target.ts";
import type { ConversationQuery } from "./log.ts";

/**
 * Returns the key of a conversation: the name of the room, or `@` and the two
 * folded names, which no room can be called.
 *
 * @param person The author of what was said, or who reads it.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { conversationKey } from "./conversation.ts";
 *
 * assertEquals(conversationKey({ room: "tea" }, "Ada"), "tea");
 * assertEquals(conversationKey({ to: "Bob" }, "Ada"), "@ada bob");
 * assertEquals(conversationKey({ to: "Ada" }, "Bob"), "@ada bob");
 * ```
 */
export function conversationKey(target: Target, person: string): string {
  if (target.room !== undefined) return target.room;
  return `@${[foldName(person), foldName(target.to)].sort().join(" ")}`;
}

/** Returns the keys of what is asked for, each once. */
export function conversationKeys(
  { targets, reader }: ConversationQuery,
): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const target of targets) {
    if (target.room !== undefined) keys.add(target.room);
    else if (reader !== undefined) keys.add(conversationKey(target, reader));
  }
  return keys;
}
