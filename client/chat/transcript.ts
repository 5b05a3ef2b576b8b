/**
 * What one person sees of a chat, room by room: events in, items of the
 * scrollback out, with the line above what is new.
 *
 * @module
 */

import type {
  Event,
  HistoryEvent,
  MessageEvent,
  PresenceEvent,
  WelcomeEvent,
} from "../../shared/event.ts";
import { hasPlace, type LogPlace } from "../../shared/log_place.ts";
import type { ReadMarker } from "../files/read_marker.ts";
import {
  type Content,
  contentsOf,
  isBy,
  isTime,
  note,
  sizeOf,
  warning,
} from "./content.ts";
import type { JoinChoice } from "./join_filter.ts";
import { type Alert, alertFor, NameFinder } from "./mentions.ts";
import { PresenceItems } from "./presence_items.ts";
import type { ResultFrame } from "./result_frame.ts";
import type { Room } from "./room.ts";
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
  #log: string | undefined;
  #ancestors: readonly LogPlace[] = [];
  #hasOneLog = true;
  /** Whether nothing was said before what stands here. */
  #isWhole = false;
  #lastMessage: MessageEvent | undefined;
  /** When the connection was lost, until what was missed is here. */
  #awaySince: number | undefined;

  /** Begins with what stands in the rooms. */
  constructor(options: TranscriptOptions) {
    this.#options = options;
    this.#me = new NameFinder(options.me);
    this.#now = options.now ?? Date.now;
    this.#presence = new PresenceItems({
      me: this.#me.folded,
      joins: options.joins ?? "smart",
      now: this.#now,
    });
  }

  /** How far was read, where the server numbers what is said. */
  get readMarker(): ReadMarker | undefined {
    const { scroll, readSeq: seq } = this.#room;
    if (this.#log === undefined || seq === undefined) return undefined;
    return { log: this.#log, seq, time: scroll.readAt };
  }

  /**
   * The oldest place in the server's order that stands here; missing where
   * that is in another log than the server has now.
   */
  get oldestSeq(): number | undefined {
    if (!this.#hasOneLog) return undefined;
    const { scrollback } = this.#room;
    for (let at = scrollback.first; at < scrollback.end; at++) {
      const seq = scrollback.at(at)?.message?.seq;
      if (seq !== undefined) return seq;
    }
    return undefined;
  }

  /** Whether there is unread from before what stands here. */
  get hasOlderUnread(): boolean {
    const marker = this.#earlier;
    const { oldestSeq } = this;
    return marker !== undefined && oldestSeq !== undefined &&
      !this.#isWhole && oldestSeq > marker.seq + 1;
  }

  /** Whether there is room for older messages. */
  get isFull(): boolean {
    return this.#room.scrollback.isFull;
  }

  /** The message that came last. */
  get lastMessage(): MessageEvent | undefined {
    return this.#lastMessage;
  }

  /** Adds words of the client itself. */
  note(text: string): void {
    this.#append(note(text));
  }

  /** Adds words about what is wrong. */
  warn(text: string): void {
    this.#append(warning(text));
  }

  /** Takes in what the server said; returns what may be worth a sound. */
  apply(event: Event): Alert | undefined {
    switch (event.kind) {
      case "history":
        return this.#applyHistory(event);
      case "message":
        return this.#applyMessage(event);
      case "names":
        this.setNames(event.names);
        return this.#show(event);
      case "presence":
        return this.#applyPresence(event);
      case "welcome":
        return this.onWelcome(event);
      default:
        return this.#show(event);
    }
  }

  /** Adds messages that were asked for, apart from the conversation. */
  showFound({ found, head, foot }: ResultFrame): void {
    this.note(head);
    if (found.messages.length > 0) this.#applyFound(found);
    if (foot === undefined) return;
    // Without a time, so that it stands before the line about another day.
    const content = note(foot);
    this.#room.scrollback.append({ size: sizeOf(content), content });
  }

  /** Takes over who is there without a word about it. */
  setNames(names: readonly string[]): void {
    this.#room.setMembers(names);
  }

  /** Takes over what rooms there are, and which log the server has. */
  onWelcome({ rooms: names, log, ancestors = [] }: WelcomeEvent): undefined {
    const { rooms } = this.#options;
    const isOther = this.#log !== undefined && log !== this.#log;
    this.#hasOneLog &&= !isOther;
    this.#log = log;
    this.#ancestors = ancestors;
    if (isOther) rooms.list.forEach((room) => room.resetOrder());
    for (const name of names) rooms.named(name);
  }

  /** Notes that the connection was lost: what comes after was missed. */
  onDisconnected(): void {
    const { isWatched = () => true } = this.#options;
    this.#awaySince ??= isWatched() ? this.#now() : this.#room.scroll.readAt;
  }

  /** Puts older messages in front; returns how many there was room for. */
  prependHistory({ messages }: HistoryEvent): number {
    const room = this.#room;
    const { scrollback } = room;
    const before = scrollback.first;
    scrollback.prepend(messages.map((each) => this.#itemOf(room, each)));
    return before - scrollback.first;
  }

  /** Notes that nothing was said before what stands here. */
  noteBeginning(): void {
    this.#isWhole = true;
  }

  /** Goes to the oldest message that was not read in an earlier run. */
  jumpToFirstUnread(): void {
    const room = this.#room;
    if (!this.#earlier) room.passTo(room.scrollback.end);
    else room.jumpToFirstUnread(this.#earlier, this.hasOlderUnread);
  }

  get #room(): Room {
    return this.#options.rooms.current;
  }

  #roomOf({ room = "" }: MessageEvent): Room {
    return this.#options.rooms.named(room);
  }

  /** How far was read in an earlier run, if that was in this log. */
  get #earlier(): ReadMarker | undefined {
    const { readMarker } = this.#options;
    return readMarker &&
        hasPlace({ log: this.#log, ancestors: this.#ancestors }, readMarker)
      ? readMarker
      : undefined;
  }

  #show(event: Event): undefined {
    for (const content of contentsOf(event, this.#me.folded)) {
      this.#append(content);
    }
  }

  #append(content: Content): void {
    this.#room.scrollback.append(this.#itemNow(content));
  }

  #itemNow(content: Content): ScrollbackItem {
    return { time: this.#now(), size: sizeOf(content), content };
  }

  #applyMessage(event: MessageEvent): Alert | undefined {
    const room = this.#roomOf(event);
    const isCurrent = room === this.#room;
    const item = this.#itemOf(room, event);
    const alert = alertFor({ ...event, room: room.name }, this.#me);
    this.#lastMessage = event;
    const { isWatched = () => true } = this.#options;
    const isSeen = isCurrent && isWatched() && room.scroll.isFollowing;
    const isPassing = isSeen && !room.hasUnseen;
    if (alert && !isSeen) {
      room.markNew(room.scrollback.end, room.scroll.readAt);
    }
    if (alert && !isCurrent) room.countUnread(alert.isMention);
    room.scrollback.append(item);
    if (isPassing) room.passTo(room.scrollback.end);
    return alert;
  }

  #itemOf(room: Room, event: MessageEvent): ScrollbackItem {
    const { sender = "", time, seq } = event;
    if (isTime(time)) room.noteSpeaker(sender, time);
    const isMine = isBy(event, this.#me.folded);
    return {
      ...(isTime(time) ? { time } : {}),
      message: seq === undefined ? { isMine } : { isMine, seq },
      size: sizeOf(event),
      content: event,
    };
  }

  /** What was asked for has an id; all other is news, however old. */
  #applyHistory(event: HistoryEvent): undefined {
    const room = this.#room;
    if (event.id !== undefined) return this.#applyFound(event);
    const from = room.scrollback.end;
    for (const message of event.messages) {
      const target = this.#roomOf(message);
      target.scrollback.append(this.#itemOf(target, message));
    }
    this.#lastMessage = event.messages.at(-1) ?? this.#lastMessage;
    if (this.#awaySince !== undefined) room.markMissed(from, this.#awaySince);
    else this.jumpToFirstUnread();
    if (!event.more) this.#awaySince = undefined;
  }

  /** Shown again: nothing of it is new, and nothing is read or unread. */
  #applyFound(event: HistoryEvent): undefined {
    if (event.messages.length === 0) return this.#show(event);
    for (const content of event.messages) {
      const time = isTime(content.time) ? { time: content.time } : {};
      const size = sizeOf(content);
      this.#room.scrollback.append({ ...time, size, content });
    }
  }

  #applyPresence(event: PresenceEvent): undefined {
    const room = this.#options.rooms.named(event.room);
    room.applyPresence(event.joined, event.left, event.count);
    this.#presence.add(room, event);
  }
}
