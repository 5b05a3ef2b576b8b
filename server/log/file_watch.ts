/**
 * Whether the files that are written to are still the ones that have a name: what
 * goes into a file that was removed is gone when the server stops.
 *
 * @module
 */

import { DataError } from "./data_error.ts";
import { toDataError } from "./database.ts";
import { fileOf, type RunTrace } from "./run_note.ts";

/** How often is looked. */
const LOOK_MS = 250;

/** Watches a database and its write-ahead log, which are both there now. */
export class FileWatch {
  readonly #files: ReadonlyMap<string, string>;
  readonly #now: () => number;
  #lookAt: number;

  /**
   * Remembers which files they are.
   *
   * @param now Clock in milliseconds; must not go back.
   */
  constructor(path: string, now: () => number = () => performance.now()) {
    const paths = [path, `${path}-wal`];
    this.#files = new Map(paths.map((each) => [each, idOf(each)]));
    this.#now = now;
    this.#lookAt = now() + LOOK_MS;
  }

  /**
   * Looks, but seldom.
   *
   * @throws {DataError} when a file was removed or replaced.
   */
  check(): void {
    const now = this.#now();
    if (now < this.#lookAt) return;
    for (const [path, file] of this.#files) {
      if (idOf(path) === file) continue;
      throw new DataError(
        `Cannot use "${path}": it was removed or replaced while the server runs; put it back, or restart the server`,
      );
    }
    this.#lookAt = now + LOOK_MS;
  }
}

/**
 * Checks that a file is there: an empty one must not take its place.
 *
 * @throws {DataError} when it is not.
 */
export function checkPresence(path: string): void {
  try {
    Deno.statSync(path);
  } catch (error) {
    throw toDataError(path, error);
  }
}

/** What identifies a log in a file, and where it stands. */
interface LogState {
  readonly logName: string;
  readonly last: number;
}

/**
 * Checks that a database that was opened again is the one that it was: what
 * people have seen so far must be in it.
 *
 * @throws {DataError} when it is another one.
 */
export function checkIdentity(
  path: string,
  { logName, last, trace }: LogState & { readonly trace: RunTrace },
  known: LogState,
): void {
  const isSameFile = trace.file === fileOf(path);
  if (isSameFile && logName === known.logName && last >= known.last) return;
  throw new DataError(
    `Cannot use "${path}": it was replaced while the server runs; restart the server to go on with it`,
  );
}

function idOf(path: string): string {
  try {
    return fileOf(path);
  } catch {
    return "missing";
  }
}
