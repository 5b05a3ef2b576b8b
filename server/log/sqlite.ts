/**
 * The log in an SQLite file: what is acknowledged survives `kill -9` and a
 * power cut. Decides what happens when the disk fails, and when background
 * tasks run.
 *
 * @module
 */

import { ChatError } from "../../shared/errors.ts";
import type { LogPlace } from "../../shared/log_place.ts";
import { DataError } from "./data_error.ts";
import { DataLock } from "./data_lock.ts";
import { SQLITE, sqliteCode, toDataError } from "./database.ts";
import { DiskReserve } from "./disk_reserve.ts";
import { CommitQueue, refuseAll, type Written } from "./commit_queue.ts";
import { BackgroundTasks } from "./background_tasks.ts";
import type { Draft, Entry, Log, PageQuery, SearchQuery } from "./log.ts";
import { checkIdentity, checkPresence, FileWatch } from "./file_watch.ts";
import { RunNote } from "./run_note.ts";
import { IndexRepair } from "./index_repair.ts";
import { Forgetter } from "./forgetter.ts";
import type { SqliteLogOptions } from "./sqlite_options.ts";
import { TroubleReporter } from "./trouble_reporter.ts";
import { storeFull, unavailable } from "./store_refusal.ts";
import { SqliteStore } from "./sqlite_store.ts";

export type { SqliteLogOptions } from "./sqlite_options.ts";

/** The name of the database in the data folder. */
export const DATABASE_FILE = "ktn.db";

/** Entries that are stored for each step of forgetting, which takes more. */
const PACE = 150;

/** After a failure the database is opened again at most so often. */
const REOPEN_MS = 1000;

/** Stores, then settles, then shows; and refuses when it cannot store. */
export class SqliteLog implements Log {
  /** The unique name of this log. */
  readonly name: string;
  /** Up to where the logs that this one goes on from are the same. */
  readonly ancestors: readonly LogPlace[];
  readonly #path: string;
  readonly #lock: DataLock;
  readonly #note: RunNote;
  readonly #options: SqliteLogOptions;
  readonly #now: () => number;
  readonly #onBug: (error: unknown) => void;
  readonly #queue: CommitQueue;
  readonly #background: BackgroundTasks;
  readonly #forgetter: Forgetter;
  readonly #reserve: DiskReserve;
  /** Stored since something was forgotten. */
  #sinceForgotten = 0;
  #paceTimer: ReturnType<typeof setTimeout> | undefined;
  /** Missing after a failure, until it can be opened again. */
  #store: SqliteStore | undefined;
  #watch: FileWatch | undefined;
  #last: number;
  #forgotten: number;
  #reopenAt = 0;
  #isClosed = false;
  readonly #repair = new IndexRepair();
  readonly #trouble: TroubleReporter;

  private constructor(path: string, lock: DataLock, options: SqliteLogOptions) {
    this.#path = path;
    this.#lock = lock;
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#onBug = options.onBug ?? reportError;
    const { onTrouble = () => {}, onRetention = () => {} } = options;
    this.#reserve = new DiskReserve(`${path}.reserve`);
    this.#forgetter = new Forgetter(options, onRetention, this.#reserve);
    this.#trouble = new TroubleReporter(onTrouble, this.#onBug);
    this.#note = new RunNote(path, lock);
    this.#store = SqliteStore.open(path, this.#trouble.notifyDamage);
    this.#trouble.notifyMended(this.#store.mended);
    this.#note.begin(this.#store, this.#reserve);
    this.#watch = new FileWatch(path);
    this.name = this.#store.logName;
    this.ancestors = this.#store.ancestors.newest();
    this.#last = this.#store.last;
    this.#forgotten = this.#store.forgotten;
    this.#queue = new CommitQueue((drafts) => this.#write(drafts), options);
    this.#background = new BackgroundTasks([
      () => this.#try((store) => this.#forgetMore(store)) ?? false,
      (isQuiet) => this.#try((store) => store.indexMore(isQuiet)) ?? false,
      (isQuiet) => this.#try((store) => store.indexes.step(isQuiet)) ?? false,
      (isQuiet) => this.#try((store) => store.shrink(isQuiet)) ?? false,
      (isQuiet) => this.#try((store) => store.checkpoint(isQuiet)) ?? false,
    ], { onBug: this.#onBug });
    this.#background.schedule();
  }

  /**
   * Takes the data folder, which is made if it is missing, and opens its log.
   *
   * @throws {DataError} when the folder is in use, cannot be written to, or
   * holds damaged data.
   */
  static open(folder: string, options: SqliteLogOptions): SqliteLog {
    const lock = DataLock.take(folder);
    try {
      return new SqliteLog(`${folder}/${DATABASE_FILE}`, lock, options);
    } catch (error) {
      lock[Symbol.dispose]();
      throw error;
    }
  }

  /** The newest seq; 0 while the log is empty. */
  get last(): number {
    return this.#last;
  }

  /** The newest seq that was forgotten; 0 when nothing ever was. */
  get forgotten(): number {
    return this.#forgotten;
  }

  /** Takes a draft; it is settled at the end of the turn or soon after. */
  append(draft: Draft): void {
    this.#queue.append(draft);
  }

  /** Settles every draft taken so far, before it returns. */
  drain(): Promise<void> {
    return this.#queue.drain();
  }

