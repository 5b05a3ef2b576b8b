/**
 * Where somebody is in a room: at its end or further up, what was seen so far,
 * and the line above what is new.
 *
 * @module
 */

import {
  isAbove,
  lastPage,
  placeAbove,
  placeBelow,
  type RowPlace,
  showFrom,
  type Shown,
  type WrappedText,
} from "./viewport.ts";

/** The line above the first paragraph that is new. */
export interface UnreadLine {
  /** Number of that paragraph. */
  readonly number: number;
  /** Since when, in milliseconds since 1970; missing when not known. */
  readonly time: number | undefined;
}

/** A text as it is cut into rows now, in a window of a height. */
export interface Window<Row = unknown> {
  readonly text: WrappedText<Row>;
  readonly height: number;
  /** Size of the whole window; another one keeps the place. */
  readonly size?: WindowSize;
}

/** Size of a window, in cells. */
export interface WindowSize {
  readonly columns: number;
  readonly rows: number;
}

/** Rows of the page before that stay in sight. */
const OVERLAP = 2;

/** Where somebody is in a room. */
export class ScrollState {
  /** Missing while the end is followed. */
  #top: RowPlace | undefined;
  /** The place before the window got so large that all below it fits. */
  #smallTop: RowPlace | undefined;
  #size: WindowSize | undefined;
  #unreadLine: UnreadLine | undefined;
  #seenTo = 0;
  #readAt: number;
  /** Whether to go to the line above what is new when it is next shown. */
  #isJumping = false;

  /** Begins at the end of an empty room. */
  constructor(now: number) {
    this.#readAt = now;
  }

  /** Whether the newest row is always shown. */
  get isFollowing(): boolean {
    return this.#top === undefined;
  }

  /** The line above what is new, if there is one. */
  get unreadLine(): UnreadLine | undefined {
    return this.#unreadLine;
  }

  /** Number of the first paragraph that was not seen. */
  get seenTo(): number {
    return this.#seenTo;
  }

  /** When something was last read, in milliseconds since 1970. */
  get readAt(): number {
    return this.#readAt;
  }

  /** Returns what to show; the same until something changes the state. */
  show<Row>({ text, height }: Window<Row>): Shown<Row> {
    return showFrom(text, this.#top ?? lastPage(text, height), height);
  }

  /** Takes in how the text is cut into rows now, before it is shown. */
  settle({ text, height, size }: Window): void {
    if (this.#isJumping && this.#unreadLine) {
      this.#go({ number: this.#unreadLine.number, row: 0 });
    }
    this.#isJumping = false;
    // A window that gets larger and smaller again shows the same place.
    const isResized = this.#size && !isSameSize(size, this.#size);
    if (isResized) this.#smallTop ??= this.#top;
    this.#size = size;
    const top = isResized ? this.#smallTop : this.#top;
    if (!top) return;
    // All that is below fits: then the page before it is good to see as well.
    if (isAbove(top, lastPage(text, height))) this.#go(top);
    else this.#top = undefined;
  }

  #go(top: RowPlace | undefined): void {
    this.#top = top;
    this.#smallTop = undefined;
  }

  /** Notes that somebody saw everything up to a paragraph, not with it. */
  markSeen(number: number, now: number): void {
    this.#seenTo = Math.max(this.#seenTo, number);
    this.#readAt = now;
  }

  /** Notes that all above a paragraph was seen earlier, and nothing else. */
  resetSeen(number: number): void {
    this.#seenTo = number;
  }

  /** Goes up, a page if not said; returns whether that is the first row. */
  pageUp({ text, height }: Window, rows = pageOf(height)): boolean {
    const from = this.#top ?? lastPage(text, height);
    const top = placeAbove(text, from, rows);
    this.#go(top);
    this.#isJumping = false;
    return top.number === text.first && top.row === 0;
  }

  /** Goes down, a page if not said; returns whether that came to the end. */
  pageDown({ text, height }: Window, rows = pageOf(height)): boolean {
    this.#smallTop = undefined;
    if (!this.#top) return false;
    const top = placeBelow(text, this.#top, rows);
    this.#isJumping = false;
    const isEnd = !isAbove(top, lastPage(text, height));
    this.#go(isEnd ? undefined : top);
    return isEnd;
  }

  /** Goes to the first row. */
  toTop({ text }: Window): void {
    this.#go({ number: text.first, row: 0 });
    this.#isJumping = false;
  }

  /** Goes to the end. */
  toEnd(): void {
    this.#go(undefined);
    this.#isJumping = false;
  }

  /** Goes to what is new when it is next shown, unless the rest is in sight. */
  toUnread(): void {
    this.#isJumping = this.#unreadLine !== undefined;
  }

  /** Notes what is new since when. */
  setUnreadLine(number: number, time: number | undefined): void {
    this.#unreadLine = { number, time };
  }

  /** Notes that nothing is new any more. */
  clearUnreadLine(): void {
    this.#unreadLine = undefined;
    this.#isJumping = false;
  }
}

function isSameSize(a: WindowSize | undefined, b: WindowSize | undefined) {
  return a?.columns === b?.columns && a?.rows === b?.rows;
}

function pageOf(height: number): number {
  return Math.max(1, height - OVERLAP);
}
