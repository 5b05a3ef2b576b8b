/**
 * The write-ahead log of a database, synced beside the event loop: SQLite would
 * wait for the disk on it. SQLite only writes here (`synchronous = OFF`); this
 * does, in its order, what SQLite would do by itself:
 *
 * - A commit counts when the file behind it is synced.
 * - A checkpoint copies to the database only what is synced; the database is
 *   synced before the file is begun anew, and that is synced before it is
 *   written to again: else a crash could find old pages in it that are whole.
 *
 * While much is written the file keeps its place on the disk: a sync takes half
 * as long where old pages are written over (0.1 instead of 0.2 ms).
 *
 * SQLite keeps its locks on the database, not on this file. The second handle of
 * the database is closed after SQLite's own, for closing drops its locks.
 *
 * @module
 */

import type { DatabaseSync, StatementSync } from "node:sqlite";
import { DataError } from "./data_error.ts";
import { SyncPace } from "./sync_pace.ts";
import { WalHeader } from "./wal_header.ts";

/**
 * Size at which it is emptied: copying takes 1 ms, and commits wait for two
 * syncs. Smaller would make them wait more often, larger make it longer.
 */
const CHECKPOINT_BYTES = 4 * 1024 * 1024;
/** At a quiet time, so that the next start has less to read. */
const QUIET_BYTES = 64 * 1024;
/** What is done with one handle waits for what was asked of it before. */
const SYNCS_AT_ONCE = 4;
/** Its length is looked at after so many commits. */
const LOOK_EVERY = 16;
/** What a page takes in it. */
const FRAME_BYTES = 4096 + 24;

/** The file beside one open database. */
export class WriteAheadLog implements Disposable {
  readonly #database: DatabaseSync;
  readonly #path: string;
  readonly #files: readonly Deno.FsFile[];
  readonly #file: Deno.FsFile;
  readonly #databaseFile: Deno.FsFile;
  readonly #header: WalHeader;
  readonly #look: StatementSync;
  readonly #copy: StatementSync;
  readonly #restart: StatementSync;
  readonly #empty: StatementSync;
  readonly #pace = new SyncPace();
  #turn = 0;
  #commits = 0;
  #synced = 0;
  #looked = 0;
  #nextBytes = CHECKPOINT_BYTES;
  #isUncertain = false;

  /** Takes over the syncs of an open database. */
  constructor(database: DatabaseSync, path: string) {
    this.#database = database;
    this.#path = path;
    const options = { read: true, write: true };
    this.#databaseFile = Deno.openSync(path, options);
    this.#file = Deno.openSync(`${path}-wal`, options);
    const others = Array.from(
      { length: SYNCS_AT_ONCE - 1 },
      () => Deno.openSync(`${path}-wal`, options),
    );
    this.#files = [this.#file, ...others];
    this.#header = new WalHeader(this.#file);
    this.#set("wal_autocheckpoint", "0");
    this.#set("synchronous", "OFF");
    const prepare = (mode: string) =>
      database.prepare(`PRAGMA wal_checkpoint(${mode})`);
    this.#look = prepare("NOOP");
    this.#copy = prepare("PASSIVE");
    this.#restart = prepare("RESTART");
    this.#empty = prepare("TRUNCATE");
  }

  /** Notes a commit. */
  committed(): void {
    this.#commits++;
    this.#header.committed(() => this.#frames);
  }

