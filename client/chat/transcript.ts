/**
 * What one person sees of a chat, room by room: events in, items of the
 * scrollback out, with the line above what is new.
 *
 * @module
 */

import { entriesOf } from "../../shared/entry_event.ts";
import type {
  ChangeEvent,
  EntryEvent,
  Event,
  HistoryEvent,
  InvitationEvent,
  MessageEvent,
  PresenceEvent,
  WelcomeEvent,
} from "../../shared/event.ts";
import type { ReadMarker } from "../files/read_marker.ts";
import {
  type Content,
  contentsOf,
  isTime,
  note,
  sizeOf,
  warning,
} from "./content.ts";
import { Conversations } from "./conversations.ts";
import { entryItem } from "./entry_item.ts";
import type { JoinChoice } from "./join_filter.ts";
import { type Alert, alertFor, NameFinder } from "./mentions.ts";
import { PresenceItems } from "./presence_items.ts";
import type { ResultFrame } from "./result_frame.ts";
import { ReadPlaces } from "./read_places.ts";
import type { Room } from "./room.ts";
import { RoomPast } from "./room_past.ts";
import type { Rooms } from "./rooms.ts";
import type { ScrollbackItem } from "./scrollback.ts";

/** Options for {@linkcode Transcript}. */
export interface TranscriptOptions {
  /** Who reads. */
  readonly me: string;
  readonly rooms: Rooms;
  /** @default {"smart"} */
  readonly joins?: JoinChoice;
  /** How far was read in an earlier run. */
  readonly readMarker?: ReadMarker | undefined;
  /**
   * Tells whether somebody looks at the window, as far as that is known.
   *
   * @default {() => true}
   */
  readonly isWatched?: () => boolean;
  /**
   * Clock in milliseconds since 1970.
   *
   * @default {Date.now}
   */
  readonly now?: () => number;
}

/** Keeps what one person sees. */
export class Transcript {
  readonly #options: TranscriptOptions;
  readonly #me: NameFinder;
  readonly #now: () => number;
  readonly #presence: PresenceItems;
  /** Which room or talk something belongs to. */
  readonly conversations: Conversations;
  /** Up to where was read. */
  readonly readPlaces: ReadPlaces;
  readonly #pasts = new WeakMap<Room, RoomPast>();
  #lastSender: Room | undefined;
  #lastMessage: MessageEvent | undefined;
  /** When the connection was lost, until what was missed is here. */
  #awaySince: number | undefined;

