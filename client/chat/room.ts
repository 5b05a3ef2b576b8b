/**
 * A room, or a talk between two, as one person sees it: what stands there, and
 * how far that person has read.
 *
 * @module
 */

import { LOBBY_TARGET, type Target } from "../../shared/target.ts";
import { RoomMembers } from "./room_members.ts";
import { ScrollState, type Window } from "./scroll_state.ts";
import { Scrollback } from "./scrollback.ts";

/** What was said in a room since somebody looked there. */
export interface Activity {
  /** Name of the room, or of the other in a talk. */
  readonly room: string;
  readonly messages: number;
  readonly mentions: number;
  /** Set for a talk between two. */
  readonly isTalk?: true;
}

/** Up to where somebody has read, as an earlier run or the server says. */
export interface ReadPlace {
  readonly seq: number;
  /** When that was, in milliseconds since 1970; missing when not known. */
  readonly time?: number | undefined;
}

/** Which conversation it is. */
export interface RoomIdentity {
  readonly kind: "room" | "talk";
  /** What the server calls a talk; missing until it has said so. */
  readonly talk?: string | undefined;
}

/** One room. */
export class Room {
  /** Name of the room, "" before any is known; or of the other in a talk. */
  name: string;
  /** Whether it is a room, or a talk between two. */
  readonly kind: RoomIdentity["kind"];
  /** What the server calls a talk; missing until it has said so. */
  talk: string | undefined;
  /** Whether one is in it no more, and only reads on. */
  isClosed = false;
  /** What the room is about; "" for nothing. */
  topic = "";
  /** Everything from this place on stands here, or comes live. */
  liveFrom: number | undefined;
  /** How far was read, as the server has it; missing where it keeps nothing. */
  serverRead: number | undefined;
  /** What stands there. */
  readonly scrollback: Scrollback = new Scrollback();
  /** Where the person is in that. */
  readonly scroll: ScrollState;
  /** Who is there, and who spoke. */
  readonly members: RoomMembers = new RoomMembers();
  #messages = 0;
  #mentions = 0;
  #readSeq: number | undefined;
  /** Number behind what passed by while somebody looked, read or not. */
  #passedTo = -Infinity;
  /** Whether unread is missing that was said before all that stands here. */
  #hasGap = false;

  /** Makes a room in which nothing was said. */
  constructor(
    name: string,
    now: number,
    { kind, talk }: RoomIdentity = { kind: "room" },
  ) {
    this.name = name;
    this.kind = kind;
    this.talk = talk;
    this.scroll = new ScrollState(now);
  }

  /** Where goes what is said here; a room has no name until one is known. */
  get target(): Target {
    const { kind, name, talk } = this;
    if (kind === "talk") return { to: name, ...(talk && { talk }) };
    return name === "" ? LOBBY_TARGET : { room: name };
  }

