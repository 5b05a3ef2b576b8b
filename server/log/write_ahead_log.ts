/**
 * The write-ahead log of a database, synced beside the event loop: SQLite would
 * wait for the disk on it. SQLite only writes here (`synchronous = OFF`); this
 * does, in its order, what SQLite would do by itself:
 *
 * - A commit counts when the file behind it is synced.
 * - A checkpoint copies to the database only what is synced; the database is
 *   synced before the file is emptied or begun anew, and that is synced before it
 *   is written to again: else a crash could find old pages in it that are whole.
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

/** A page of 4 KB, and what the file says of it. */
const FRAME_BYTES = 4096 + 24;
/**
 * Frames after which the file is begun anew: 4 MB, which take 1 to 3 ms of the
 * event loop to copy, and commits wait for two syncs and for those under way.
 */
const FAST_FRAMES = Math.floor(4 * 1024 * 1024 / FRAME_BYTES);
/** Where a sync is slow they wait half as often, and copying takes 7 ms at most. */
const SLOW_FRAMES = 2 * FAST_FRAMES;
/** At a quiet time, so that the next start has less to read. */
const QUIET_FRAMES = 16;
/** What is done with one handle waits for what was asked of it before. */
const SYNCS_AT_ONCE = 4;
/** How much is in it is looked at after so many commits. */
const LOOK_EVERY = 16;

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
  /** What is in it and could not be moved when it was tried. */
  #putOff = 0;
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
    this.#look = database.prepare("PRAGMA wal_checkpoint(NOOP)");
    this.#copy = database.prepare("PRAGMA wal_checkpoint(PASSIVE)");
    this.#restart = database.prepare("PRAGMA wal_checkpoint(RESTART)");
    this.#empty = database.prepare("PRAGMA wal_checkpoint(TRUNCATE)");
  }

  /** Notes a commit. */
  committed(): void {
    this.#commits++;
    this.#header.committed(() => this.#length);
  }

  /** Whether there is so much that {@linkcode WriteAheadLog.beginAnew} is due. */
  get isLarge(): boolean {
    if (this.#commits - this.#looked < LOOK_EVERY) return false;
    this.#looked = this.#commits;
    const most = this.#pace.isFast ? FAST_FRAMES : SLOW_FRAMES;
    return this.#frames >= this.#putOff + most;
  }

  /** Whether there is something to move at a quiet time. */
  get isWorthEmptying(): boolean {
    return this.#frames >= QUIET_FRAMES;
  }

  /** How many are in it, if some of them are not in the database. */
  get #frames(): number {
    const { log, checkpointed } = this.#look.get() ?? {};
    return log === checkpointed ? 0 : Number(log);
  }

  /** How many are in it that count. */
  get #length(): number {
    return Number(this.#look.get()?.log);
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
   * is committed meanwhile, or somebody else reads an older state. The file keeps
   * its size: what is written over it is synced in half the time.
   */
  async beginAnew(): Promise<void> {
    if (!await this.#moveAll() || !this.#try(this.#restart)) return;
    this.#header.blank(this.#length);
    await this.#file.syncData();
  }

  /** The same, and gives the space of the file back. */
  async checkpoint(): Promise<void> {
    if (!await this.#moveAll() || !this.#try(this.#empty)) return;
    await this.#file.sync();
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

  /** Copies and syncs; returns whether that is all there is. */
  async #moveAll(): Promise<boolean> {
    while (this.#synced < this.#commits) await this.sync();
    this.#set("synchronous", "OFF");
    const { log, checkpointed } = this.#copy.get() ?? {};
    this.#putOff = Number(log);
    if (log !== checkpointed) return false;
    this.#isUncertain = true;
    await this.#databaseFile.syncData();
    this.#isUncertain = false;
    // What came meanwhile would be moved without having been synced.
    return this.#synced === this.#commits;
  }

  /** Returns `false` while another program reads here. */
  #try(empty: StatementSync): boolean {
    this.#set("busy_timeout", "0");
    const { busy } = empty.get() ?? {};
    this.#set("busy_timeout", "250");
    // Then SQLite begins the file anew by itself, and has to sync its header.
    this.#set("synchronous", busy === 0 ? "OFF" : "NORMAL");
    if (busy === 0) this.#putOff = 0;
    return busy === 0;
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
