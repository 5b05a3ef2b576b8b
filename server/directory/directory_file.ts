/**
 * The way to the directory's file, which is closed after a failure and opened
 * again when the disk works: what was not durable then is undone first.
 *
 * @module
 */

import { checkPresence, FileWatch } from "../log/file_watch.ts";
import { unavailable } from "../log/store_refusal.ts";
import {
  moveAll,
  syncWhatWasRead,
  WriteAheadLog,
} from "../log/write_ahead_log.ts";
import { DirectoryDatabase, type StoredRecord } from "./directory_database.ts";

/** After a failure the file is opened again at most so often. */
const REOPEN_MS = 1000;

/** One open file, and what syncs it. */
interface OpenFile {
  readonly database: DirectoryDatabase;
  readonly writeAhead: WriteAheadLog;
  readonly watch: FileWatch;
}

/** The file of a folder that this process has locked. */
export class DirectoryFile implements Disposable {
  readonly #path: string;
  #open: OpenFile | undefined;
  /** To be written before anything else, by key. */
  readonly #undone = new Map<string, StoredRecord>();
  #reopenAt = 0;
  #isOver = false;
  #generation = 0;

  /**
   * Opens it.
   *
   * @throws {DataError} when it cannot be used.
   */
  constructor(path: string) {
    this.#path = path;
    this.#open = open(path);
  }

  /** Another one after each failure: what was written before is undone. */
  get generation(): number {
    return this.#generation;
  }

  /** Whether the file beside it is so large that it is to be emptied. */
  get isLarge(): boolean {
    return this.#open?.writeAhead.isLarge ?? false;
  }

  /**
   * Returns the table.
   *
   * @throws {ChatError} `unavailable`, and what SQLite throws.
   */
  use(): DirectoryDatabase {
    this.#open?.watch.check();
    this.#open ??= this.#reopen();
    this.#undo(this.#open.database);
    return this.#open.database;
  }

  /** Writes records; they are durable after the next `sync()`. */
  write(records: readonly StoredRecord[]): void {
    if (records.length === 0) return;
    this.use().write(records);
    this.#open?.writeAhead.committed();
  }

  /** Makes all that was written durable. */
  async sync(): Promise<void> {
    await this.#open?.writeAhead.sync();
  }

  /** Moves what is beside the file into it, by one of the ways there are. */
  async move(work: (log: WriteAheadLog) => Promise<void>): Promise<void> {
    if (this.#open) await work(this.#open.writeAhead);
  }

  /** Closes the file after a failure, and notes what records were before. */
  undo(records: readonly StoredRecord[]): void {
    this.#generation++;
    for (const record of records) this.#undone.set(record.key, record);
    this.#close();
  }

  /** Leaves one tidy file behind, for good. */
  [Symbol.dispose](): void {
    this.#isOver = true;
    if (this.#open?.writeAhead.endSyncs()) leaveAtRest(this.#open.database);
    this.#close();
  }

  #reopen(): OpenFile {
    if (this.#isOver || performance.now() < this.#reopenAt) throw unavailable();
    this.#reopenAt = performance.now() + REOPEN_MS;
    checkPresence(this.#path);
    const file = open(this.#path);
    try {
      // Of what a sync failed to bring there nothing must be read again.
      moveAll(file.database.database);
      return file;
    } catch (error) {
      file.writeAhead[Symbol.dispose]();
      throw error;
    }
  }

  #undo(database: DirectoryDatabase): void {
    if (this.#undone.size === 0) return;
    database.write(this.#undone.values());
    this.#open?.writeAhead.committed();
    this.#undone.clear();
  }

  #close(): void {
    this.#open?.writeAhead[Symbol.dispose]();
    this.#open = undefined;
  }
}

function open(path: string): OpenFile {
  const database = DirectoryDatabase.open(path);
  try {
    // What a killed process wrote may not be on the disk yet.
    syncWhatWasRead(path);
    const writeAhead = new WriteAheadLog(database.database, path);
    return { database, writeAhead, watch: new FileWatch(path) };
  } catch (error) {
    database[Symbol.dispose]();
    throw error;
  }
}

/** All in one file that can be read where nothing may be written. */
function leaveAtRest({ database }: DirectoryDatabase): void {
  try {
    database.prepare("PRAGMA journal_mode = DELETE").get();
  } catch {
    // Somebody reads it, or the disk is full: the next start finds all of it.
  }
}
