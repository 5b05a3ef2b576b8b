/**
 * The table of blocks: where every entry is. A damaged block is reported and
 * left out.
 *
 * @module
 */

import type { DatabaseSync, StatementSync } from "node:sqlite";
import {
  type Block,
  type BlockRow,
  MAX_SPAN,
  readBlock,
  toBlocks,
} from "./block.ts";
import { conversationKeys } from "./conversation.ts";
import type { Entry, PageQuery } from "./log.ts";
import { mergePage } from "./page_merge.ts";

const COLUMNS = "first, last, room, time, entries, checksum";

/**
 * Blocks of the first read; then twice as many each time, as nobody knows how
 * many entries are in them.
 */
const FIRST_READ = 2;
const MAX_READ = 128;

/**
 * From so many conversations on it is first looked whether little is left of the
 * log at all: one read instead of one for each, for all who come back soon.
 */
const MANY_CONVERSATIONS = 8;

/** Seqs of entries that cannot be read, both included. */
export interface Damage {
  readonly first: number;
  readonly last: number;
}

/** Reads and writes entries; most methods give them in the order of seqs. */
export class BlockTable {
  readonly #onDamage: (damage: Damage) => void;
  readonly #insert: StatementSync;
  readonly #delete: StatementSync;
  readonly #between: StatementSync;
  readonly #roomAfter: StatementSync;
  readonly #roomBefore: StatementSync;
  readonly #allAfter: StatementSync;
  readonly #anyAfter: StatementSync;
  readonly #allBefore: StatementSync;

