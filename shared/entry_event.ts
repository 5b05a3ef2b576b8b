/**
 * What has a place in the server's order: messages, and what changes a
 * conversation.
 *
 * @module
 */

import type { Origin } from "./origin.ts";

/** Where an entry belongs: a room, or a talk between two. */
export interface ConversationPlace {
  /** The room; neither here nor in `to` with old servers. */
  readonly room?: string;
  /** The person it was said to, as that one spelled the name. */
  readonly to?: string;
  /** The talk between the two: the same whatever they are called. */
  readonly talk?: string;
}

/** Where an entry stands. */
export interface Place extends ConversationPlace, Origin {
  /** The place in the server's order; old servers have none. */
  readonly seq?: number;
}

/** Somebody said something. */
export interface MessageEvent extends Place {
  /** What sort of event this is. */
  readonly kind: "message";
  /** What people read. */
  readonly text: string;
  /** The `id` it was sent with; only one's own messages have one. */
  readonly ownId?: string;
  /** Whether an account said it, and not a guest. */
  readonly isAccount?: true;
}

/** Somebody said what a room is about. */
export interface TopicEvent extends Place {
  /** What sort of event this is. */
  readonly kind: "topic";
  /** What people read. */
  readonly text: string;
  /** The topic; "" for none. */
  readonly topic: string;
  /** Who. */
  readonly by: string;
}

/** Somebody changed the settings of a room; what is missing stayed. */
export interface RoomChangedEvent extends Place {
  /** What sort of event this is. */
  readonly kind: "room_changed";
  /** What people read. */
  readonly text: string;
  /** Who. */
  readonly by: string;
  /** Whether only the invited see it. */
  readonly private?: boolean;
  /** Whether it has a password. */
  readonly password?: boolean;
  /** What a member may read: `all`, `joined` or `none`. */
  readonly history?: string;
  /** Seconds between two messages of one person. */
  readonly slowS?: number;
  /** Whether only moderators may say something. */
  readonly moderated?: boolean;
}

/** What changes a conversation. */
export type ChangeEvent = RoomChangedEvent | TopicEvent;

/** What has a place in the order. */
export type EntryEvent = ChangeEvent | MessageEvent;

/** What stands in a page, of each sort the oldest first. */
export interface PageEntries {
  /** What was said. */
  readonly messages: readonly MessageEvent[];
  /** What else there is between the messages; missing: nothing. */
  readonly changes?: readonly ChangeEvent[];
}

/** Returns what stands in a page, oldest first. */
export function entriesOf(
  { messages, changes = [] }: PageEntries,
): readonly EntryEvent[] {
  if (changes.length === 0) return messages;
  // What has a change has a seq on everything.
  return [...messages, ...changes]
    .sort((one, other) => (one.seq ?? 0) - (other.seq ?? 0));
}
