/**
 * Pages of conversations, read by the table of places and checked against the
 * table of blocks: what one of them hides is noticed before anybody gets a page
 * with a hole in it.
 *
 * @module
 */

import type { DatabaseSync, StatementSync } from "node:sqlite";
import { type BlockRow, MAX_SPAN, readBlock } from "./block.ts";
import {
  type BlockTable,
  type Damage,
  damageOf,
  inLargerReads,
} from "./block_table.ts";
import { conversationKeys } from "./conversation.ts";
import { unlessCorrupt } from "./database.ts";
import { IndexDamage } from "./index_damage.ts";
import type { Entry, PageQuery } from "./log.ts";
import { mergePage } from "./page_merge.ts";
import { type Place, toPlace } from "./place_table.ts";

/**
 * From so many conversations on it is first looked whether little is left of the
 * log at all: one read instead of one for each, for all who come back soon.
 */
const MANY_CONVERSATIONS = 8;

/**
 * A page is checked against so many blocks at most; where a page lies among
 * more, of other conversations, it is for the check of the whole table.
 */
const MAX_CHECKED = 256;

const HEADS = "SELECT first, last, room FROM blocks WHERE";

/** Blocks in a range of seqs that is given by two parameters, a few. */
class BlocksInRange {
  readonly #all: StatementSync;
  readonly #hidden: StatementSync;

  constructor(database: DatabaseSync, range: string) {
    const heads = `${HEADS} ${range} LIMIT ${MAX_CHECKED}`;
    this.#all = database.prepare(heads);
    this.#hidden = database.prepare(
      `SELECT * FROM (${heads}) AS head
       WHERE NOT EXISTS (SELECT 1 FROM places WHERE room = head.room
         AND first = head.first AND last = head.last)`,
    );
  }

  /** Returns those that no place names; none where the blocks are unreadable. */
  hidden(one: number, other: number): readonly BlockRow[] {
    try {
      return this.#hidden.all(one, other);
    } catch (error) {
      const areReadable = unlessCorrupt(() => this.#all.all(one, other));
      if (areReadable) throw error;
      return [];
    }
  }
}

/** Reads pages; what is damaged is reported and left out. */
export class PageReader {
  readonly #blocks: BlockTable;
  readonly #onDamage: (damage: Damage) => void;
  readonly #anyAfter: StatementSync;
  readonly #after: BlocksInRange;
  readonly #before: BlocksInRange;

  /** Prepares the statements. */
  constructor(
    database: DatabaseSync,
    blocks: BlockTable,
    onDamage: (damage: Damage) => void,
  ) {
    this.#blocks = blocks;
    this.#onDamage = onDamage;
    this.#anyAfter = database.prepare(
      `${HEADS} first > ? AND last > ? ORDER BY first LIMIT ?`,
    );
    // From the block before the page on, as it may reach into it.
    this.#after = new BlocksInRange(
      database,
      `last > ?1 AND first <= ?2 AND first >= coalesce(
         (SELECT first FROM blocks WHERE first <= ?1 ORDER BY first DESC LIMIT 1),
         0) ORDER BY first`,
    );
    this.#before = new BlocksInRange(
      database,
      "first < ? AND first >= ? ORDER BY first DESC",
    );
  }

  /** Reads a page as if nothing were there after a seq. */
  pageUpTo(query: PageQuery, upTo: number): Entry[] {
    const { after, before = upTo + 1 } = query;
    if (after !== undefined) {
      return this.page(query).filter(({ seq }) => seq <= upTo);
    }
    return this.page({ ...query, before: Math.min(before, upTo + 1) });
  }

  /**
   * Reads a page, oldest first.
   *
   * @throws {IndexDamage} when the table of places hides a block of it.
   */
  page(query: PageQuery): Entry[] {
    const { after, before = Number.MAX_SAFE_INTEGER } = query;
    const keys = conversationKeys(query);
    const isBack = after === undefined;
    const places = isBack
      ? Array.from(keys, (key) => this.#placesBefore(key, before))
      : this.#tail(keys, after) ??
        Array.from(keys, (key) => this.#placesAfter(key, after));
    const start = isBack
      ? { seq: before, step: -1 } as const
      : { seq: after, step: 1 } as const;
    const page = mergePage(
      places,
      start,
      query,
      (place) => this.#read(place),
    );
    const end = page.isFull ? page.entries.at(isBack ? 0 : -1)?.seq : undefined;
    this.#check(
      isBack
        ? this.#before.hidden(before, end ?? 0)
        : this.#after.hidden(after, end ?? Number.MAX_SAFE_INTEGER),
    );
    return page.entries;
  }

  #read(place: Place): readonly Entry[] {
    const row = this.#row(place);
    const entries = row && readBlock(row);
    if (!entries) this.#onDamage(row ? damageOf(row) : place);
    else if (row.room !== place.room || row.last !== place.last) {
      throw new IndexDamage(place);
    }
    return entries ?? [];
  }

  /** A page of the file that cannot be read takes only its own blocks along. */
  #row({ first }: Place): BlockRow | undefined {
    return unlessCorrupt(() => this.#blocks.row(first));
  }

  #check(hidden: readonly BlockRow[]): void {
    const found = hidden.map(toPlace).find((head) => this.#isWhole(head));
    if (found) throw new IndexDamage(found);
  }

  /** What a damaged block says of itself means nothing. */
  #isWhole(head: Place): boolean {
    const row = this.#row(head);
    return row !== undefined && readBlock(row) !== undefined;
  }

  /** Returns all blocks that are left, one by one; undefined when many are. */
  #tail(
    keys: ReadonlySet<string>,
    after: number,
  ): Iterator<Place>[] | undefined {
    if (keys.size < MANY_CONVERSATIONS) return undefined;
    const rows = unlessCorrupt(() =>
      this.#anyAfter.all(after - MAX_SPAN, after, keys.size)
    );
    if (!rows || rows.length === keys.size) return undefined;
    return rows.map(toPlace).filter(({ room }) => keys.has(room))
      .map((place) => [place].values());
  }

  #placesAfter(key: string, after: number): Generator<Place> {
    return inLargerReads(
      after - MAX_SPAN,
      (edge, count) => this.#blocks.places.after(key, edge, after, count),
    );
  }

  #placesBefore(key: string, before: number): Generator<Place> {
    return inLargerReads(
      before,
      (edge, count) => this.#blocks.places.before(key, edge, count),
    );
  }
}
