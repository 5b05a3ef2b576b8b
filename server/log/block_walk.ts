/**
 * A walk over all blocks in small steps, which finds every seq that cannot be
 * read: seqs have no holes, so what no block has is lost.
 *
 * @module
 */

import { type BlockRow, readBlock } from "./block.ts";
import {
  type BlockTable,
  type Damage,
  describeDamage,
  isDamage,
} from "./block_table.ts";
import { DataError } from "./data_error.ts";
import { unlessCorrupt } from "./database.ts";
import type { Entry } from "./log.ts";

/** Blocks of one step at most, and entries it is to have: 2 to 3 ms. */
const STEP_BLOCKS = 64;
const STEP_ENTRIES = 256;

/** What one step met. */
export interface WalkStep {
  /** The entries of each whole block. */
  readonly blocks: readonly (readonly Entry[])[];
  /** Seqs that cannot be read, of those passed. */
  readonly missing: readonly Damage[];
  /** Whether the walk has come to the end. */
  readonly isDone: boolean;
}

/** One walk, from after a seq up to another. */
export class BlockWalk {
  readonly #table: BlockTable;
  readonly #last: number;
  /** Rows are read that begin after it. */
  #edge: number;
  /** What was met up to here is accounted for. */
  #passed: number;
  /** Seqs that were met beyond that; blocks of different rooms overlap. */
  readonly #met = new Set<number>();
  /** Where the hole begins that was met last. */
  #hole: number | undefined;
  #count = 1;

  /** Stands before the first block. */
  constructor(table: BlockTable, after: number, last: number) {
    this.#table = table;
    this.#edge = this.#passed = after;
    this.#last = last;
  }

  /** Takes all steps that are left. */
  *[Symbol.iterator](): Generator<WalkStep> {
    for (let isDone = false; !isDone;) {
      const step = this.step();
      yield step;
      isDone = step.isDone;
    }
  }

  /** Reads the next blocks. */
  step(): WalkStep {
    const blocks: Entry[][] = [];
    const missing: Damage[] = [];
    const rows = this.#rows();
    for (const row of rows) {
      this.#edge = Number(row.first);
      const entries = this.#whole(row);
      if (!entries) continue;
      blocks.push(entries);
      this.#pass(this.#edge - 1, missing);
      for (const { seq } of entries) this.#met.add(seq);
    }
    this.#adapt(blocks);
    const isDone = rows.length === 0 || this.#edge >= this.#last;
    if (isDone) this.#pass(this.#last, missing);
    if (isDone) this.#endOfHole(this.#last, missing);
    return { blocks, missing, isDone };
  }

  /** The next step reads as many blocks as have about the right number of entries. */
  #adapt(blocks: readonly (readonly Entry[])[]): void {
    const most = Math.max(1, ...blocks.map(({ length }) => length));
    const fitting = Math.ceil(STEP_ENTRIES / most);
    this.#count = Math.min(fitting, this.#count * 2, STEP_BLOCKS);
  }

  /** A block counts only where it is found by its seq, as its readers look. */
  #whole(row: BlockRow): Entry[] | undefined {
    const entries = readBlock(row);
    return entries && this.#isFound(Number(row.first)) ? entries : undefined;
  }

  #isFound(first: number): boolean {
    return unlessCorrupt(() => this.#table.row(first)) !== undefined;
  }

  /** No block that comes later has a seq up to this one. */
  #pass(seq: number, missing: Damage[]): void {
    while (this.#passed < seq) {
      const next = ++this.#passed;
      if (this.#met.delete(next)) this.#endOfHole(next - 1, missing);
      else this.#hole ??= next;
    }
  }

  #endOfHole(last: number, missing: Damage[]): void {
    if (this.#hole !== undefined) missing.push({ first: this.#hole, last });
    this.#hole = undefined;
  }

  /** Reads what comes next; beyond what cannot be read where that is so. */
  #rows(): readonly BlockRow[] {
    const rows = this.#read(this.#edge, this.#count) ??
      this.#read(this.#edge, 1);
    if (rows) return rows;
    this.#edge = this.#nextReadable();
    return this.#read(this.#edge, 1) ?? [];
  }

  /** Returns an edge after which a block can be read, or the end. */
  #nextReadable(): number {
    let unread = this.#edge;
    let step = 1;
    while (!this.#read(unread + step, 1)) {
      if (unread + step > this.#last) return this.#last;
      unread += step;
      step *= 2;
    }
    let readable = unread + step;
    while (readable - unread > 1) {
      const middle = Math.floor((unread + readable) / 2);
      if (this.#read(middle, 1)) readable = middle;
      else unread = middle;
    }
    return readable;
  }

  /** Reads rows in their order; undefined when the file is damaged there. */
  #read(edge: number, count: number): readonly BlockRow[] | undefined {
    const rows = unlessCorrupt(() => this.#table.rowsAfter(edge, count));
    let last = edge;
    for (const { first } of rows ?? []) {
      if (typeof first !== "number" || first <= last) return undefined;
      last = first;
    }
    return rows;
  }
}

/**
 * Checks that all of them can be read.
 *
 * @throws {DataError} when one cannot.
 */
export function verifyBlocks(
  blocks: Iterable<readonly Entry[] | Damage>,
): void {
  for (const block of blocks) {
    if (!isDamage(block)) continue;
    throw new DataError(
      `Cannot use this log: ${
        describeDamage(block)
      }; restore a backup, or save what is whole with "ktn export"`,
    );
  }
}
