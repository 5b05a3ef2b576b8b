/**
 * The blocks of a conversation, found by their places and read together with
 * them: a read of its own for each would cost more than the block it brings.
 *
 * @module
 */

import type { DatabaseSync, StatementSync } from "node:sqlite";
import { type BlockRow, MAX_SPAN } from "./block.ts";
import type { SeqRange } from "./conversation_ranges.ts";
import { unlessCorrupt } from "./database.ts";
import { type Place, type PlaceTable, toPlace } from "./place_table.ts";

/** Blocks of the first read, when as many entries are wanted, and at most. */
const FIRST_READ = 2;
const MAX_READ = 128;

/** A place, and the row of the block that is there. */
export interface PlacedBlock extends Place {
  /** Without entries where no such block is, missing where nothing was read. */
  readonly row?: BlockRow;
}

/** Reads places with their blocks. */
export class PlacedBlocks {
  readonly #places: PlaceTable;
  readonly #after: StatementSync;
  readonly #before: StatementSync;

  /** Prepares the statements. */
  constructor(database: DatabaseSync, places: PlaceTable) {
    const select = `SELECT room, first, last, time, entries, checksum
       FROM places LEFT JOIN blocks USING (room, first, last) WHERE room = ?`;
    this.#places = places;
    this.#after = database.prepare(
      `${select} AND first > ? AND last > ? ORDER BY first LIMIT ?`,
    );
    this.#before = database.prepare(
      `${select} AND first < ? ORDER BY first DESC LIMIT ?`,
    );
  }

  /** Yields those in a range of a conversation with something after a seq. */
  *after(
    room: string,
    range: SeqRange,
    seq: number,
    enough: number,
  ): Generator<PlacedBlock> {
    const start = Math.max(seq, range.after);
    if (start >= range.upTo) return;
    const read = (edge: number, count: number) =>
      unlessCorrupt(() =>
        this.#after.all(room, edge, start, count).map(toPlacedBlock)
      ) ?? this.#places.after(room, edge, start, count);
    const entriesOf = ({ first, last }: Place) =>
      last - Math.max(first - 1, start);
    const blocks = inFittingReads(start - MAX_SPAN, read, entriesOf, enough);
    for (const block of blocks) {
      if (block.first > range.upTo) return;
      yield block;
    }
  }

  /** Yields those with something before a seq, the newest first. */
  *before(
    room: string,
    range: SeqRange,
    seq: number,
    enough: number,
  ): Generator<PlacedBlock> {
    const start = Math.min(seq, range.upTo + 1);
    if (start <= range.after + 1) return;
    const read = (edge: number, count: number) =>
      unlessCorrupt(() =>
        this.#before.all(room, edge, count).map(toPlacedBlock)
      ) ?? this.#places.before(room, edge, count);
    const entriesOf = ({ first, last }: Place) =>
      Math.min(last + 1, start) - first;
    for (const block of inFittingReads(start, read, entriesOf, enough)) {
      if (block.last <= range.after) return;
      yield block;
    }
  }
}

/**
 * Yields blocks from an edge on; each read brings twice as many as the one
 * before, but no more than are needed for so many entries if all are like those.
 */
function* inFittingReads(
  edge: number,
  read: (edge: number, count: number) => readonly PlacedBlock[],
  entriesOf: (place: Place) => number,
  enough: number,
): Generator<PlacedBlock> {
  let met = 0;
  let entries = 0;
  for (let count = Math.min(FIRST_READ, enough);;) {
    const blocks = read(edge, count);
    yield* blocks;
    if (blocks.length < count) return;
    edge = blocks.at(-1)?.first ?? edge;
    met += count;
    for (const block of blocks) entries += Math.max(1, entriesOf(block));
    const missing = Math.ceil((enough - entries) * met / entries);
    const fitting = missing > 0 ? missing : Infinity;
    count = Math.min(count * 2, MAX_READ, fitting);
  }
}

/** Returns a block as its row says where it is. */
function toPlacedBlock(row: BlockRow): PlacedBlock {
  return { ...toPlace(row), row };
}
