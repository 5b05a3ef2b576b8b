/**
 * One connection to the SQLite log: its tables under one roof, and the
 * transactions around them. Knows nothing of timers and of what to do when the
 * disk fails; after an error other than a full disk it is to be closed.
 *
 * @module
 */

import type { DatabaseSync, StatementSync } from "node:sqlite";
import { DataError } from "../data_error.ts";
import {
  openDatabase,
  readSetting,
  toDataError,
  Transactions,
} from "../database.ts";
import { EntryTable } from "./entry_table.ts";
import { Facts } from "./facts.ts";
import type { Draft, Entry, Outcome, PageQuery, SearchQuery } from "./log.ts";
import { migrate } from "./schema.ts";
import type { StoredEntry } from "./stored_entry.ts";
import { WordIndex } from "./word_index.ts";

/** So many of the newest entries are verified at the start: 5 ms. */
const VERIFIED_AT_START = 1000;

/**
 * While people talk on, words are indexed only when so many messages wait for
 * it; a search that comes then waits for them, about 8 µs each.
 */
const MAX_UNINDEXED = 20_000;

/** What became of a group. */
export interface Written {
  /** For each draft, in order. */
  readonly outcomes: readonly Outcome[];
  /** What was stored, oldest first. */
  readonly group: readonly Entry[];
}

/** Holds nothing in memory that a failed transaction could make untrue. */
export class SqliteStore implements Disposable {
  readonly #database: DatabaseSync;
  readonly #transactions: Transactions;
  readonly #facts: Facts;
  readonly #entries: EntryTable;
  readonly #words: WordIndex;
  readonly #checkpoint: StatementSync;
  readonly #firstSince: StatementSync;
  #last: number;
  #forgotten: number;
  #isDirty = false;

