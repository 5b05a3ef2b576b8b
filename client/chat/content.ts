/**
 * What stands in a chat: what people said, and what is said about it. As data,
 * so that it can be shown anew in a window of any width.
 *
 * @module
 */

import type {
  Event,
  HistoryEvent,
  MessageEvent,
  NamesEvent,
  PresenceEvent,
  WhoisEvent,
} from "../../shared/event.ts";
import { foldName } from "../../shared/names.ts";
import { type Fold, fold, NOBODY } from "./presence_fold.ts";
import {
  awayWords,
  blockedWords,
  invitationWords,
  inviteWords,
  joinedWords,
  leftWords,
  roomChangedWords,
  roomsWords,
  topicWords,
} from "./room_words.ts";

/** One thing that stands in a chat. */
export type Content =
  | MessageEvent
  /** Who somebody is. */
  | WhoisEvent
  /** The words of the client or the server. */
  | { readonly kind: "note" | "warning"; readonly text: string }
  /** Who is there; more than are named where `count` says so. */
  | {
    readonly kind: "members";
    readonly names: readonly string[];
    readonly count?: number;
  }
  /** Who came and left. */
  | { readonly kind: "moves"; readonly moves: Fold };

/**
 * Returns what an event comes to, for one reader; some come to nothing.
 *
 * @param me The reader's folded name: nobody reads of their own coming.
 */
export function contentsOf(event: Event, me: string): readonly Content[] {
  switch (event.kind) {
    case "error":
      return [warning(event.text || "Refused")];
    case "history":
      return pageOf(event);
    case "info":
      return event.text === "" ? [] : [note(event.text)];
    case "message":
      return [event];
    case "names":
      return [membersOf(event)];
    case "presence":
      return presenceOf(event, me);
    case "away":
      return [note(awayWords(event))];
    case "blocked":
      return [note(blockedWords(event))];
    case "invitation":
      return [note(invitationWords(event))];
    case "invite":
      return [note(inviteWords(event))];
    case "joined":
      return [note(joinedWords(event))];
    case "left":
      return [note(leftWords(event))];
    case "room_changed":
      return [note(roomChangedWords(event))];
    case "rooms":
      return [note(roomsWords(event))];
    case "topic":
      return [note(topicWords(event))];
    case "whois":
      return [event];
    case "ack":
    case "ping":
    case "pong":
    case "read":
    case "welcome":
      return [];
  }
}

/** Returns words of the client or the server. */
export function note(text: string): Content {
  return { kind: "note", text };
}

/** Returns words about something that went wrong. */
export function warning(text: string): Content {
  return { kind: "warning", text };
}

/** Returns who came and left, without the reader; nothing if nobody did. */
export function movesWithout(moves: Fold, me: string): Content | undefined {
  const others = new Map(moves);
  others.delete(me);
  return others.size === 0 ? undefined : { kind: "moves", moves: others };
}

/** Tells whether somebody, by the folded name, wrote a message. */
export function isBy({ sender = "" }: MessageEvent, author: string): boolean {
  return foldName(sender) === author;
}

/** Tells whether a number can be shown as a time; some servers send others. */
export function isTime(time: number | undefined): time is number {
  return time !== undefined && !Number.isNaN(new Date(time).getTime());
}

/** Returns how many UTF-16 units it holds, about. */
export function sizeOf(content: Content): number {
  switch (content.kind) {
    case "message":
      return (content.sender ?? "").length + content.text.length;
    case "note":
    case "warning":
      return content.text.length;
    case "members":
      return sum(content.names);
    case "moves":
      return sum(content.moves.keys());
    case "whois":
      return sum(content.rooms) + content.user.length;
  }
}

function membersOf({ names, count = 0 }: NamesEvent): Content {
  const members = { kind: "members", names } as const;
  return count > names.length ? { ...members, count } : members;
}

function pageOf({ messages }: HistoryEvent): readonly Content[] {
  return messages.length === 0 ? [note("Nothing found")] : messages;
}

function presenceOf(
  { joined, left, count }: PresenceEvent,
  me: string,
): readonly Content[] {
  if (joined.length > 0 || left.length > 0) {
    const moves = movesWithout(fold(NOBODY, joined, left), me);
    return moves ? [moves] : [];
  }
  return count === undefined ? [] : [note(`${count} people are here`)];
}

function sum(texts: Iterable<string>): number {
  let units = 0;
  for (const text of texts) units += text.length;
  return units;
}