  /** What was said there since somebody looked. */
  get activity(): Activity {
    const { name: room, kind } = this;
    const counts = { messages: this.#messages, mentions: this.#mentions };
    return { room, ...counts, ...(kind === "talk" && { isTalk: true }) };
  }

  /** The newest place in the server's order that was read. */
  get readSeq(): number | undefined {
    return this.#readSeq;
  }

  /** Counts a message that is not looked at. */
  countUnread(isMention: boolean): void {
    this.#messages++;
    if (isMention) this.#mentions++;
  }

  /** Takes over how much is unread. */
  setUnread(messages: number, mentions: number): void {
    this.#messages = messages;
    this.#mentions = mentions;
  }

  /** Nothing is unread any more: somebody looks there. */
  clearUnread(): void {
    this.#messages = 0;
    this.#mentions = 0;
  }

  /**
   * Notes that what is above an item is on the screen. It was read where
   * nothing was skipped on the way there.
   *
   * @param from the first item on the screen.
   */
  markSeen(number: number, now: number, from = -Infinity): void {
    const { scroll, scrollback } = this;
    const isSkipped = this.#hasGap || this.#firstUnseen(from) !== undefined;
    if (isSkipped) return scroll.markSeen(scroll.seenTo, now);
    const first = Math.max(scroll.seenTo, scrollback.first);
    for (let at = first; at < number; at++) {
      const seq = scrollback.at(at)?.message?.seq;
      if (seq !== undefined) {
        this.#readSeq = Math.max(this.#readSeq ?? 0, seq);
      }
    }
    scroll.markSeen(number, now);
  }

  /** Notes that somebody looks while all this passes by, however fast. */
  passTo(number: number): void {
    this.#passedTo = Math.max(this.#passedTo, number);
  }

  /** Notes that somebody wants to count everything as read. */
  markAllRead(): void {
    const { scroll, scrollback } = this;
    this.#hasGap = false;
    this.passTo(scrollback.end);
    this.markSeen(scrollback.end, scroll.readAt);
    scroll.clearUnreadLine();
  }

  /** Whether something of others was not on the screen. */
  get hasUnseen(): boolean {
    return this.#hasGap ||
      this.#firstUnseen(this.scrollback.end) !== undefined;
  }

  /** Goes a page down, or rows; having read all, nothing is new any more. */
  pageDown(window: Window, rows?: number): void {
    const { scroll } = this;
    const isEnd = scroll.pageDown(window, rows);
    // Several keys in one frame are one picture; who pages down reads.
    const { top, next } = scroll.show(window);
    this.markSeen(next.number, scroll.readAt, top.number);
    if (isEnd) this.clearReadLine();
  }

  /** Nothing is marked as new where all was read. */
  clearReadLine(): void {
    if (!this.hasUnseen) this.scroll.clearUnreadLine();
  }

  /** Forgets what was read: what is said from here on has another order. */
  resetOrder(): void {
    this.#readSeq = undefined;
  }

  /** How many messages of others below an item were not seen. */
  newBelow(number: number): number {
    const { scroll, scrollback } = this;
    let count = 0;
    const from = Math.max(number, scroll.seenTo, scrollback.first);
    for (let at = from; at < scrollback.end; at++) {
      if (scrollback.at(at)?.message?.isMine === false) count++;
    }
    return count;
  }

  /**
   * Notes that all up to a place of the server's order was read on another
   * device; what is marked as new here moves along.
   */
  readElsewhere(seq: number): void {
    const { scroll, scrollback } = this;
    this.#readSeq = Math.max(this.#readSeq ?? 0, seq);
    const next = this.firstAfter(seq);
    this.passTo(next);
    const { unreadLine } = scroll;
    if (!unreadLine || unreadLine.number >= next) return;
    if (next >= scrollback.end) scroll.clearUnreadLine();
    else scroll.setUnreadLine(next, unreadLine.time);
  }

  /** Returns the number of the first of others behind a place of the order. */
  firstAfter(seq: number): number {
    const { scrollback } = this;
    for (let at = scrollback.end - 1; at >= scrollback.first; at--) {
      const message = scrollback.at(at)?.message;
      if (message?.seq !== undefined && message.seq <= seq) {
        return this.#firstOfOthers(at + 1);
      }
    }
    return this.#firstOfOthers(scrollback.first);
  }

  /** Marks what is new from an item on, unless what is above was not seen. */
  markNew(number: number, time: number | undefined): void {
    const { unreadLine, seenTo } = this.scroll;
    const unseen = this.#firstUnseen(number);
    const isUnread = this.#hasGap || unseen !== undefined;
    if (unreadLine && (isUnread || unreadLine.number >= seenTo)) return;
    this.scroll.setUnreadLine(unseen ?? number, time);
  }

  /** Marks the first that others said from an item on, and goes there. */
  markMissed(from: number, since: number): void {
    const { scrollback, scroll } = this;
    for (let at = from; at < scrollback.end; at++) {
      if (scrollback.at(at)?.message?.isMine !== false) continue;
      this.markNew(at, since);
      if (scroll.isFollowing) scroll.toUnread();
      return;
    }
  }

  /**
   * Marks the first that others said after an earlier run, and goes there.
   *
   * @param hasGap whether there is more of it before what stands here.
   */
  jumpToFirstUnread({ seq, time }: ReadPlace, hasGap: boolean): void {
    const { scrollback, scroll } = this;
    if (scroll.unreadLine && !this.#hasGap) return; // it was found
    const readTo = Math.max(seq, this.#readSeq ?? 0);
    this.#hasGap = hasGap;
    this.#readSeq = readTo;
    for (let at = scrollback.first; at < scrollback.end; at++) {
      const message = scrollback.at(at)?.message;
      if (!message || message.isMine || (message.seq ?? 0) <= readTo) continue;
      scroll.setUnreadLine(at, time);
      scroll.toUnread();
      scroll.resetSeen(at);
      this.#passedTo = at;
      return;
    }
    this.passTo(scrollback.end);
  }

  #firstOfOthers(from: number): number {
    const { scrollback } = this;
    for (let at = from; at < scrollback.end; at++) {
      if (scrollback.at(at)?.message?.isMine === false) return at;
    }
    return scrollback.end;
  }

  /** Returns the first of others above an item that was not seen. */
  #firstUnseen(number: number): number | undefined {
    const { scroll, scrollback } = this;
    const from = Math.max(scroll.seenTo, this.#passedTo, scrollback.first);
    for (let at = from; at < number; at++) {
      if (scrollback.at(at)?.message?.isMine === false) return at;
    }
    return undefined;
  }
}
