/**
 * Where somebody is in a room: at its end or further up, what was seen so far,
 * and the mark above what is new. Knows nothing of what the rows hold, of keys
 * and of when it is drawn.
 *
 * @module
 */

import {
  isAbove,
  lastPage,
  type Layout,
  type Place,
  placeAbove,
  placeBelow,
  showFrom,
  type Shown,
} from "./viewport.ts";

/** The mark above the first paragraph that is new. */
export interface Marker {
  /** Number of that paragraph. */
  readonly number: number;
  /** Since when, in milliseconds since 1970. */
  readonly time: number;
}

/** A text as it is laid out now, in a window of a height. */
export interface Window {
  readonly layout: Layout;
  readonly height: number;
}

/** Rows of the page before that stay in sight. */
const OVERLAP = 2;

/** Where somebody is in a room. */
export class Reading {
  /** Missing while the end is followed. */
  #top: Place | undefined;
  #marker: Marker | undefined;
  #seenTo = 0;
  #readAt: number;
  /** Whether to go to the mark when it is next drawn. */
  #isLanding = false;

  /** Begins at the end of an empty room. */
  constructor(now: number) {
    this.#readAt = now;
  }

  /** Whether the newest row is always shown. */
  get isFollowing(): boolean {
    return this.#top === undefined;
  }

  /** The mark above what is new, if there is one. */
  get marker(): Marker | undefined {
    return this.#marker;
  }

  /** Number of the first paragraph that was not seen. */
  get seenTo(): number {
    return this.#seenTo;
  }

  /** When something was last read, in milliseconds since 1970. */
  get readAt(): number {
    return this.#readAt;
  }

  /** Returns what to show now. */
  show({ layout, height }: Window): Shown {
    if (this.#isLanding) this.#land({ layout, height });
    const last = lastPage(layout, height);
    if (this.#top && !isAbove(this.#top, last)) this.#top = undefined;
    return showFrom(layout, this.#top ?? last, height);
  }

  /** Notes that somebody saw everything up to a paragraph, not with it. */
  saw(number: number, now: number): void {
    this.#seenTo = Math.max(this.#seenTo, number);
    this.#readAt = now;
  }

  /** Notes that all above a paragraph was seen earlier, and nothing else. */
  hadSeen(number: number): void {
    this.#seenTo = number;
  }

  /** Goes a page up. */
  pageUp({ layout, height }: Window): void {
    const from = this.#top ?? lastPage(layout, height);
    this.#top = placeAbove(layout, from, pageOf(height));
    this.#isLanding = false;
  }

  /** Goes a page down; having read to the end, the mark is not needed. */
  pageDown({ layout, height }: Window): void {
    if (!this.#top) return;
    const top = placeBelow(layout, this.#top, pageOf(height));
    this.#isLanding = false;
    if (isAbove(top, lastPage(layout, height))) this.#top = top;
    else {
      this.#top = undefined;
      this.#marker = undefined;
    }
  }

  /** Goes to the first row. */
  toTop({ layout }: Window): void {
    this.#top = { number: layout.first, row: 0 };
    this.#isLanding = false;
  }

  /** Goes to the end. */
  toEnd(): void {
    this.#top = undefined;
    this.#isLanding = false;
  }

  /** Goes to the mark when it is next drawn, unless the rest is in sight. */
  toMarker(): void {
    this.#isLanding = this.#marker !== undefined;
  }

  /** Notes what is new since when. */
  mark(number: number, time: number): void {
    this.#marker = { number, time };
  }

  /** Notes that nothing is new any more. */
  clearMarker(): void {
    this.#marker = undefined;
    this.#isLanding = false;
  }

  #land({ layout, height }: Window): void {
    this.#isLanding = false;
    if (!this.#marker) return;
    this.#top = { number: this.#marker.number, row: 0 };
    // All that is new fits: then the page before it is good to see as well.
    if (!isAbove(this.#top, lastPage(layout, height))) this.#top = undefined;
  }
}

function pageOf(height: number): number {
  return Math.max(1, height - OVERLAP);
}
