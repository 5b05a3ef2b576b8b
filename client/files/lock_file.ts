/**
 * A lock between programs: a file the operating system unlocks when its holder
 * ends, however it ends, and which is there only while somebody holds it.
 *
 * @module
 */

/** Time between two tries to take a lock that another holds. */
const RETRY_MS = 20;

/** Holds a lock until it is given back. */
export class LockFile implements Disposable {
  readonly #path: string;
  readonly #file: Deno.FsFile;

  private constructor(path: string, file: Deno.FsFile) {
    this.#path = path;
    this.#file = file;
  }

  /** Takes the lock; returns nothing when another holds it. */
  static tryTake(path: string): LockFile | undefined {
    for (;;) {
      const file = Deno.openSync(path, OPEN);
      const isLocked = file.tryLockSync(true);
      if (isLocked && isSame(file.statSync(), lookSync(path))) {
        return new LockFile(path, file);
      }
      file.close();
      if (!isLocked) return undefined;
    }
  }

  /**
   * Takes the lock as soon as nobody else holds it, without holding up the
   * event loop.
   *
   * @throws {Deno.errors.TimedOut} when it is not free within `maxMs`.
   */
  static async take(path: string, maxMs: number): Promise<LockFile> {
    const end = performance.now() + maxMs;
    for (;;) {
      const file = await Deno.open(path, OPEN);
      const isLocked = await file.tryLock(true);
      if (isLocked && isSame(await file.stat(), await look(path))) {
        return new LockFile(path, file);
      }
      file.close();
      if (isLocked) continue;
      if (performance.now() >= end) {
        throw new Deno.errors.TimedOut(`Cannot lock ${path}: it is in use`);
      }
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }

  /** Gives the lock back, without holding up the event loop. */
  async release(): Promise<void> {
    if (CAN_REMOVE) await Deno.remove(this.#path).catch(() => {}); // gone
    this.#unlock();
  }

  /** Gives the lock back. */
  [Symbol.dispose](): void {
    try {
      if (CAN_REMOVE) Deno.removeSync(this.#path);
    } catch {
      // Somebody else has removed it, or the folder.
    }
    this.#unlock();
  }

  #unlock(): void {
    // A process that another thread is just starting has a copy of the file,
    // and closing ours would leave the lock with it.
    this.#file.unlockSync();
    this.#file.close();
  }
}

const OPEN: Deno.OpenOptions = { create: true, write: true, mode: 0o600 };

/** Windows keeps a file that is open under its name. */
const CAN_REMOVE = Deno.build.os !== "windows";

/**
 * Whether what was locked is what stands there: who held it before may have
 * removed it in between, and others lock the next one.
 */
function isSame(locked: Deno.FileInfo, there?: Deno.FileInfo): boolean {
  return !CAN_REMOVE ||
    (locked.ino === there?.ino && locked.dev === there.dev);
}

function lookSync(path: string): Deno.FileInfo | undefined {
  try {
    return Deno.statSync(path);
  } catch {
    return undefined; // nothing stands there
  }
}

async function look(path: string): Promise<Deno.FileInfo | undefined> {
  try {
    return await Deno.stat(path);
  } catch {
    return undefined; // as above
  }
}
