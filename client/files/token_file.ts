/**
 * Where the token of a name outlives the program: one small file for each
 * server and name, which only its owner may read. It is there while the server
 * may keep the name for us, and for one run of this machine at a time.
 *
 * @module
 */

import { BackgroundWriter } from "./background_writer.ts";
import { LockFile } from "./lock_file.ts";
import { replaceFile } from "./private_file.ts";

const FORMAT = 1;
/** How long leaving waits for a disk that hangs. */
const DISK_MS = 500;
/**
 * A file that nobody uses is removed after this time, in milliseconds: longer
 * than any server should keep a token. One from the future is as old.
 */
const KEPT_MS = 90 * 24 * 60 * 60 * 1000;

/** Options for {@linkcode TokenFile}. */
export interface TokenFileOptions {
  /** Without one nothing is kept. */
  readonly path: string | undefined;
  /**
   * What this machine is called: a home that several share has locks that may
   * hold on one only, so a token is used where it was kept.
   */
  readonly machine: string;
  /**
   * Clock in milliseconds since 1970.
   *
   * @default {Date.now}
   */
  readonly now?: () => number;
}

/** Keeps one token in a file; a home that cannot be written to is no trouble. */
export class TokenFile {
  readonly #options: TokenFileOptions;
  readonly #writer = new BackgroundWriter(() => this.#write());
  #lock: LockFile | undefined;
  #token: string | undefined;
  #hasSwept = false;

  /** Names the file; nothing is read or made yet. */
  constructor(options: TokenFileOptions) {
    this.#options = options;
  }

  /**
   * Returns what an earlier run left; nothing while another run on this machine
   * has the file, when there is none, or a damaged one. Whether it is still
   * good the server knows, so it may be of any age.
   */
  load(): string | undefined {
    const { path, machine } = this.#options;
    if (path === undefined || !this.#holds(path)) return undefined;
    try {
      const value: unknown = JSON.parse(Deno.readTextFileSync(path));
      return isKept(value) && value.machine === machine
        ? value.token
        : undefined;
    } catch {
      return undefined; // not there, not readable or damaged
    }
  }

  /** Keeps a token, beside the event loop, in the place of the one before. */
  save(token: string): void {
    const { path } = this.#options;
    if (path === undefined || !this.#holds(path)) return;
    this.#token = token;
    this.#writer.within(0);
  }

  /** Removes what is kept, if it is this run's to remove. */
  remove(): void {
    if (!this.#lock) return;
    this.#token = undefined;
    this.#writer.within(0);
  }

  /** Resolves when all is written, or that takes too long; frees the file. */
  async close(): Promise<void> {
    await this.#writer.flush(DISK_MS);
    this.#lock?.[Symbol.dispose]();
    this.#lock = undefined;
  }

  /** Whether this run has the file; it may get it when another has ended. */
  #holds(path: string): boolean {
    this.#lock ??= tryLock(path);
    return this.#lock !== undefined;
  }

  async #write(): Promise<void> {
    const { path = "", machine } = this.#options;
    const token = this.#token;
    try {
      if (token === undefined) return await Deno.remove(path);
      await replaceFile(
        path,
        JSON.stringify({ format: FORMAT, machine, token }),
      );
    } catch {
      // A read-only home, or there is nothing to remove.
    }
    await this.#sweep(path);
  }

  /** Removes what runs have left that never came back. */
  async #sweep(path: string): Promise<void> {
    if (this.#hasSwept) return;
    this.#hasSwept = true;
    const { now = Date.now } = this.#options;
    const folder = path.slice(0, path.lastIndexOf("/"));
    try {
      for await (const { name } of Deno.readDir(folder)) {
        const other = `${folder}/${name}`;
        const isMine = other.startsWith(path);
        if (!isMine && await isOld(other, now())) await removeUnused(other);
      }
    } catch {
      // What cannot be read is not ours to tidy.
    }
  }
}

async function isOld(path: string, now: number): Promise<boolean> {
  const { mtime } = await Deno.stat(path);
  return Math.abs(now - (mtime?.getTime() ?? now)) > KEPT_MS;
}

/** Removes a token with its lock, or what a run that was killed had begun. */
async function removeUnused(path: string): Promise<void> {
  if (path.endsWith(".tmp")) return await Deno.remove(path);
  if (!path.endsWith(".json")) return;
  const lock = tryLock(path);
  if (!lock) return; // in use, by a run that has been online for so long
  await Deno.remove(path);
  lock[Symbol.dispose]();
}

function tryLock(path: string): LockFile | undefined {
  try {
    Deno.mkdirSync(path.slice(0, path.lastIndexOf("/")), FOLDER);
    return LockFile.tryTake(lockOf(path));
  } catch {
    return undefined; // a read-only home, or a system without locks
  }
}

const FOLDER: Deno.MkdirOptions = { recursive: true, mode: 0o700 };

function lockOf(path: string): string {
  return `${path}.lock`;
}

interface Kept {
  readonly machine: string;
  readonly token: string;
}

function isKept(value: unknown): value is Kept {
  return typeof value === "object" && value !== null &&
    "format" in value && value.format === FORMAT &&
    "machine" in value && typeof value.machine === "string" &&
    "token" in value && typeof value.token === "string";
}