  /** Prepares everything on a migrated database. */
  constructor(database: DatabaseSync, onDamage: (seq: number) => void) {
    this.#database = database;
    this.#transactions = new Transactions(database);
    this.#facts = new Facts(database);
    this.#entries = new EntryTable(database, onDamage);
    this.#words = new WordIndex(database, this.#entries, this.#facts);
    this.#checkpoint = database.prepare("PRAGMA wal_checkpoint(PASSIVE)");
    this.#firstSince = database.prepare(
      `SELECT min(seq) AS seq FROM
         (SELECT seq, time FROM entries WHERE seq > ? ORDER BY seq LIMIT ?)
       WHERE time >= ?`,
    );
    const bounds = this.#entries.bounds();
    const forgotten = this.#facts.seq("forgotten");
    this.#forgotten = bounds ? bounds.oldest - 1 : forgotten;
    this.#last = bounds ? bounds.newest : forgotten;
  }

  /**
   * Opens the database, brings its tables up to date and looks at the newest
   * entries.
   *
   * @param onDamage Told of each damaged entry that is met later.
   * @throws {DataError} when it cannot be used.
   */
  static open(path: string, onDamage: (seq: number) => void): SqliteStore {
    const database = openDatabase(path);
    try {
      migrate(database);
      const store = new SqliteStore(database, onDamage);
      store.#verifyNewest();
      return store;
    } catch (error) {
      database.close();
      throw toDataError(path, error);
    }
  }

  /** The newest seq ever given. */
  get last(): number {
    return this.#last;
  }

  /** The newest seq that was forgotten. */
  get forgotten(): number {
    return this.#forgotten;
  }

  /** Entries up to this seq are found by a search. */
  get indexed(): number {
    return this.#words.position;
  }

  /** What tells this log from all others. */
  get logName(): string {
    return this.#facts.logName;
  }

  /** Bytes in use, without pages that wait to be used again. */
  get usedBytes(): number {
    const read = (name: string) => Number(readSetting(this.#database, name));
    return (read("page_count") - read("freelist_count")) * read("page_size");
  }

  /** Stores a group, whole or not at all. */
  write(drafts: readonly Draft[], now: number): Written {
    const group: Entry[] = [];
    const outcomes = this.#change(() => this.#insertAll(drafts, now, group));
    this.#last += group.length;
    return { outcomes, group };
  }

  /** Reads a page, oldest first. */
  page(query: PageQuery): StoredEntry[] {
    return this.#entries.page(query);
  }

  /** Reads the oldest entries after a seq, of all rooms. */
  after(seq: number, limit: number): StoredEntry[] {
    return this.#entries.after(seq, limit);
  }

  /** Finds the newest entries by their words, oldest first. */
  find(query: SearchQuery): StoredEntry[] {
    return this.#words.find(query);
  }

  /** Makes the next few entries findable; returns whether there may be more. */
  indexMore(isQuiet = true): boolean {
    const missing = this.#last - this.indexed;
    if (missing <= (isQuiet ? 0 : MAX_UNINDEXED)) return false;
    return this.#change(() => this.#words.step());
  }

  /** Throws the index of words away, to be made anew. */
  resetIndex(): void {
    this.#change(() => this.#words.reset());
  }

  /** Returns the first seq, of so many after one, that is not older than `time`. */
  firstSince(time: number, after: number, count: number): number | undefined {
    const seq = this.#firstSince.get(after, count, time)?.seq;
    return typeof seq === "number" ? seq : undefined;
  }

  /** Forgets the oldest entries up to a seq. */
  forget(upTo: number): void {
    this.#change(() => {
      this.#words.delete(this.#forgotten, upTo);
      this.#entries.delete(this.#forgotten, upTo);
      this.#facts.set("forgotten", upTo);
    });
    this.#forgotten = upTo;
  }

  /** Removes what was stored after a seq, by a commit that reported a failure. */
  undoAfter(seq: number): void {
    if (this.#last <= seq) return;
    this.#change(() => this.#entries.delete(seq, this.#last));
    this.#last = seq;
  }

  /** Moves what was committed from the write-ahead log to its place, all of it. */
  checkpoint(isQuiet = true): false {
    if (!isQuiet) return false; // SQLite does it itself when there is much of it
    if (this.#isDirty) this.#checkpoint.get();
    this.#isDirty = false;
    return false;
  }

  /** Closes the connection; the last to close leaves one file behind. */
  [Symbol.dispose](): void {
    this.#database.close();
  }

  #change<T>(work: () => T): T {
    const result = this.#transactions.run(work);
    this.#isDirty = true;
    return result;
  }

  #insertAll(
    drafts: readonly Draft[],
    now: number,
    group: Entry[],
  ): readonly Outcome[] {
    const withoutId: Entry[] = [];
    const outcomes = drafts.map((draft) =>
      this.#insert(draft, now, group, withoutId)
    );
    this.#entries.insertAll(withoutId);
    return outcomes;
  }

  /** Stores one draft at its place in the group; without an id, later. */
  #insert(draft: Draft, now: number, group: Entry[], later: Entry[]): Outcome {
    const { room, author, text, id, time = now } = draft;
    const seq = this.#last + group.length + 1;
    const entry = { seq, time, room, author, text };
    if (id === undefined) later.push(entry);
    else if (!this.#entries.insert(entry, id)) return this.#first(author, id);
    group.push(entry);
    return { kind: "stored", entry };
  }

  #first(author: string, id: string): Outcome {
    const seq = this.#entries.seqOf(author, id);
    if (seq !== undefined) return { kind: "duplicate", seq };
    throw new DataError(`Cannot find what is stored under the id "${id}"`);
  }

  #verifyNewest(): void {
    const damaged = this.#entries.firstDamaged(this.#last - VERIFIED_AT_START);
    if (damaged === undefined) return;
    throw new DataError(
      `Cannot use this log: message ${damaged} is damaged; restore a backup, or save what is whole with "ktn export"`,
    );
  }
}