  /**
   * Reads a page; rejects with `unavailable` while the disk fails. While an
   * index is made anew it waits, as it would have holes.
   */
  async page(query: PageQuery): Promise<readonly Entry[]> {
    if (this.#isIncomplete) await this.#completeIndexes();
    try {
      return this.#use((store) => store.page(query));
    } catch (error) {
      if (!this.#isIncomplete) throw error;
      await this.#completeIndexes();
      return this.#use((store) => store.page(query));
    }
  }

  /** Finds entries by their words; rejects as `page()` does. */
  async search(query: SearchQuery): Promise<readonly Entry[]> {
    await this.#indexUpTo(this.#last);
    return this.#use((store) => store.find(query));
  }

  /** Settles what is left, leaves one tidy file behind and frees the folder. */
  [Symbol.asyncDispose](): Promise<void> {
    if (this.#isClosed) return Promise.resolve();
    const drained = this.drain();
    this.#isClosed = true;
    this.#background[Symbol.dispose]();
    clearTimeout(this.#paceTimer);
    this.#reserve.release();
    this.#store?.leaveAtRest();
    this.#close();
    this.#note.end();
    this.#lock[Symbol.dispose]();
    return drained;
  }

  /** Returns whether an entry of some log came from there with all others. */
  owns(name: string, seq: number): boolean {
    return this.#use((store) => store.ancestors.owns(name, seq, store.last));
  }

  #write(drafts: readonly Draft[]): Written {
    try {
      this.#background.schedule();
      const written = this.#use((store) => store.write(drafts, this.#now()));
      this.#last += written.group.length;
      this.#keepPace(written.group.length);
      this.#trouble.report(undefined);
      return written;
    } catch (error) {
      if (error instanceof ChatError) return refuseAll(drafts, error);
      throw error;
    }
  }

  #forgetMore(store: SqliteStore): boolean {
    const more = this.#forgetter.step(store, this.#now());
    this.#forgotten = store.forgotten;
    if (typeof more === "number") this.#background.remindIn(more);
    return more === true;
  }

  /** While much is stored, as much and more is forgotten of what is too much. */
  #keepPace(count: number): void {
    this.#sinceForgotten += count;
    if (!this.#forgetter.isLimited || this.#sinceForgotten < PACE) return;
    this.#sinceForgotten = 0;
    clearTimeout(this.#paceTimer);
    this.#paceTimer = setTimeout(() =>
      this.#try((store) => this.#forgetMore(store))
    );
  }

  /** Makes all entries up to a seq findable. */
  #indexUpTo(seq: number): Promise<void> {
    return this.#whileMore((store) => store.indexed < seq && store.indexMore());
  }

  get #isIncomplete(): boolean {
    return this.#store?.indexes.isBeingMade ?? false;
  }

  #completeIndexes(): Promise<void> {
    return this.#whileMore(({ indexes }) =>
      indexes.isBeingMade && indexes.step(false)
    );
  }

  /** Does the steps of some work, one a turn. */
  async #whileMore(step: (store: SqliteStore) => boolean): Promise<void> {
    while (this.#try(step)) {
      await new Promise((resolve) => setTimeout(resolve));
    }
  }

  /** Does what can be done later; a failure is reported and is no answer. */
  #try<T>(work: (store: SqliteStore) => T): T | undefined {
    try {
      return this.#use(work);
    } catch (error) {
      if (error instanceof ChatError) return undefined;
      throw error;
    }
  }

  /**
   * Uses the store, which is opened again after a failure.
   *
   * @throws {ChatError} `store_full` or `unavailable`.
   */
  #use<T>(work: (store: SqliteStore) => T): T {
    try {
      this.#checkFiles();
      return work(this.#open());
    } catch (error) {
      throw this.#toRefusal(error);
    }
  }

  #open(): SqliteStore {
    if (this.#store) return this.#store;
    if (this.#isClosed || performance.now() < this.#reopenAt) {
      throw unavailable();
    }
    this.#reopenAt = performance.now() + REOPEN_MS;
    checkPresence(this.#path);
    const store = SqliteStore.open(this.#path, this.#trouble.notifyDamage);
    try {
      checkIdentity(this.#path, store, {
        logName: this.name,
        last: this.#last,
      });
      // A commit that failed in its last sync may be found in the file.
      store.undoAfter(this.#last);
    } catch (error) {
      store[Symbol.dispose]();
      throw error;
    }
    this.#forgotten = store.forgotten;
    this.#store = store;
    this.#watch = new FileWatch(this.#path);
    return store;
  }

  /** What goes into a file that has no name any more is not stored. */
  #checkFiles(): void {
    if (this.#store) this.#watch?.check();
  }

  /** Returns the refusal for an error, and closes or repairs the store. */
  #toRefusal(error: unknown): ChatError {
    if (error instanceof ChatError) return error;
    const code = sqliteCode(error);
    const isBug = code === undefined && !(error instanceof DataError);
    if (isBug) throw error;
    this.#trouble.report(toDataError(this.#path, error));
    if (code === SQLITE.FULL) return storeFull();
    if (this.#repair.repair(this.#store, error)) this.#background.schedule();
    else if (code !== SQLITE.BUSY) this.#close();
    return unavailable();
  }

  #close(): void {
    this.#store?.[Symbol.dispose]();
    this.#store = undefined;
  }
}
