/**
 * One page over several conversations, in the order of seqs: blocks are read one
 * at a time, always from the conversation that may come next, so that a page
 * costs little more than the blocks it is made of.
 *
 * @module
 */

import type { BlockRow } from "./block.ts";
import type { Entry } from "./log.ts";

/** Where a page begins, itself not in it, and whether it goes on or back. */
export interface PageStart {
  readonly seq: number;
  readonly step: 1 | -1;
}

/** Reads the entries of a row; none when it is damaged. */
export type ReadRow = (row: BlockRow) => readonly Entry[];

/**
 * Returns the first entries after the start, in the direction of the page;
 * oldest first either way.
 *
 * @param conversations The rows of each, in the direction of the page.
 */
export function mergePage(
  conversations: readonly Iterator<BlockRow>[],
  start: PageStart,
  limit: number,
  read: ReadRow,
): Entry[] {
  const sources = conversations.map((rows) => new Source(rows, start, read));
  const page: Entry[] = [];
  for (let source = nearestOf(sources); source; source = nearestOf(sources)) {
    if (isComplete(page, limit, start, source.distance)) break;
    for (const entry of source.advance()) {
      if (distanceTo(entry.seq, start) > 0) page.push(entry);
    }
  }
  page.sort((a, b) => a.seq - b.seq);
  return start.step > 0 ? page.slice(0, limit) : page.slice(-limit);
}

/** What is left of one conversation. */
class Source {
  readonly #rows: Iterator<BlockRow>;
  readonly #start: PageStart;
  readonly #read: ReadRow;
  #next: BlockRow | undefined;
  /** Every entry that is left is so far from the start, or further. */
  distance = 1;

  constructor(rows: Iterator<BlockRow>, start: PageStart, read: ReadRow) {
    this.#rows = rows;
    this.#start = start;
    this.#read = read;
  }

  /** Looks at the next row, or returns the entries of the one looked at. */
  advance(): readonly Entry[] {
    if (this.#next) return this.#readNext(this.#next);
    const { done, value } = this.#rows.next();
    if (done) {
      this.distance = Infinity;
      return [];
    }
    this.#next = value;
    const nearest = this.#start.step > 0 ? value.first : value.last;
    this.distance = Math.max(1, distanceTo(Number(nearest), this.#start));
    return [];
  }

  #readNext(row: BlockRow): readonly Entry[] {
    this.#next = undefined;
    const entries = this.#read(row);
    const end = this.#start.step > 0 ? entries.at(-1)?.seq : entries[0]?.seq;
    // A row that cannot be read does not say truly where it ends.
    const read = distanceTo(end ?? Number(row.first), this.#start);
    this.distance = Math.max(1, read + 1);
    return entries;
  }
}

function nearestOf(sources: readonly Source[]): Source | undefined {
  let nearest: Source | undefined;
  for (const source of sources) {
    if (source.distance < (nearest?.distance ?? Infinity)) nearest = source;
  }
  return nearest;
}

/** Returns whether what is left, from a distance on, cannot be in the page. */
function isComplete(
  page: readonly Entry[],
  limit: number,
  start: PageStart,
  distance: number,
): boolean {
  if (page.length < limit) return false;
  let nearer = 0;
  for (const { seq } of page) {
    if (distanceTo(seq, start) < distance) nearer++;
  }
  return nearer >= limit;
}

function distanceTo(seq: number, { seq: start, step }: PageStart): number {
  return (seq - start) * step;
}
