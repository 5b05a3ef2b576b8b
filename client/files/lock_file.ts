/**
 * A lock between programs: a file the operating system unlocks when its holder
 * ends, however it ends. Knows nothing of what is guarded.
 *
 * @module
 */

/** Holds a lock until it is disposed. */
export class LockFile implements Disposable {
  readonly #file: Deno.FsFile;

  private constructor(file: Deno.FsFile) {
    this.#file = file;
  }

  /** Takes the lock; returns nothing when another holds it. */
  static tryTake(path: string): LockFile | undefined {
    const file = open(path);
    if (file.tryLockSync(true)) return new LockFile(file);
    file.close();
    return undefined;
  }

  /** Waits until nobody else holds the lock, and takes it. */
  static take(path: string): LockFile {
    const file = open(path);
    file.lockSync(true);
    return new LockFile(file);
  }

  /** Gives the lock back. */
  [Symbol.dispose](): void {
    // A process that another thread is just starting has a copy of the file,
    // and closing ours would leave the lock with it.
    this.#file.unlockSync();
    this.#file.close();
  }
}

function open(path: string): Deno.FsFile {
  return Deno.openSync(path, { create: true, write: true, mode: 0o600 });
}
