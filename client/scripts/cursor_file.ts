/**
 * Where a reader was, kept in a file: which log, and up to which seq. One
 * program at a time uses it.
 *
 * @module
 */

import { fieldsOf } from "../../shared/fields.ts";
import { whyItFailed } from "../../shared/system_error.ts";
import { LockFile } from "../files/lock_file.ts";
import { replaceFileDurably } from "../files/private_file.ts";

/** A place in a log up to which everything was written. */
export interface ReadUpTo {
  readonly seq: number;
  /** Missing where the server does not name its log. */
  readonly log?: string | undefined;
}

/** The file cannot serve as a cursor; the message is for people. */
export class CursorError extends Error {
  /** Names the class in logs. */
  override readonly name = "CursorError";
}

const FORMAT = 1;

/** A cursor, locked until it is disposed. */
export class CursorFile implements Disposable {
  readonly #path: string;
  readonly #lock: LockFile;

  /**
   * Takes a file for its own; it need not be there yet.
   *
   * @throws {CursorError} when it cannot be written, or is in use.
   */
  constructor(path: string) {
    this.#path = /[/\\]/.test(path) ? path : `./${path}`;
    this.#lock = this.#takeLock();
  }

  /**
   * Returns where it stands; nothing when it is not there yet.
   *
   * @throws {CursorError} when it is not a cursor, so that nothing is taken for
   * the beginning that is not.
   */
  load(): ReadUpTo | undefined {
    let text: string;
    try {
      text = Deno.readTextFileSync(this.#path);
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return undefined;
      throw this.#error("read", whyItFailed(error));
    }
    const place = parse(text);
    if (place) return place;
    throw this.#error("use", "it is no cursor of ktn tail");
  }

  /**
   * Replaces what it says; returns when that is on disk.
   *
   * @throws {CursorError} when it cannot.
   */
  save({ seq, log }: ReadUpTo): void {
    const text = JSON.stringify({ format: FORMAT, seq, log });
    try {
      replaceFileDurably(this.#path, `${text}\n`);
    } catch (error) {
      throw this.#error("write", whyItFailed(error));
    }
  }

  /** Lets others use it. */
  [Symbol.dispose](): void {
    this.#lock[Symbol.dispose]();
  }

  #takeLock(): LockFile {
    let lock: LockFile | undefined;
    try {
      lock = LockFile.tryTake(`${this.#path}.lock`);
    } catch (error) {
      throw this.#error("write", whyItFailed(error));
    }
    if (lock) return lock;
    throw this.#error("use", "another ktn tail uses it");
  }

  #error(what: string, why: string): CursorError {
    return new CursorError(`Cannot ${what} the cursor ${this.#path}: ${why}`);
  }
}

function parse(text: string): ReadUpTo | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { format, seq, log } = fieldsOf(value);
  const isPlace = format === FORMAT && Number.isSafeInteger(seq) &&
    (log === undefined || typeof log === "string");
  return isPlace ? { seq: Number(seq), log } : undefined;
}
