/**
 * The directory in an SQLite file of the data folder, which this process has
 * locked: what was answered survives `kill -9` and a power cut. Changes of one
 * turn of the event loop are one commit, synced beside the loop.
 *
 * @module
 */

import type { Json } from "../../shared/json.ts";
import { ChatError } from "../../shared/errors.ts";
import { SQLITE, sqliteCode, toDataError } from "../log/database.ts";
import { GroupCommit } from "../log/group_commit.ts";
import { storeFull, unavailable } from "../log/store_refusal.ts";
import { type OnTrouble, TroubleReporter } from "../log/trouble_reporter.ts";
import type { WriteAheadLog } from "../log/write_ahead_log.ts";
import { DIRECTORY_FILE } from "./directory_database.ts";
import { DirectoryFile } from "./directory_file.ts";
import {
  Conflict,
  type DirectoryStore,
  type OnChange,
} from "./directory_store.ts";
import { beforeAll, type Put, PutQueue } from "./put_queue.ts";

/** After these the transaction has left everything as it was. */
const NOTHING_WRITTEN: readonly number[] = [SQLITE.FULL, SQLITE.BUSY];

/** Options for {@linkcode SqliteDirectoryStore}. */
export interface SqliteDirectoryOptions {
  /**
   * Called when the store begins to fail, and, with `undefined`, when it works
   * again.
   *
   * @default {() => {}}
   */
  readonly onTrouble?: OnTrouble;
  /**
   * Called with mistakes of the program.
   *
   * @default {reportError}
   */
  readonly onBug?: (error: unknown) => void;
}

/** Tells at once, and answers when it is durable. */
export class SqliteDirectoryStore implements DirectoryStore {
  readonly #path: string;
  readonly #file: DirectoryFile;
  readonly #trouble: TroubleReporter;
  readonly #onBug: (error: unknown) => void;
  readonly #queue = new PutQueue();
  readonly #groups: GroupCommit<Put>;
  #onChange: OnChange = () => {};
  #last = 0;
  /** When the commits before are settled. */
  #before = Promise.resolve();
  #isOver = false;

  /**
   * Opens the file, which is made if it is missing.
   *
   * @throws {DataError} when it cannot be used.
   */
  constructor(folder: string, options: SqliteDirectoryOptions = {}) {
    this.#path = `${folder}/${DIRECTORY_FILE}`;
    this.#onBug = options.onBug ?? reportError;
    const { onTrouble = () => {} } = options;
    this.#trouble = new TroubleReporter(onTrouble, this.#onBug);
    this.#file = new DirectoryFile(this.#path);
    this.#groups = new GroupCommit({
      commit: (puts) => this.#commit(puts),
    });
  }

  /** Tells of all that is there, then of each change. */
  watch(onChange: OnChange): Promise<void> {
    return Promise.try(() => {
      this.#onChange = onChange;
      for (const { key, value, revision } of this.#file.use().all()) {
        this.#last = Math.max(this.#last, revision);
        onChange(key, value, revision);
      }
    });
  }

  /**
   * Changes a value; the watch has heard of it when this returns.
   *
   * @throws {Conflict} when another revision is there; {ChatError} `store_full`
   * or `unavailable` when it is taken back.
   */
  put(key: string, value: Json | undefined, expected: number): Promise<number> {
    try {
      const before = this.#queue.newest(key) ?? this.#file.use().get(key);
      const isThere = before?.value !== undefined;
      if ((isThere ? before.revision : 0) !== expected) {
        return Promise.reject(new Conflict(key));
      }
      const record = { key, value, revision: ++this.#last };
      const { put, settled } = this.#queue.add(record, before);
      this.#onChange(key, value, record.revision);
      this.#groups.add(put);
      return settled;
    } catch (error) {
      return Promise.reject(this.#refusal(error));
    }
  }

  /** Settles what is left, leaves one tidy file behind and closes it. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isOver) return;
    this.#isOver = true;
    await this.#groups.drain();
    this.#file[Symbol.dispose]();
  }

  /** Writes at once; resolves when it is durable, or taken back. */
  #commit(puts: readonly Put[]): Promise<void> {
    const committed = this.#write(puts.filter((put) => this.#queue.has(put)));
    this.#before = committed;
    return committed;
  }

  async #write(puts: readonly Put[]): Promise<void> {
    const before = this.#before;
    const generation = this.#file.generation;
    try {
      this.#file.write(puts);
      await Promise.all([this.#file.sync(), before]);
      if (generation !== this.#file.generation) return; // taken back meanwhile
      this.#queue.settle(puts);
      this.#trouble.report(undefined);
      this.#tidy();
    } catch (error) {
      if (generation === this.#file.generation) this.#failed(error, puts[0]);
      await before;
    }
  }

  /** A disk that is full has written nothing of the group, and all before it. */
  #failed(error: unknown, first: Put | undefined): void {
    const isWhole = NOTHING_WRITTEN.includes(sqliteCode(error) ?? 0);
    if (isWhole && first) this.#tell(this.#takeBackFrom(error, first));
    else this.#takeBack(error);
  }

  #takeBackFrom(error: unknown, first?: Put): readonly Put[] {
    return this.#queue.takeBack(this.#refusal(error), first);
  }

  /** Nothing that is not durable can be relied on: all of it goes. */
  #takeBack(error: unknown): void {
    const puts = this.#takeBackFrom(error);
    this.#file.undo(beforeAll(puts));
    this.#tell(puts);
  }

  #tell(puts: readonly Put[]): void {
    for (const { key, before: { value, revision } } of puts) {
      this.#onChange(key, value, revision);
    }
  }

  #tidy(): void {
    if (!this.#file.isLarge) return;
    this.#groups.between(() => this.#move((log) => log.beginAnew()));
  }

  async #move(work: (log: WriteAheadLog) => Promise<void>): Promise<void> {
    try {
      await this.#file.move(work);
    } catch (error) {
      this.#takeBack(error);
    }
  }

  /** What is no error of the disk is a mistake: it is told, and refused. */
  #refusal(error: unknown): ChatError {
    if (error instanceof ChatError) return error;
    const code = sqliteCode(error);
    if (code === SQLITE.FULL) {
      this.#trouble.report(toDataError(this.#path, error));
      return storeFull();
    }
    const dataError = toDataError(this.#path, error);
    if (code === undefined && dataError !== error) this.#onBug(error);
    this.#trouble.report(dataError);
    return unavailable();
  }
}