  /** Whether there is so much that {@linkcode WriteAheadLog.checkpoint} is due. */
  get isLarge(): boolean {
    if (this.#commits - this.#looked < LOOK_EVERY) return false;
    this.#looked = this.#commits;
    return this.#frames * FRAME_BYTES >= this.#nextBytes;
  }

  /** Whether there is something to move at a quiet time. */
  get isWorthEmptying(): boolean {
    return this.#file.statSync().size >= QUIET_BYTES;
  }

  /**
   * Makes all that is committed now survive a power cut; resolves then, or
   * returns nothing where the disk is so fast that it was waited for.
   */
  sync(): void | Promise<void> {
    const commits = this.#commits;
    this.#turn = (this.#turn + 1) % this.#files.length;
    const file = this.#files[this.#turn] ?? this.#file;
    const began = performance.now();
    if (!this.#pace.isFast) return this.#handOver(file, commits, began);
    file.syncDataSync();
    this.#synced = commits;
    this.#pace.waited(performance.now() - began);
  }

  /**
   * Moves all to the database, and begins the file anew; later, when something
   * is committed meanwhile, or somebody else reads an older state.
   *
   * @param kept Whether the file keeps its place on the disk.
   */
  async checkpoint(kept: "kept" | "emptied"): Promise<void> {
    while (this.#synced < this.#commits) await this.sync();
    this.#set("synchronous", "OFF");
    const { log, checkpointed } = this.#copy.get() ?? {};
    if (log !== checkpointed) return this.#putOff();
    this.#isUncertain = true;
    await this.#databaseFile.syncData();
    this.#isUncertain = false;
    // What came meanwhile would be moved without having been synced.
    const isAll = this.#synced === this.#commits;
    if (!isAll || !this.#beginAnew(kept)) return this.#putOff();
    await this.#file.sync();
    this.#nextBytes = CHECKPOINT_BYTES;
  }

  /**
   * Leaves all syncs to SQLite again.
   *
   * @returns `false` when what a checkpoint did must be done again.
   */
  endSyncs(): boolean {
    this.#set("synchronous", "FULL");
    return !this.#isUncertain;
  }

  /**
   * Closes the database, which syncs all by itself, and then the handles. Where
   * it is not known what of a checkpoint has reached the disk, the file stays,
   * and the next one to open the database does it again.
   */
  [Symbol.dispose](): void {
    const kept = `${this.#path}-wal.kept`;
    if (this.#isUncertain) link(`${this.#path}-wal`, kept);
    try {
      this.endSyncs();
    } finally {
      this.#database.close();
      for (const file of this.#files) file.close();
      this.#databaseFile.close();
      if (this.#isUncertain) Deno.renameSync(kept, `${this.#path}-wal`);
    }
  }

  async #handOver(
    file: Deno.FsFile,
    commits: number,
    began: number,
  ): Promise<void> {
    await file.syncData();
    this.#synced = Math.max(this.#synced, commits);
    this.#pace.handedOver(performance.now() - began);
  }

  /** How many pages are in it that count. */
  get #frames(): number {
    return Number(this.#look.get()?.log);
  }

  /** Returns `false` while another program reads here. */
  #beginAnew(kept: "kept" | "emptied"): boolean {
    this.#set("busy_timeout", "0");
    const begin = kept === "kept" ? this.#restart : this.#empty;
    const { busy } = begin.get() ?? {};
    this.#set("busy_timeout", "250");
    // Then SQLite begins the file anew by itself, and has to sync its header.
    this.#set("synchronous", busy === 0 ? "OFF" : "NORMAL");
    if (busy === 0 && kept === "kept") this.#header.blank(this.#frames);
    return busy === 0;
  }

  #putOff(): void {
    this.#nextBytes = this.#frames * FRAME_BYTES + CHECKPOINT_BYTES;
  }

  #set(name: string, value: string): void {
    this.#database.prepare(`PRAGMA ${name} = ${value}`).get();
  }
}

/**
 * Makes what was just read from a database, beside its server, survive a power
 * cut: the server may not have come to that yet, and gives the seqs to others if
 * it never does.
 */
export function syncWhatWasRead(path: string): void {
  try {
    using file = Deno.openSync(`${path}-wal`, { read: true });
    file.syncDataSync();
  } catch (error) {
    // There is none where no server runs.
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/**
 * Moves all to the database, and waits for the disk.
 *
 * @throws {DataError} while another program reads.
 */
export function moveAll(database: DatabaseSync): void {
  const move = database.prepare("PRAGMA wal_checkpoint(TRUNCATE)");
  if (move.get()?.busy === 0) return;
  throw new DataError("Cannot go on while another program reads messages");
}

function link(path: string, name: string): void {
  try {
    Deno.removeSync(name);
  } catch {
    // None is left from before.
  }
  Deno.linkSync(path, name);
}
