/**
 * The table of blocks: where every entry is. A damaged block is reported and
 * left out.
 *
 * @module
 */

import type { DatabaseSync, StatementSync } from "node:sqlite";
import {
  type BlockRow,
  type CountedBlock,
  MAX_SPAN,
  readBlock,
  toBlocks,
} from "./block.ts";
import { blankOf } from "./blank_entry.ts";
import { unlessCorrupt } from "./database.ts";
import type { Entry } from "./log.ts";
import { type Place, PlaceTable, toPlace } from "./place_table.ts";

const COLUMNS = "first, last, room, time, entries, checksum";

/**
 * Blocks of the first read; then twice as many each time, as nobody knows how
 * many entries are in them.
 */
const FIRST_READ = 2;
const MAX_READ = 128;

/** Seqs of entries that cannot be read, both included. */
export interface Damage {
  readonly first: number;
  readonly last: number;
}

/** Blocks that are erased at once. */
const ERASED_AT_ONCE = 16;

/** What was erased, and after which edge to go on; undefined at the end. */
export interface Erased {
  readonly gone: readonly Entry[];
  readonly edge: number | undefined;
}

/** Reads and writes entries; most methods give them in the order of seqs. */
export class BlockTable {
  /** Where the blocks of each conversation are. */
  readonly places: PlaceTable;
  readonly #onDamage: (damage: Damage) => void;
  readonly #insert: StatementSync;
  readonly #delete: StatementSync;
  readonly #between: StatementSync;
  readonly #at: StatementSync;
  readonly #allAfter: StatementSync;
  readonly #allBefore: StatementSync;

  /** Prepares the statements. */
  constructor(database: DatabaseSync, onDamage: (damage: Damage) => void) {
    const select = `SELECT ${COLUMNS} FROM blocks`;
    this.#onDamage = onDamage;
    this.places = new PlaceTable(database);
    this.#insert = database.prepare(
      `INSERT INTO blocks (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)`,
    );
    this.#delete = database.prepare("DELETE FROM blocks WHERE first = ?");
    this.#between = database.prepare(
      `${select} WHERE first > ? - ${MAX_SPAN} AND last > ? AND first <= ?
       ORDER BY first`,
    );
    this.#at = database.prepare(`${select} WHERE first = ?`);
    this.#allAfter = database.prepare(
      `${select} WHERE first > ? ORDER BY first LIMIT ?`,
    );
    this.#allBefore = database.prepare(
      `${select} WHERE first < ? ORDER BY first DESC LIMIT ?`,
    );
  }

  /** Stores entries, which are in the order of their seqs. */
  insert(entries: readonly Entry[]): void {
    const blocks = toBlocks(entries);
    for (const block of blocks) this.#insertBlock(block);
    // In the order of their table: neighbours share its pages.
    blocks.sort(byConversation);
    for (const { conversation: room, first, last, counts } of blocks) {
      this.places.insert({ room, first, last }, counts);
    }
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
    return [...this.each(seqs)];
  }

  /** Does the same one by one, as they are taken. */
  *each(seqs: Iterable<number>): Generator<Entry> {
    let near: readonly Entry[] = [];
    for (const wanted of seqs) {
      const isWanted = ({ seq }: Entry) => seq === wanted;
      if (!near.some(isWanted)) {
        near = this.#rowsBetween(wanted - 1, wanted)
          .flatMap((row) => this.#whole(row));
      }
      const entry = near.find(isWanted);
      if (entry) yield entry;
    }
  }

  /** Reads a row; undefined when there is none where it is looked for. */
  row(first: number): BlockRow | undefined {
    return this.#at.get(first);
  }

  /** Reads the next rows after an edge. */
  rowsAfter(edge: number, count: number): BlockRow[] {
    return this.#allAfter.all(edge, count);
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
      this.places.delete(toPlace(row));
      gone.push(...entries?.filter(isGone) ?? []);
      this.insert(entries?.filter((entry) => !isGone(entry)) ?? []);
    }
    return gone;
  }

  /**
   * Makes entries of a conversation blank, of a few blocks that begin after an
   * edge, up to a seq. A block that cannot be read goes, if all of it is meant.
   */
  erase(room: string, edge: number, upTo: number): Erased {
    const gone: Entry[] = [];
    const places = this.places.after(room, edge, 0, ERASED_AT_ONCE)
      .filter(({ first }) => first <= upTo);
    for (const place of places) gone.push(...this.#eraseAt(place, upTo));
    const isDone = places.length < ERASED_AT_ONCE;
    return { gone, edge: isDone ? undefined : places.at(-1)?.first };
  }

  #eraseAt(place: Place, upTo: number): readonly Entry[] {
    const row = this.row(place.first);
    const entries = row && readBlock(row);
    if (!entries && place.last > upTo) return [];
    this.#delete.run(place.first);
    this.places.delete(place);
    const isGone = ({ seq }: Entry) => seq <= upTo;
    this.insert(
      (entries ?? []).map((entry) => isGone(entry) ? blankOf(entry) : entry),
    );
    return entries?.filter(isGone) ?? [];
  }

  #insertBlock(block: CountedBlock): void {
    const { first, last, conversation, time, entries, checksum } = block;
    this.#insert.run(first, last, conversation, time, entries, checksum);
  }

  #rowsBetween(after: number, upTo: number): BlockRow[] {
    const rows = unlessCorrupt(() => this.#between.all(after, after, upTo));
    return rows ?? this.#singleRows(after, upTo);
  }

  /** Reads rows one by one, without those that are where the file is damaged. */
  #singleRows(after: number, upTo: number): BlockRow[] {
    const rows: BlockRow[] = [];
    for (let first = after - MAX_SPAN + 1; first <= upTo; first++) {
      const row = unlessCorrupt(() => this.row(first));
      if (row && Number(row.last) > after) rows.push(row);
    }
    return rows;
  }

  #whole(row: BlockRow): Entry[] {
    const entries = readBlock(row);
    if (!entries) this.#onDamage(damageOf(row));
    return entries ?? [];
  }
}

function byConversation(
  { conversation: one }: CountedBlock,
  { conversation: other }: CountedBlock,
): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** Yields rows from an edge on, until a read brings fewer than it may. */
export function* inLargerReads<T extends { readonly first?: unknown }>(
  edge: number,
  read: (edge: number, count: number) => readonly T[],
): Generator<T> {
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

/** Returns what a row says that is damaged in it. */
export function damageOf({ first, last }: BlockRow): Damage {
  return { first: Number(first), last: Number(last) };
}
