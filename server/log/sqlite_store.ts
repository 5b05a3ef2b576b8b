/**
 * One connection to the SQLite log: all its tables, and the transactions around
 * them. After an error other than a full disk it is to be closed.
 *
 * @module
 */

import type { DatabaseSync } from "node:sqlite";
import { openDatabase, toDataError, Transactions } from "./database.ts";
import { BlockTable, type Damage } from "./block_table.ts";
import { BlockWalk, verifyBlocks } from "./block_walk.ts";
import { AncestorTable } from "./ancestor_table.ts";
import type { Written } from "./commit_queue.ts";
import { mendMetadata } from "./metadata_check.ts";
import { MetadataTable } from "./metadata_table.ts";
import { IdTable } from "./id_table.ts";
import type { Draft, Entry, PageQuery } from "./log.ts";
import { MentionTable } from "./mention_table.ts";
import { Eraser } from "./eraser.ts";
import { EntryWriter } from "./entry_writer.ts";
import { FileSpace } from "./file_space.ts";
import { PageReader } from "./page_reader.ts";
import type { RunTrace } from "./run_note.ts";
import { prepareDatabase } from "./new_database.ts";
import { migrate } from "./schema.ts";
import { StoredCounts } from "./stored_counts.ts";
import { StoredIndexes } from "./stored_indexes.ts";
import { StoredWords } from "./stored_words.ts";
import { moveAll, WriteAheadLog } from "./write_ahead_log.ts";

/** So many of the newest entries are verified at the start: 5 ms. */
const VERIFIED_AT_START = 1000;

/** Holds nothing in memory that a failed transaction could make untrue. */
export class SqliteStore implements Disposable {
  readonly #database: DatabaseSync;
  readonly #transactions: Transactions;
  readonly #metadata: MetadataTable;
  /** The logs that this one goes on from. */
  readonly ancestors: AncestorTable;
  /** The pages of its file. */
  readonly space: FileSpace;
  readonly #blocks: BlockTable;
  readonly #pages: PageReader;
  readonly #writer: EntryWriter;
  /** What is made of the blocks, and can be made anew. */
  readonly indexes: StoredIndexes;
  /** Finds entries by their words. */
  readonly words: StoredWords;
  /** Counts what is in a conversation. */
  readonly counts: StoredCounts;
  /** Erases what is in a conversation. */
  readonly eraser: Eraser;
  #writeAhead: WriteAheadLog | undefined;
  /** Single values that were damaged when it was opened, and are right again. */
  readonly mended: string[] = [];
  #last: number;
  #synced: number;
  #forgotten: number;

