/**
 * Which conversation something belongs to, as this end tells them apart.
 *
 * @module
 */

import type { ConversationPlace } from "../../shared/entry_event.ts";
import { foldName, LOBBY } from "../../shared/names.ts";

/**
 * Returns the key of a conversation: `#` and the folded name of the room, or
 * `@` and the talk. What says neither stands in the lobby.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { conversationKey } from "./conversation_key.ts";
 *
 * assertEquals(conversationKey({ room: "Tea" }), "#tea");
 * assertEquals(conversationKey({ to: "Bob", talk: "5e1f" }), "@5e1f");
 * assertEquals(conversationKey({}), "#lobby");
 * ```
 */
export function conversationKey(
  { room, to, talk }: ConversationPlace,
): string {
  if (talk !== undefined) return `@${talk}`;
  if (to !== undefined) return `@${foldName(to)}`;
  return `#${foldName(room ?? LOBBY)}`;
}
