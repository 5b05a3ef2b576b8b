/**
 * Whether a database is the file that the last run in this folder left behind,
 * or a copy: a backup, a copied folder, or an older state put in its place. A
 * copy must not go on under the name of the log, because the original does.
 *
 * Three things must hold. The database says which file it was: a copy is
 * another. It says in which run it was used last, and so does the note in the
 * lock file: a database put back over a newer one is of an older run. And after
 * a clean stop the note says when the database was changed last.
 *
 * @module
 */

import { statSync } from "node:fs";
import { SQLITE, sqliteCode, toDataError } from "./database.ts";
import { type DiskReserve, withReserve } from "./disk_reserve.ts";
import type { DataLock } from "./data_lock.ts";

/** What a database says of the last run that used it. */
export interface RunTrace {
  /** Which file it was; empty before the first run. */
  readonly file: string;
  /** The unique name of the run; empty before the first one. */
  readonly run: string;
}

/** A database in which runs leave a trace. */
export interface TracedStore extends Disposable {
  /** Which run used it last. */
  readonly trace: RunTrace;
  /** Begins a run; a copy goes on under another name. */
  begin(trace: RunTrace, isCopy: boolean): void;
}

/** In place of the file: this is a backup, and no server has used it yet. */
export const BACKUP_FILE = "backup";

const NO_FILE = "";
const STOPPED = "stopped";

/** The note of one folder, and what its database file looked like. */
export class RunNote {
  readonly #path: string;
  readonly #lock: DataLock;
  readonly #words: readonly string[];
  readonly #changed: string;
  #run = "";

  /** Reads the note; to be called before the database is opened. */
  constructor(path: string, lock: DataLock) {
    this.#path = path;
    this.#lock = lock;
    this.#words = lock.readNote().split(/\s+/).filter((word) => word !== "");
    this.#changed = changeOf(path);
  }

  /**
   * Begins a run. Whenever the power goes, the note names the run that the
   * database names. On a full disk only a copy must be written to.
   *
   * @throws {DataError} when it cannot; the store is closed then.
   */
  begin(store: TracedStore, reserve: Pick<DiskReserve, "release">): void {
    const isCopy = this.#isCopy(store.trace);
    const trace = { file: fileOf(this.#path), run: crypto.randomUUID() };
    this.#lock.writeNote(`${trace.run} ${store.trace.run}`);
    const begin = () => store.begin(trace, isCopy);
    try {
      if (isCopy) withReserve(reserve, begin);
      else begin();
    } catch (error) {
      if (!isCopy && sqliteCode(error) === SQLITE.FULL) return;
      store[Symbol.dispose]();
      throw toDataError(this.#path, error);
    }
    this.#lock.writeNote(trace.run);
    this.#run = trace.run;
  }

  /** Notes that the run has ended, and the database is closed. */
  end(): void {
    if (this.#run === "") return;
    this.#lock.writeNote(`${this.#run} ${STOPPED} ${changeOf(this.#path)}`);
  }

  #isCopy({ file, run }: RunTrace): boolean {
    if (file === NO_FILE) return false;
    if (file !== fileOf(this.#path)) return true;
    const [first, second, changed] = this.#words;
    if (first === undefined) return false;
    if (second === STOPPED) return first !== run || changed !== this.#changed;
    return !this.#words.includes(run);
  }
}

/** Returns which file it is: no other one, and no copy, has the same. */
export function fileOf(path: string): string {
  const { ino, birthtime } = Deno.statSync(path);
  return `${ino ?? 0}.${birthtime?.getTime() ?? 0}`;
}

/** Returns when the file was changed, by whomever; nobody can set that. */
function changeOf(path: string): string {
  try {
    const { ctimeMs, mtimeMs } = statSync(path);
    return `${ctimeMs}.${mtimeMs}`; // the first may be in whole seconds
  } catch {
    return "0"; // it is not there yet
  }
}
