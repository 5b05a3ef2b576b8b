/**
 * The blocks where a page was read, against which the places are held by which
 * it was read: none may be missing among them.
 *
 * @module
 */

import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { BlockRow } from "./block.ts";
import { unlessCorrupt } from "./database.ts";
import type { Place } from "./place_table.ts";

/**
 * A page is checked against so many blocks at most; where a page lies among
 * more, of other conversations, it is for the check of the whole table.
 */
const MAX_CHECKED = 256;

/** The places of one conversation by which a page was read. */
export interface PlacesRead {
  readonly room: string;
  readonly places: readonly Place[];
}

/** Blocks in a range of seqs that is given by two parameters, a few. */
export class BlocksInRange {
  readonly #all: StatementSync;
  readonly #hidden: StatementSync;
  readonly #sums: StatementSync;

  /** Prepares the statements; the range says where and in which order. */
  constructor(database: DatabaseSync, range: string) {
    const heads =
      `SELECT first, last, room FROM blocks WHERE ${range} LIMIT ${MAX_CHECKED}`;
    this.#all = database.prepare(heads);
    this.#hidden = database.prepare(
      `SELECT * FROM (${heads}) AS head
       WHERE NOT EXISTS (SELECT 1 FROM places WHERE room = head.room
         AND first = head.first AND last = head.last)`,
    );
    this.#sums = database.prepare(
      `SELECT min(first) AS least, max(first) AS most,
         count(*) AS count, total(first) AS sum
       FROM (${heads}) WHERE room = ?3`,
    );
  }

  /**
   * Returns those that no place names; none where the blocks are unreadable.
   *
   * @param read With them it is enough, if all is well, to count the blocks of
   * their conversation; those of others are not looked at then.
   */
  hidden(
    one: number,
    other: number,
    read?: PlacesRead,
  ): readonly BlockRow[] {
    try {
      if (read && this.#areAll(one, other, read)) return [];
      return this.#hidden.all(one, other);
    } catch (error) {
      const areReadable = unlessCorrupt(() => this.#all.all(one, other));
      if (areReadable) throw error;
      return [];
    }
  }

  /** Whether the blocks of the conversation are the same, as their sum says. */
  #areAll(
    one: number,
    other: number,
    { room, places }: PlacesRead,
  ): boolean {
    const blocks = this.#sums.get(one, other, room) ?? {};
    const [least, most] = [Number(blocks.least), Number(blocks.most)];
    let count = 0;
    let sum = 0;
    for (const { first } of places) {
      if (first < least || first > most) continue;
      count++;
      sum += first;
    }
    return count === blocks.count && sum === blocks.sum;
  }
}