  /** Prepares the statements. */
  constructor(database: DatabaseSync, onDamage: (damage: Damage) => void) {
    const select = `SELECT ${COLUMNS} FROM blocks`;
    this.#onDamage = onDamage;
    this.#insert = database.prepare(
      `INSERT INTO blocks (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)`,
    );
    this.#delete = database.prepare("DELETE FROM blocks WHERE first = ?");
    this.#between = database.prepare(
      `${select} WHERE first > ? - ${MAX_SPAN} AND last > ? AND first <= ?
       ORDER BY first`,
    );
    this.#roomAfter = database.prepare(
      `${select} WHERE room = ? AND first > ? AND last > ?
       ORDER BY first LIMIT ?`,
    );
    this.#roomBefore = database.prepare(
      `${select} WHERE room = ? AND first < ? ORDER BY first DESC LIMIT ?`,
    );
    this.#allAfter = database.prepare(
      `${select} WHERE first > ? ORDER BY first LIMIT ?`,
    );
    this.#anyAfter = database.prepare(
      `${select} WHERE first > ? AND last > ? ORDER BY first LIMIT ?`,
    );
    this.#allBefore = database.prepare(
      `${select} WHERE first < ? ORDER BY first DESC LIMIT ?`,
    );
  }

  /** Stores entries, which are in the order of their seqs. */
  insert(entries: readonly Entry[]): void {
    for (const block of toBlocks(entries)) this.#insertBlock(block);
  }

  /** Reads the entries after one seq up to another, of all rooms. */
  between(after: number, upTo: number): Entry[] {
    return this.#rowsBetween(after, upTo)
      .flatMap((row) => this.#whole(row))
      .filter(({ seq }) => seq > after && seq <= upTo)
      .sort((a, b) => a.seq - b.seq);
  }

  /** Reads single entries, in the order asked for, without those not there. */
  at(seqs: readonly number[]): Entry[] {
    let near: readonly Entry[] = [];
    return seqs.flatMap((wanted) => {
      const isWanted = ({ seq }: Entry) => seq === wanted;
      const read = () =>
        this.#rowsBetween(wanted - 1, wanted).flatMap((row) =>
          this.#whole(row)
        );
      if (!near.some(isWanted)) near = read();
      return near.find(isWanted) ?? [];
    });
  }

  /** Reads a page, oldest first. */
  page(query: PageQuery): Entry[] {
    const { after, before = Number.MAX_SAFE_INTEGER, limit } = query;
    const keys = conversationKeys(query);
    const isBack = after === undefined;
    const rows = isBack
      ? Array.from(keys, (key) => this.#rowsBefore(key, before))
      : this.#tail(keys, after) ??
        Array.from(keys, (key) => this.#rowsAfter(key, after));
    const start = isBack
      ? { seq: before, step: -1 } as const
      : { seq: after, step: 1 } as const;
    return mergePage(rows, start, limit, (row) => this.#whole(row));
  }

  /** Returns the newest seq that can be read; undefined when there is none. */
  newest(): number | undefined {
    const read = (edge: number, count: number) =>
      this.#allBefore.all(edge, count);
    let newest: number | undefined;
    for (const row of inLargerReads(Number.MAX_SAFE_INTEGER, read)) {
      const last = readBlock(row)?.at(-1)?.seq ?? 0;
      if (last > (newest ?? 0)) newest = last;
      // Blocks of one group overlap, those of different groups do not.
      if (newest !== undefined && Number(row.first) <= newest - MAX_SPAN) break;
    }
    return newest;
  }

  /**
   * Yields what is in each block that begins after a seq: its entries, or that
   * they are damaged. Reads every one of them, whatever it says of its end.
   */
  *blocks(after: number): Generator<readonly Entry[] | Damage> {
    const read = (edge: number, count: number) =>
      this.#allAfter.all(edge, count);
    for (const row of inLargerReads(after, read)) {
      yield readBlock(row) ?? damageOf(row);
    }
  }

  /**
   * Removes the entries after one seq up to another, and returns them. What
   * cannot be read goes when all of its block is to go.
   */
  delete(after: number, upTo: number): Entry[] {
    const isGone = ({ seq }: Entry) => seq > after && seq <= upTo;
    const gone: Entry[] = [];
    for (const row of this.#rowsBetween(after, upTo)) {
      const entries = readBlock(row);
      const isWithin = Number(row.first) > after && Number(row.last) <= upTo;
      if (!entries && !isWithin) continue;
      this.#delete.run(Number(row.first));
      gone.push(...entries?.filter(isGone) ?? []);
      this.insert(entries?.filter((entry) => !isGone(entry)) ?? []);
    }
    return gone;
  }

  #insertBlock(block: Block): void {
    const { first, last, conversation, time, entries, checksum } = block;
    this.#insert.run(first, last, conversation, time, entries, checksum);
  }

  #rowsBetween(after: number, upTo: number): BlockRow[] {
    return this.#between.all(after, after, upTo);
  }

  /** Returns all blocks that are left, one by one; undefined when many are. */
  #tail(
    keys: ReadonlySet<string>,
    after: number,
  ): Iterator<BlockRow>[] | undefined {
    if (keys.size < MANY_CONVERSATIONS) return undefined;
    const rows = this.#anyAfter.all(after - MAX_SPAN, after, keys.size);
    if (rows.length === keys.size) return undefined;
    return rows.filter(({ room }) => keys.has(String(room)))
      .map((row) => [row].values());
  }

  #rowsAfter(key: string, after: number): Generator<BlockRow> {
    return inLargerReads(
      after - MAX_SPAN,
      (edge, count) => this.#roomAfter.all(key, edge, after, count),
    );
  }

  #rowsBefore(key: string, before: number): Generator<BlockRow> {
    return inLargerReads(
      before,
      (edge, count) => this.#roomBefore.all(key, edge, count),
    );
  }

  #whole(row: BlockRow): Entry[] {
    const entries = readBlock(row);
    if (!entries) this.#onDamage(damageOf(row));
    return entries ?? [];
  }
}

/** Yields rows from an edge on, until a read brings fewer than it may. */
function* inLargerReads(
  edge: number,
  read: (edge: number, count: number) => BlockRow[],
): Generator<BlockRow> {
  for (let count = FIRST_READ;; count = Math.min(count * 2, MAX_READ)) {
    const rows = read(edge, count);
    yield* rows;
    if (rows.length < count) return;
    edge = Number(rows.at(-1)?.first);
  }
}

/** Returns whether it is damage, not entries. */
export function isDamage(
  block: readonly Entry[] | Damage,
): block is Damage {
  return "first" in block;
}

/** Returns the damage as a clause for people. */
export function describeDamage({ first, last }: Damage): string {
  return first === last
    ? `message ${first} is damaged`
    : `messages ${first} to ${last} are damaged`;
}

function damageOf({ first, last }: BlockRow): Damage {
  return { first: Number(first), last: Number(last) };
}
