/**
 * Which conversation something belongs to, as this end tells them apart.
 *
 * @module
 */

import type { ConversationPlace } from "../../shared/entry_event.ts";
import { foldName, LOBBY } from "../../shared/names.ts";
import type { ConversationFields } from "../../shared/request.ts";
import type { Target } from "../../shared/target.ts";
import { isLobby } from "./version_check.ts";

/**
 * Returns the key of a conversation: `#` and the folded name of the room, or
 * `@` and the talk. What says neither stands in the lobby.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { conversationKey } from "./conversation.ts";
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

/** What a server must have for a target. */
export interface TargetNeeds {
  /** Whether it must know rooms and direct messages. */
  readonly needsRooms: boolean;
  /** The rooms to be in; nobody has to join the lobby. */
  readonly rooms: readonly string[];
}

/** Returns what a server must have for a target. */
export function needsOf(target: Target): TargetNeeds {
  if (isLobby(target)) return { needsRooms: false, rooms: [] };
  const { room } = target;
  return { needsRooms: true, rooms: room === undefined ? [] : [room] };
}

/** Returns the fields of a request that reads what goes to a target. */
export function readingOf(target: Target): ConversationFields {
  if (isLobby(target)) return {};
  if (target.room !== undefined) return { room: target.room };
  const { to, talk } = target;
  return talk === undefined ? { with: to } : { with: to, talk };
}

/**
 * Tells whether an entry belongs to a conversation: of the two of a talk, one
 * has said it and the other got it.
 */
export function isIn(
  target: Target,
  { room, to, talk, sender = "" }: ConversationPlace & { sender?: string },
): boolean {
  if (target.room !== undefined) {
    return to === undefined &&
      foldName(room ?? LOBBY) === foldName(target.room);
  }
  if (to === undefined) return false;
  if (target.talk !== undefined) return target.talk === talk;
  const other = foldName(target.to);
  return foldName(to) === other || foldName(sender) === other;
}
