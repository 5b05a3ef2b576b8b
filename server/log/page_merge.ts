/**
 * One page over several conversations, in the order of seqs: blocks are taken one
 * at a time, always from the conversation that may come next, so that a page
 * costs little more than the blocks it is made of.
 *
 * @module
 */

import { MAX_SPAN } from "./block.ts";
import type { Entry, PageQuery } from "./log.ts";
import type { PageFilter } from "./page_filter.ts";
import { fillPage, isFull, PageSpace } from "./page_space.ts";
import type { Place } from "./place_table.ts";

/** Where a page begins, itself not in it, and whether it goes on or back. */
export interface PageStart {
  readonly seq: number;
  readonly step: 1 | -1;
}

/** Reads the entries of a block; none when it is damaged. */
export type ReadBlock<T extends Place> = (place: T) => readonly Entry[];

/** Where a page takes its blocks from, in its direction. */
export interface PlaceSource<T extends Place> {
  readonly places: Iterator<T>;
  /**
   * Whether they are of several conversations: then they are in the order of
   * their first seqs, and what comes later may begin where one has not ended.
   *
   * @default {false}
   */
  readonly isMixed?: boolean;
}

/** How much a page may hold. */
type PageLimits = Pick<PageQuery, "limit" | "maxChars">;

/** What was read. */
export interface MergedPage {
  /** Oldest first. */
  readonly entries: Entry[];
  /** Whether it ended because it was full. */
  readonly isFull: boolean;
}

/**
 * Returns the first entries after the start, in the direction of the page;
 * oldest first either way.
 *
 * @param from One for each conversation, or one for all.
 */
export function mergePage<T extends Place>(
  from: readonly PlaceSource<T>[],
  start: PageStart,
  limits: PageLimits,
  { read, filter }: {
    readonly read: ReadBlock<T>;
    /** What belongs into the page. */
    readonly filter: PageFilter;
  },
): MergedPage {
  const sources = from.map((source) => new Source(source, start, read));
  const page: Entry[] = [];
  const space = new PageSpace(limits);
  for (let source = nearestOf(sources); source; source = nearestOf(sources)) {
    const { distance } = source;
    if (space.isFull && isComplete(page, limits, start, distance)) break;
    for (const entry of source.advance()) {
      if (distanceTo(entry.seq, start) <= 0 || !filter.has(entry)) continue;
      page.push(entry);
      space.take(entry);
    }
  }
  page.sort((a, b) => distanceTo(a.seq, start) - distanceTo(b.seq, start));
  const entries = fillPage(page, limits);
  const merged = { entries, isFull: isFull(entries, limits) };
  if (start.step < 0) entries.reverse();
  return merged;
}

/** What is left of one source. */
class Source<T extends Place> {
  readonly #places: Iterator<T>;
  readonly #isMixed: boolean;
  readonly #start: PageStart;
  readonly #read: ReadBlock<T>;
  #next: T | undefined;
  /** Every entry that is left is so far from the start, or further. */
  distance = 1;

  constructor(
    { places, isMixed = false }: PlaceSource<T>,
    start: PageStart,
    read: ReadBlock<T>,
  ) {
    this.#places = places;
    this.#isMixed = isMixed;
    this.#start = start;
    this.#read = read;
  }

  /** Looks at the next place, or reads the block at the one looked at. */
  advance(): readonly Entry[] {
    if (this.#next) return this.#readNext(this.#next);
    const { done, value } = this.#places.next();
    if (done) {
      this.distance = Infinity;
      return [];
    }
    this.#next = value;
    const nearest = distanceTo(this.#nearestFrom(value), this.#start);
    this.distance = Math.max(1, nearest);
    return [];
  }

  /** The nearest seq that can be in a block, or in any that comes after it. */
  #nearestFrom({ first, last }: T): number {
    if (this.#start.step > 0) return first;
    return this.#isMixed ? first + MAX_SPAN - 1 : last;
  }

  #readNext(place: T): readonly Entry[] {
    this.#next = undefined;
    const entries = this.#read(place);
    if (this.#isMixed) return entries;
    const end = this.#start.step > 0 ? entries.at(-1)?.seq : entries[0]?.seq;
    // A block that cannot be read does not say truly where it ends.
    const read = distanceTo(end ?? place.first, this.#start);
    this.distance = Math.max(1, read + 1);
    return entries;
  }
}

function nearestOf<T extends Place>(
  sources: readonly Source<T>[],
): Source<T> | undefined {
  let nearest: Source<T> | undefined;
  for (const source of sources) {
    if (source.distance < (nearest?.distance ?? Infinity)) nearest = source;
  }
  return nearest;
}

/** Returns whether what is left, from a distance on, cannot be in a full page. */
function isComplete(
  page: readonly Entry[],
  limits: PageLimits,
  start: PageStart,
  distance: number,
): boolean {
  return isFull(
    page.filter(({ seq }) => distanceTo(seq, start) < distance),
    limits,
  );
}

function distanceTo(seq: number, { seq: start, step }: PageStart): number {
  return (seq - start) * step;
}
