/**
 * The way to the store, which is closed after a failure and opened again when
 * the disk works; whatever goes wrong becomes a refusal.
 *
 * @module
 */

import { ChatError } from "../../shared/errors.ts";
import { DataError } from "./data_error.ts";
import { SQLITE, sqliteCode, toDataError } from "./database.ts";
import { checkIdentity, checkPresence, FileWatch } from "./file_watch.ts";
import { IndexRepair } from "./index_repair.ts";
import { SqliteStore } from "./sqlite_store.ts";
import { storeFull, unavailable } from "./store_refusal.ts";
import type { TroubleReporter } from "./trouble_reporter.ts";

/** After a failure the database is opened again at most so often. */
const REOPEN_MS = 1000;

/** Whose store it is. */
export interface StoreOwner {
  /** The name of the log that is in it. */
  readonly name: string;
  /** The newest seq that somebody has heard of. */
  readonly last: number;
  /** Whether a checkpoint runs, and nothing may be written. */
  readonly isMoving: boolean;
  /** The disk is full. */
  onFull(): void;
  /** The store is open again, or its index is to be made anew. */
  onChanged(): void;
}

/** The store of one database file. */
export class StoreAccess implements Disposable {
  readonly #path: string;
  readonly #owner: StoreOwner;
  readonly #trouble: TroubleReporter;
  /** Missing after a failure, until it can be opened again. */
  #store: SqliteStore | undefined;
  #watch: FileWatch | undefined;
  #reopenAt = 0;
  #isOver = false;
  readonly #repair = new IndexRepair();

  /** Takes over a store that is open. */
  constructor(
    path: string,
    store: SqliteStore,
    { owner, trouble }: {
      readonly owner: StoreOwner;
      readonly trouble: TroubleReporter;
    },
  ) {
    this.#path = path;
    this.#owner = owner;
    this.#trouble = trouble;
    this.#take(store);
  }

  /** The store, while it is open. */
  get store(): SqliteStore | undefined {
    return this.#store;
  }

  /**
   * Uses the store, which is opened again after a failure.
   *
   * @throws {ChatError} `store_full` or `unavailable`.
   */
  use<T>(work: (store: SqliteStore) => T): T {
    try {
      // What goes into a file that has no name any more is not stored.
      if (this.#store) this.#watch?.check();
      return work(this.#open());
    } catch (error) {
      throw this.refusal(error);
    }
  }

  /** Does what can be done later; a failure is reported and is no answer. */
  try<T>(work: (store: SqliteStore) => T): T | undefined {
    try {
      return this.use(work);
    } catch (error) {
      if (error instanceof ChatError) return undefined;
      throw error;
    }
  }

  /**
   * Returns the refusal for an error, and closes or repairs the store.
   *
   * @throws What is neither an error of the disk nor a refusal: a bug.
   */
  refusal(error: unknown): ChatError {
    if (error instanceof ChatError) return error;
    const code = sqliteCode(error);
    const isBug = code === undefined && !(error instanceof DataError);
    if (isBug) throw error;
    this.#trouble.report(toDataError(this.#path, error));
    if (code === SQLITE.FULL) {
      this.#owner.onFull();
      return storeFull();
    }
    if (this.#repair.isFor(error)) this.#repairFor(error);
    else if (code !== SQLITE.BUSY) this.close();
    return unavailable();
  }

  /** Returns the refusal for a sync that failed: what it was about is undone. */
  syncFailed(error: unknown): ChatError {
    const isKnown = sqliteCode(error) !== undefined;
    return this.refusal(isKnown ? error : toDataError(this.#path, error));
  }

  /** Closes the store; it is opened again when it is needed. */
  close(): void {
    this.#store?.[Symbol.dispose]();
    this.#store = undefined;
  }

  /** Leaves one tidy file behind, for good. */
  [Symbol.dispose](): void {
    this.#isOver = true;
    this.#store?.leaveAtRest();
    this.close();
  }

  #open(): SqliteStore {
    if (this.#store) return this.#store;
    if (this.#isOver || performance.now() < this.#reopenAt) throw unavailable();
    this.#reopenAt = performance.now() + REOPEN_MS;
    checkPresence(this.#path);
    const store = SqliteStore.open(this.#path, this.#trouble.notifyDamage);
    try {
      const { name, last } = this.#owner;
      checkIdentity(this.#path, store, { logName: name, last });
      // What was committed and not confirmed is found in the file.
      store.undoAfter(this.#owner.last);
      store.moveAll();
    } catch (error) {
      store[Symbol.dispose]();
      throw error;
    }
    this.#take(store);
    this.#owner.onChanged();
    return store;
  }

  /** Who meets it again after a checkpoint has it repaired. */
  #repairFor(error: unknown): void {
    if (this.#owner.isMoving) return;
    this.#repair.repair(this.#store, error);
    this.#owner.onChanged();
  }

  #take(store: SqliteStore): void {
    store.syncBeside(this.#path);
    this.#store = store;
    this.#watch = new FileWatch(this.#path);
  }
}
