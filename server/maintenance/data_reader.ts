/**
 * What an operator does with stored messages while a server may be running:
 * export, backup, check.
 *
 * @module
 */

import { dirname } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { packDirectory } from "../directory/carried_directory.ts";
import { DataError } from "../log/data_error.ts";
import { openDatabase, toDataError } from "../log/database.ts";
import { isBlank } from "../log/blank_entry.ts";
import { describeDamage, isDamage } from "../log/block_table.ts";
import type { Entry } from "../log/log.ts";
import { checkSchema } from "../log/schema.ts";
import { DATABASE_FILE } from "../log/sqlite.ts";
import { SqliteStore } from "../log/sqlite_store.ts";
import { syncWhatWasRead } from "../log/write_ahead_log.ts";
import { copyDatabase, moveToNew } from "./database_copy.ts";

/** An entry as it leaves one log for another. */
export interface ExportedEntry extends Entry {
  /** The client's id, or one made of the log's name and the seq. */
  readonly id: string;
}

/** What a check found. */
export interface CheckReport {
  /** One sentence each; empty when all is well. */
  readonly problems: readonly string[];
  /** How many messages are whole. */
  readonly messages: number;
  /** The newest seq. */
  readonly last: number;
  /** The newest seq that was forgotten. */
  readonly forgotten: number;
  /** Bytes in use. */
  readonly bytes: number;
}

/** Entries read at once; between pages the server may tidy up. */
const PAGE = 1000;

/** Reads a data folder beside its server. */
export class DataReader implements Disposable {
  readonly #path: string;
  readonly #database: DatabaseSync;
  readonly #store: SqliteStore;

  /**
   * Opens the folder's database.
   *
   * @throws {DataError} when there is none, or it is not of this version.
   */
  constructor(folder: string) {
    this.#path = `${folder}/${DATABASE_FILE}`;
    checkThere(this.#path, folder);
    this.#database = openDatabase(this.#path, { readOnly: true });
    try {
      checkSchema(this.#database);
      this.#store = new SqliteStore(this.#database, () => {});
    } catch (error) {
      this.#database.close();
      throw toDataError(this.#path, error);
    }
  }

  /**
   * Yields all whole entries after a seq, oldest first; also those stored
   * meanwhile.
   *
   * @throws {DataError} when the file is too damaged to go on.
   */
  *entries(after = 0): Generator<ExportedEntry> {
    const { forgotten } = this.#store;
    const newest = () => this.#attempt(() => this.#store.newest());
    for (let seq = Math.max(after, forgotten); seq < newest(); seq += PAGE) {
      const page = this.#attempt(() => this.#read(seq));
      for (const entry of page) {
        if (isBlank(entry)) continue;
        yield { ...entry, id: this.#idOf(entry) };
      }
    }
  }

  /**
   * Writes a copy of the database as it stands, a database of its own, whole or
   * not at all, and the directory as it stands then in it; a server that starts from it gives its log another name.
   *
   * @throws {DataError} when the file is there already or cannot be written.
   */
  async backup(file: string): Promise<void> {
    try {
      checkFree(file);
      await copyDatabase(this.#database, file, (...files) => {
        syncWhatWasRead(this.#path);
        packDirectory(dirname(this.#path), files[0]);
        moveToNew(...files);
      });
    } catch (error) {
      throw toDataError(file, error);
    }
  }

  /** Bytes of the file, with those that wait to be used again. */
  get fileBytes(): number {
    return this.#store.space.fileBytes;
  }

  /** Checks the structure of the file, and every message that can be read. */
  check(): CheckReport {
    const { last, forgotten, usedBytes: bytes } = this.#store;
    const problems = new Set<string>();
    let messages = 0;
    const attempt = (work: () => void) => {
      try {
        work();
      } catch (error) {
        problems.add(toDataError(this.#path, error).message);
      }
    };
    attempt(() => {
      for (const problem of this.#structuralProblems()) problems.add(problem);
    });
    attempt(() => {
      for (const block of this.#store.blocks(0)) {
        if (isDamage(block)) problems.add(describeDamage(block));
      }
    });
    attempt(() => {
      for (const { blocks, missing } of this.#store.walk()) {
        for (const { length } of blocks) messages += length;
        for (const hole of missing) problems.add(describeDamage(hole));
      }
    });
    return { problems: [...problems], messages, last, forgotten, bytes };
  }

  /** Closes the database. */
  [Symbol.dispose](): void {
    this.#store[Symbol.dispose]();
  }

  /** An id that was taken over would be refused in the log that reads it. */
  #idOf(entry: Entry): string {
    const { indexes, ancestors } = this.#store;
    const { id, seq } = entry;
    return id === undefined || indexes.isTakenOver(entry)
      ? `${ancestors.nameAt(seq)}.${seq}`
      : id;
  }

  #read(after: number): readonly Entry[] {
    const page = this.#store.between(after, after + PAGE);
    syncWhatWasRead(this.#path);
    return page;
  }

  #structuralProblems(): string[] {
    const rows = this.#database.prepare("PRAGMA integrity_check").all();
    const lines = rows.map((row) => String(row.integrity_check));
    return lines.filter((line) => line !== "ok");
  }

  #attempt<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw toDataError(this.#path, error);
    }
  }
}

/** Said before the work; what comes meanwhile is found when it is done. */
function checkFree(file: string): void {
  try {
    Deno.lstatSync(file);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    throw error;
  }
  throw new DataError(`Cannot write "${file}": it is there already`);
}

function checkThere(path: string, folder: string): void {
  try {
    Deno.statSync(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) {
      throw toDataError(path, error);
    }
    throw new DataError(
      `Cannot find a history in "${folder}": name the right folder with --data`,
    );
  }
}
