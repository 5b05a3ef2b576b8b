/**
 * The log in an SQLite file: what is acknowledged survives `kill -9` and a
 * power cut. Decides what happens when the disk fails, and when background
 * tasks run.
 *
 * @module
 */

import { ChatError } from "../../shared/errors.ts";
import type { LogPlace } from "../../shared/log_place.ts";
import { DataLock } from "./data_lock.ts";
import { DiskReserve, withReserve } from "./disk_reserve.ts";
import { CommitQueue, refuseAll, type Written } from "./commit_queue.ts";
import { BackgroundTasks } from "./background_tasks.ts";
import type {
  Draft,
  Entry,
  Log,
  PageQuery,
  SearchQuery,
  SearchStep,
  Unread,
  UnreadQuery,
} from "./log.ts";
import type { SearchBudget } from "./search_budget.ts";
import { erasure } from "./eraser.ts";
import { IndexedReads } from "./indexed_reads.ts";
import { RunNote } from "./run_note.ts";
import { ForgetPace } from "./forget_pace.ts";
import { Forgetter } from "./forgetter.ts";
import type { SqliteLogOptions } from "./sqlite_options.ts";
import { TroubleReporter } from "./trouble_reporter.ts";
import { unavailable } from "./store_refusal.ts";
import { StoreAccess, type StoreOwner } from "./store_access.ts";
import { SqliteStore } from "./sqlite_store.ts";
import type { WriteAheadLog } from "./write_ahead_log.ts";

export type { SqliteLogOptions } from "./sqlite_options.ts";

/** The name of the database in the data folder. */
export const DATABASE_FILE = "ktn.db";