  /** Begins with what stands in the rooms. */
  constructor(options: TranscriptOptions) {
    this.#options = options;
    this.#me = new NameFinder(options.me);
    this.#now = options.now ?? Date.now;
    this.readPlaces = new ReadPlaces(options.rooms, options.readMarker);
    this.conversations = new Conversations(options.rooms, this.#me.folded);
    this.#presence = new PresenceItems({
      me: this.#me.folded,
      joins: options.joins ?? "smart",
      now: this.#now,
    });
  }

  /**
   * How far was read, where the server numbers what is said and does not keep
   * that itself.
   */
  get readMarker(): ReadMarker | undefined {
    return this.readPlaces.marker;
  }

  /** The talk with who sent the last direct message, if anybody did. */
  get lastSender(): Room | undefined {
    return this.#lastSender;
  }

  /** The message that came last. */
  get lastMessage(): MessageEvent | undefined {
    return this.#lastMessage;
  }

  /** Adds words of the client itself, where somebody looks if not said. */
  note(text: string, room: Room = this.#room): void {
    this.#append(note(text), room);
  }

  /** Adds words about what is wrong, where somebody looks if not said. */
  warn(text: string, room: Room = this.#room): void {
    this.#append(warning(text), room);
  }

  /**
   * Takes in what the server said; returns what may be worth a sound.
   *
   * @param asked Where it was asked for, if it was.
   */
  apply(event: Event, asked: Room = this.#room): Alert | undefined {
    switch (event.kind) {
      case "invitation":
        return this.#applyInvitation(event);
      case "topic":
      case "room_changed":
        return this.#applyChange(event);
      case "history":
        return this.#applyHistory(event, asked);
      case "message":
        return this.#applyMessage(event);
      case "names":
        asked.members.set(event.names, event.count);
        return this.#show(event, asked);
      case "presence":
        return this.#applyPresence(event);
      case "welcome":
        return this.onWelcome(event);
      default:
        return this.#show(event, asked);
    }
  }

  /** Adds messages that were asked for, apart from the conversation. */
  showFound(
    { found, head, foot }: ResultFrame,
    room: Room = this.#room,
  ): void {
    this.note(head, room);
    if (found.messages.length > 0) this.#applyFound(found, room);
    if (foot === undefined) return;
    // Without a time, so that it stands before the line about another day.
    const content = note(foot);
    room.scrollback.append({ size: sizeOf(content), content });
  }

  /** Takes over what rooms there are, and which log the server has. */
  onWelcome(event: WelcomeEvent): undefined {
    const { rooms: names, seq } = event;
    const isOther = this.readPlaces.onWelcome(event);
    if (isOther) {
      this.#options.rooms.list.forEach((room) => room.resetOrder());
      this.conversations.resetOrder();
    }
    this.conversations.heardOf(seq);
    for (const name of names) this.conversations.named(name);
  }

  /** Notes that the connection was lost: what comes after was missed. */
  onDisconnected(): void {
    const { isWatched = () => true } = this.#options;
    this.#awaySince ??= isWatched() ? this.#now() : this.#room.scroll.readAt;
  }

  /** What was said before all that stands in a room. */
  pastOf(room: Room): RoomPast {
    const known = this.#pasts.get(room);
    if (known) return known;
    const past = new RoomPast({
      room,
      itemOf: (message) => this.#itemOf(room, message),
      readBefore: () => this.readPlaces.before(room),
      hasOneLog: () => this.readPlaces.hasOneLog,
    });
    this.#pasts.set(room, past);
    return past;
  }

  get #room(): Room {
    return this.#options.rooms.current;
  }

  #show(event: Event, room: Room): undefined {
    for (const content of contentsOf(event, this.#me.folded)) {
      this.#append(content, room);
    }
  }

  #append(content: Content, room: Room): void {
    room.scrollback.append(this.#itemNow(content));
  }

  #applyInvitation(event: InvitationEvent): Alert {
    this.#show(event, this.#room);
    const [content] = contentsOf(event, this.#me.folded);
    const text = content && "text" in content ? content.text : "";
    return { room: "", sender: event.by, text, isMention: true };
  }

  /** What a room is about stands there, and is news to nobody. */
  #applyChange(event: ChangeEvent): undefined {
    const room = this.conversations.of(event);
    this.conversations.heardOf(event.seq);
    if (event.kind === "topic") room.topic = event.topic;
    room.scrollback.append(this.#itemOf(room, event));
  }

  #itemNow(content: Content): ScrollbackItem {
    return { time: this.#now(), size: sizeOf(content), content };
  }

  #applyMessage(event: MessageEvent): Alert | undefined {
    const room = this.conversations.of(event);
    const isCurrent = room === this.#room;
    const item = this.#itemOf(room, event);
    const alert = alertFor(placed(event, room), this.#me);
    this.conversations.heardOf(event.seq);
    this.#lastMessage = event;
    if (alert && room.kind === "talk") this.#lastSender = room;
    const { isWatched = () => true } = this.#options;
    const isSeen = isCurrent && isWatched() && room.scroll.isFollowing;
    const isPassing = isSeen && !room.hasUnseen;
    if (alert && !isSeen) {
      room.markNew(room.scrollback.end, room.scroll.readAt);
    }
    const isNamed = alert?.isMention === true && room.kind === "room";
    if (alert && !isCurrent) room.countUnread(isNamed);
    room.scrollback.append(item);
    if (isPassing) room.passTo(room.scrollback.end);
    return alert;
  }

  #itemOf(room: Room, event: EntryEvent): ScrollbackItem {
    const { sender = "", time, kind } = event;
    if (kind === "message" && isTime(time)) {
      room.members.noteSpeaker(sender, time);
    }
    return entryItem(event, this.#me.folded, this.#now());
  }

  /** What was asked for has an id; all other is news, however old. */
  #applyHistory(event: HistoryEvent, asked: Room): undefined {
    if (event.id !== undefined) return this.#applyFound(event, asked);
    const begun = new Map<Room, number>();
    for (const entry of entriesOf(event)) {
      const room = this.conversations.of(entry);
      if (!begun.has(room)) begun.set(room, room.scrollback.end);
      room.scrollback.append(this.#itemOf(room, entry));
      this.conversations.heardOf(entry.seq);
    }
    this.#lastMessage = event.messages.at(-1) ?? this.#lastMessage;
    begun.set(this.#room, begun.get(this.#room) ?? this.#room.scrollback.end);
    for (const [room, from] of begun) {
      if (this.#awaySince !== undefined) room.markMissed(from, this.#awaySince);
      else this.pastOf(room).jumpToFirstUnread();
    }
    if (!event.more) this.#awaySince = undefined;
  }

  /** Shown again: nothing of it is new, and nothing is read or unread. */
  #applyFound(event: HistoryEvent, room: Room): undefined {
    if (event.messages.length === 0) return this.#show(event, room);
    for (const content of event.messages) {
      const time = isTime(content.time) ? { time: content.time } : {};
      const size = sizeOf(content);
      room.scrollback.append({ ...time, size, content });
    }
  }

  #applyPresence(event: PresenceEvent): undefined {
    const room = this.conversations.named(event.room);
    room.members.apply(event.joined, event.left, event.count);
    this.#presence.add(room, event);
  }
}

/** Servers may leave the room out, or spell it otherwise. */
function placed(event: MessageEvent, { kind, name }: Room): MessageEvent {
  return kind === "room" ? { ...event, room: name } : event;
}
