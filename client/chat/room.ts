/**
 * A room as one person sees it: what stands there, who is there, and how far
 * that person has read.
 *
 * @module
 */

import { foldName } from "../../shared/names.ts";
import type { ReadMarker } from "../files/read_marker.ts";
import { ScrollState, type Window } from "./scroll_state.ts";
import { Scrollback } from "./scrollback.ts";

/** What was said in a room since somebody looked there. */
export interface Activity {
  readonly room: string;
  readonly messages: number;
  readonly mentions: number;
}

/** Most people whose last words are remembered; the first go first. */
const MAX_SPEAKERS = 1000;

/** One room. */
export class Room {
  /** What it is called; "" before any is known. */
  name: string;
  /** What stands there. */
  readonly scrollback: Scrollback = new Scrollback();
  /** Where the person is in that. */
  readonly scroll: ScrollState;
  /** When who spoke last, by folded name. */
  readonly #spoke = new Map<string, number>();
  /** Who is there, by folded name; missing until that is known. */
  #members: Set<string> | undefined;
  /** How many are there, where the server says only that. */
  #count: number | undefined;
  #messages = 0;
  #mentions = 0;
  #readSeq: number | undefined;
  /** Number behind what passed by while somebody looked, read or not. */
  #passedTo = -Infinity;
  /** Whether unread is missing that was said before all that stands here. */
  #hasGap = false;

  /** Makes a room in which nothing was said. */
  constructor(name: string, now: number) {
    this.name = name;
    this.scroll = new ScrollState(now);
  }

  /** How many people are there; missing until that is known. */
  get people(): number | undefined {
    return this.#count ?? this.#members?.size;
  }

  /** What was said there since somebody looked. */
  get activity(): Activity {
    const { name: room } = this;
    return { room, messages: this.#messages, mentions: this.#mentions };
  }

  /** The newest place in the server's order that was read. */
  get readSeq(): number | undefined {
    return this.#readSeq;
  }

  /** Takes over who is there, all of them. */
  setMembers(names: readonly string[]): void {
    this.#members = new Set(names.map(foldName));
    this.#count = undefined;
  }

  /** Notes who came and left, and how many there are where the server says so. */
  applyPresence(
    joined: readonly string[],
    left: readonly string[],
    count?: number,
  ): void {
    for (const name of left) this.#members?.delete(foldName(name));
    for (const name of joined) this.#members?.add(foldName(name));
    this.#count = count;
  }

  /** Notes that somebody spoke. */
  noteSpeaker(name: string, time: number): void {
    const key = foldName(name);
    this.#spoke.delete(key);
    this.#spoke.set(key, time);
    if (this.#spoke.size <= MAX_SPEAKERS) return;
    const [oldest = ""] = this.#spoke.keys();
    this.#spoke.delete(oldest);
  }

  /** Returns when somebody last spoke, in milliseconds since 1970. */
  lastSpoke(name: string): number | undefined {
    return this.#spoke.get(foldName(name));
  }

  /** Tells of a folded name whether it is of somebody there. */
  knows(foldedName: string): boolean {
    return this.#members?.has(foldedName) === true ||
      this.#spoke.has(foldedName);
  }

  /** Counts a message that is not looked at. */
  countUnread(isMention: boolean): void {
    this.#messages++;
    if (isMention) this.#mentions++;
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

  /** Marks what is new from an item on, unless what is above was not seen. */
  markNew(number: number, time: number): void {
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
  jumpToFirstUnread({ seq, time }: ReadMarker, hasGap: boolean): void {
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