/** Stores, then settles, then shows; and refuses when it cannot store. */
export class SqliteLog implements Log, StoreOwner {
  /** The unique name of this log. */
  readonly name: string;
  /** Up to where the logs that this one goes on from are the same. */
  readonly ancestors: readonly LogPlace[];
  readonly #lock: DataLock;
  readonly #note: RunNote;
  readonly #now: () => number;
  readonly #onBug: (error: unknown) => void;
  readonly #queue: CommitQueue;
  readonly #background: BackgroundTasks;
  readonly #forgetter: Forgetter;
  readonly #reserve: DiskReserve;
  readonly #pace = new ForgetPace(() =>
    this.#change((store) => this.#forgetMore(store))
  );
  readonly #access: StoreAccess;
  readonly #reads: IndexedReads;
  #last: number;
  #forgotten: number;
  #isClosed = false;
  /** Whether a checkpoint runs, and nothing may be written. */
  isMoving = false;
  /** When what was committed before is settled. */
  #before = Promise.resolve();
  readonly #trouble: TroubleReporter;

  private constructor(path: string, lock: DataLock, options: SqliteLogOptions) {
    this.#lock = lock;
    this.#now = options.now ?? Date.now;
    this.#onBug = options.onBug ?? reportError;
    const { onTrouble = () => {}, onRetention = () => {} } = options;
    this.#reserve = new DiskReserve(`${path}.reserve`);
    this.#forgetter = new Forgetter(
      options,
      onRetention,
      this.#reserve,
    );
    const trouble = new TroubleReporter(onTrouble, this.#onBug);
    this.#trouble = trouble;
    this.#note = new RunNote(path, lock);
    const store = withReserve(
      this.#reserve,
      () => SqliteStore.open(path, trouble.notifyDamage),
    );
    trouble.notifyMended(store.mended);
    this.#note.begin(store, this.#reserve);
    this.name = store.logName;
    this.ancestors = store.ancestors.newest();
    this.#last = store.last;
    this.#forgotten = store.forgotten;
    this.#access = new StoreAccess(path, store, { owner: this, trouble });
    this.#queue = new CommitQueue((drafts) => this.#write(drafts), options);
    this.#background = new BackgroundTasks([
      () => this.#change((store) => this.#forgetMore(store)),
      (isQuiet) => this.#change((store) => store.words.step(isQuiet)),
      (isQuiet) => this.#change((store) => store.indexes.step(isQuiet)),
      (isQuiet) => this.#change((store) => store.shrink(isQuiet)),
      (isQuiet) => this.#change((store) => this.#tidy(store, isQuiet)),
    ], { onBug: this.#onBug });
    this.#reads = new IndexedReads(this.#access, {
      onRead: () => this.#background.disturb(),
      change: (work) => this.#change(work),
    });
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
  page(query: PageQuery): Promise<readonly Entry[]> {
    return this.#reads.read((store) => store.page(query));
  }

  /** Counts what somebody has not read; rejects and waits as `page()` does. */
  unread(query: UnreadQuery): Promise<Unread> {
    return this.#reads.read(({ counts }) => counts.unread(query));
  }

  /** Returns where a conversation ends; rejects and waits as `page()` does. */
  lastOf(key: string): Promise<number> {
    return this.#reads.read(({ counts }) => counts.lastOf(key));
  }

  /** Erases the entries of a conversation up to a seq, a step a turn. */
  erase(key: string, upTo: number): Promise<void> {
    return this.#reads.steps(erasure(key, upTo));
  }

  /** Finds entries by their words, a step at a time; rejects as `page()` does. */
  search(query: SearchQuery, budget?: SearchBudget): Promise<SearchStep> {
    return Promise.try(() =>
      this.#access.use(({ words }) => words.search(query, budget))
    );
  }

  /** Settles what is left, leaves one tidy file behind and frees the folder. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isClosed) return;
    await this.drain();
    this.#isClosed = true;
    this.#background[Symbol.dispose]();
    this.#pace[Symbol.dispose]();
    this.#reserve.release();
    this.#access[Symbol.dispose]();
    this.#note.end();
    this.#lock[Symbol.dispose]();
  }

  /** Returns whether an entry of some log came from there with all others. */
  owns(name: string, seq: number): boolean {
    return this.#access.use((store) =>
      store.ancestors.owns(name, seq, store.last)
    );
  }

  /** What is forgotten makes room in the database, not in the file beside it. */
  onFull(): void {
    if (this.isMoving || !this.#access.store?.writeAhead?.isWorthEmptying) {
      return;
    }
    this.#queue.between(async () => {
      await this.#checkpoint();
      const isEmptied = !this.#access.store?.writeAhead?.isWorthEmptying;
      if (isEmptied) this.#background.schedule();
    });
  }

  /** There may be something to do in the background. */
  onChanged(): void {
    this.#forgotten = this.#access.store?.forgotten ?? this.#forgotten;
    this.#background.schedule();
  }

  #write(drafts: readonly Draft[]): Promise<Written> {
    this.#background.schedule();
    const written = this.#confirm(drafts, this.#before);
    this.#before = written.then(() => {}, () => {}); // the queue has the error
    return written;
  }

  /**
   * Commits at once; resolves when that is synced, and all before it settled.
   * After a failure what was committed and not confirmed is undone when the
   * store is opened again: nobody has seen it.
   */
  async #confirm(
    drafts: readonly Draft[],
    before: Promise<void>,
  ): Promise<Written> {
    try {
      const store = this.#access.use((store) => store);
      const written = this.#access.use(() => store.write(drafts, this.#now()));
      await Promise.all([this.#sync(store), before]);
      if (store !== this.#access.store) throw unavailable();
      this.#confirmed(store, written.group.length);
      return written;
    } catch (error) {
      await before;
      if (error instanceof ChatError) return refuseAll(drafts, error);
      throw error;
    }
  }

  async #sync(store: SqliteStore): Promise<void> {
    try {
      await store.writeAhead?.sync();
    } catch (error) {
      // Another sync has failed before, and this store is closed.
      if (store !== this.#access.store) throw unavailable();
      throw this.#access.syncFailed(error);
    }
  }

  #confirmed(store: SqliteStore, count: number): void {
    this.#last += count;
    store.confirm(this.#last);
    if (this.#forgetter.isLimited) this.#pace.count(count);
    this.#trouble.report(undefined);
    if (store.writeAhead?.isLarge) {
      this.#queue.between(() => this.#move((log) => log.beginAnew()));
    }
  }

  #checkpoint(): Promise<void> {
    return this.#move((log) => log.checkpoint());
  }

  async #move(work: (log: WriteAheadLog) => Promise<void>): Promise<void> {
    this.isMoving = true;
    try {
      const log = this.#access.store?.writeAhead;
      if (log) await work(log);
    } catch (error) {
      this.#access.syncFailed(error);
    } finally {
      this.isMoving = false;
    }
  }

  /** At a quiet time the write-ahead log is emptied. */
  #tidy(store: SqliteStore, isQuiet: boolean): false {
    if (isQuiet && store.writeAhead?.isWorthEmptying) {
      this.#queue.between(() => this.#checkpoint());
    }
    return false;
  }

  /** Changes something that nobody waits for; later while a checkpoint runs. */
  #change(work: (store: SqliteStore) => boolean): boolean {
    return this.isMoving || (this.#access.try(work) ?? false);
  }

  #forgetMore(store: SqliteStore): boolean {
    const more = this.#forgetter.step(store, this.#now());
    this.#forgotten = store.forgotten;
    if (typeof more === "number") this.#background.remindIn(more);
    return more === true;
  }
}