  /** Prepares everything on a migrated database. */
  constructor(database: DatabaseSync, onDamage: (damage: Damage) => void) {
    this.#database = database;
    this.#transactions = new Transactions(database);
    this.#metadata = new MetadataTable(database);
    this.ancestors = new AncestorTable(database, this.#metadata);
    this.space = new FileSpace(database);
    this.#blocks = new BlockTable(database, onDamage);
    this.#pages = new PageReader(database, this.#blocks, onDamage);
    const tables = {
      blocks: this.#blocks,
      ids: new IdTable(database),
      mentions: new MentionTable(database),
      metadata: this.#metadata,
    };
    this.indexes = new StoredIndexes(database, tables, this, onDamage);
    this.#writer = new EntryWriter({ ...tables, indexes: this.indexes });
    this.words = new StoredWords(database, tables, this);
    this.eraser = new Eraser(database, this.#writer, this);
    this.counts = new StoredCounts(database, tables, this);
    this.#forgotten = this.#metadata.seq("forgotten");
    this.#last = this.#synced = this.newest();
  }

  /**
   * Opens the database, brings its tables up to date and looks at the newest
   * entries.
   *
   * @param onDamage Called for what is met that cannot be read.
   * @throws {DataError} when it cannot be used.
   */
  static open(
    path: string,
    onDamage: (damage: Damage) => void,
  ): SqliteStore {
    prepareDatabase(path);
    const database = openDatabase(path);
    try {
      migrate(database, onDamage);
      const store = new SqliteStore(database, onDamage);
      verifyBlocks(store.blocks(store.last - VERIFIED_AT_START));
      store.#mend();
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

  /**
   * From here on commits return before they are synced, and what is newer than
   * what was confirmed is not read.
   */
  syncBeside(path: string): void {
    this.#writeAhead = new WriteAheadLog(this.#database, path);
  }

  /** Syncs what was written; missing where SQLite does, with each commit. */
  get writeAhead(): WriteAheadLog | undefined {
    return this.#writeAhead;
  }

  /** The newest seq that may be read. */
  get synced(): number {
    return this.#synced;
  }

  /** From here on everything up to this seq may be read. */
  confirm(seq: number): void {
    this.#synced = seq;
  }

  /** Reads the newest seq anew: another connection may have stored more. */
  newest(): number {
    return this.#blocks.newest() ?? this.#forgotten;
  }

  /** The newest seq that was forgotten. */
  get forgotten(): number {
    return this.#forgotten;
  }

  /** The unique name of this log. */
  get logName(): string {
    return this.#metadata.logName;
  }

  /** Which run used this file last. */
  get trace(): RunTrace {
    return this.#metadata.trace;
  }

  /** Begins a run; a copy goes on under another name. */
  begin(trace: RunTrace, isCopy: boolean): void {
    this.change(() => {
      this.#metadata.trace = trace;
      if (!isCopy) return;
      this.ancestors.beginLog(this.#last);
    });
  }

  /** Bytes in use, without pages that wait to be used again. */
  get usedBytes(): number {
    return this.space.usedBytes;
  }

  /** Gives a few free pages back to the system; returns whether there are more. */
  shrink(isQuiet = true): boolean {
    return isQuiet && this.space.hasTooMuch &&
      this.change(() => this.space.giveBack());
  }

  /** Stores a group, whole or not at all. */
  write(drafts: readonly Draft[], now: number): Written {
    const group: Entry[] = [];
    const outcomes = this.change(() =>
      this.#writer.insertAll(drafts, { now, last: this.#last }, group)
    );
    this.#last += group.length;
    if (!this.#writeAhead) this.#synced = this.#last;
    return { outcomes, group };
  }

  /** Reads a page of what is synced, oldest first. */
  page(query: PageQuery): Entry[] {
    return this.#synced === this.#last
      ? this.#pages.page(query)
      : this.#pages.pageUpTo(query, this.#synced);
  }

  /** Reads the entries after one seq up to another, of all rooms. */
  between(after: number, upTo: number): Entry[] {
    return this.#blocks.between(after, upTo);
  }

  /** Yields what is in each block that begins after a seq. */
  blocks(after: number): Generator<readonly Entry[] | Damage> {
    return this.#blocks.blocks(after);
  }

  /** Begins to look at every seq. */
  walk(): BlockWalk {
    return new BlockWalk(this.#blocks, this.#forgotten, this.#last);
  }

  /** Returns the first seq, of so many after one, that is not older than `time`. */
  firstSince(time: number, after: number, count: number): number | undefined {
    return this.between(after, after + count)
      .find((entry) => entry.time >= time)?.seq;
  }

  /** When the newest entry was said; undefined when there is none. */
  get newestTime(): number | undefined {
    return this.between(this.#last - 1, this.#last).at(-1)?.time;
  }

  /** When the clock was believed last; undefined when nobody looked at it. */
  get believedTime(): number | undefined {
    return this.#metadata.clock;
  }

  /** Remembers when the clock was believed. */
  set believedTime(time: number | undefined) {
    this.change(() => this.#metadata.clock = time);
  }

  /** Forgets the oldest entries up to a seq. */
  forget(upTo: number): void {
    this.change(() => {
      const gone = this.#writer.delete(this.#forgotten, upTo);
      this.words.forget(gone, upTo);
      this.#metadata.set("forgotten", upTo);
    });
    this.#forgotten = upTo;
  }

  /** Removes what was stored after a seq, by a commit that reported a failure. */
  undoAfter(seq: number): void {
    if (this.#last <= seq) return;
    this.change(() => this.#writer.delete(seq, this.#last));
    this.#last = this.#synced = seq;
  }

  /**
   * Moves all to its place, and waits for the disk: of what a sync failed to
   * bring there, SQLite must read nothing from the write-ahead log again.
   *
   * @throws {DataError} while another program reads.
   */
  moveAll(): void {
    moveAll(this.#database);
  }

  /** Has all in one file that can be read where nothing may be written. */
  leaveAtRest(): void {
    if (this.#writeAhead && !this.#writeAhead.endSyncs()) return;
    try {
      this.#database.prepare("PRAGMA journal_mode = DELETE").get();
    } catch {
      // Somebody reads it, or the disk is full: the next start finds all of it.
    }
  }

  /** Closes the connection; the last to close leaves one file behind. */
  [Symbol.dispose](): void {
    if (this.#writeAhead) this.#writeAhead[Symbol.dispose]();
    else this.#database.close();
  }

  /** Changes something, whole or not at all. */
  change<T>(work: () => T): T {
    const result = this.#transactions.run(work);
    this.#writeAhead?.committed();
    return result;
  }

  /** Sets single values right that do not agree with the blocks. */
  #mend(): void {
    const tables = { metadata: this.#metadata, blocks: this.#blocks };
    this.change(() => this.mended.push(...mendMetadata(tables, this.#last)));
    if (this.mended.includes("indexed")) this.words.reset();
    this.#forgotten = this.#metadata.seq("forgotten");
  }
}
