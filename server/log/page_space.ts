/**
 * How much a page of entries may hold: what is read and held for one reader at
 * a time has a bound, however long the messages are.
 *
 * @module
 */

import type { Entry, PageQuery } from "./log.ts";

/**
 * UTF-16 code units of text in a page: as payload it has as many bytes at least,
 * so a full page always has more than one payload takes.
 */
export const MAX_PAGE_CHARS = 65_536;

/** Which bounds a page has. */
type PageLimits = Pick<PageQuery, "limit" | "maxChars">;

/** What is left of a page that is being filled. */
export class PageSpace {
  #entries: number;
  #chars: number;

  /** An empty page. */
  constructor({ limit, maxChars = MAX_PAGE_CHARS }: PageLimits) {
    this.#entries = limit;
    this.#chars = maxChars;
  }

  /** Whether nothing more is to be read. */
  get isFull(): boolean {
    return this.#entries <= 0 || this.#chars <= 0;
  }

  /** Takes an entry; the last one may be longer than what is left. */
  take({ text }: Entry): void {
    this.#entries--;
    this.#chars -= text.length;
  }
}

/** Returns those of the entries, the nearest first, that a page holds. */
export function fillPage(
  nearestFirst: Iterable<Entry>,
  limits: PageLimits,
): Entry[] {
  const space = new PageSpace(limits);
  const page: Entry[] = [];
  for (const entry of nearestFirst) {
    if (space.isFull) break;
    space.take(entry);
    page.push(entry);
  }
  return page;
}

/** Returns whether a page ended because it was full, not because nothing is left. */
export function isFull(page: readonly Entry[], limits: PageLimits): boolean {
  const space = new PageSpace(limits);
  for (const entry of page) space.take(entry);
  return space.isFull;
}
