/**
 * A lock between programs: a file the operating system unlocks when its holder
 * ends, however it ends.
 *
 * @module
 */

/** Time between two tries to take a lock that another holds. */
const RETRY_MS = 20;

/** Holds a lock until it is disposed. */
export class LockFile implements Disposable {
  readonly #file: Deno.FsFile;

  private constructor(file: Deno.FsFile) {
    this.#file = file;
  }

  /** Takes the lock; returns nothing when another holds it. */
  static tryTake(path: string): LockFile | undefined {
    const file = Deno.openSync(path, OPEN);
    if (file.tryLockSync(true)) {
      if (isAt(path, file)) return new LockFile(file);
      file.unlockSync();
    }
    file.close();
    return undefined;
  }

  /**
   * Takes the lock as soon as nobody else holds it, without holding up the
   * event loop.
   *
   * @throws {Deno.errors.TimedOut} when it is not free within `maxMs`.
   */
  static async take(path: string, maxMs: number): Promise<LockFile> {
    const file = await Deno.open(path, OPEN);
    const end = performance.now() + maxMs;
    while (!await file.tryLock(true)) {
      if (performance.now() >= end) {
        file.close();
        throw new Deno.errors.TimedOut(`Cannot lock ${path}: it is in use`);
      }
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
    return new LockFile(file);
  }

  /** Gives the lock back, and removes its file, which `path` must name. */
  discard(path: string): void {
    try {
      Deno.removeSync(path);
    } catch {
      // Windows keeps a file that is open.
    }
    this[Symbol.dispose]();
  }

  /** Gives the lock back. */
  [Symbol.dispose](): void {
    // A process that another thread is just starting has a copy of the file,
    // and closing ours would leave the lock with it.
    this.#file.unlockSync();
    this.#file.close();
  }
}

/** The holder before may have removed what was opened: that locks nothing. */
function isAt(path: string, file: Deno.FsFile): boolean {
  try {
    return Deno.statSync(path).ino === file.statSync().ino;
  } catch {
    return false; // removed
  }
}

const OPEN: Deno.OpenOptions = { create: true, write: true, mode: 0o600 };
