/**
 * When the background tasks of a log run: in small steps, when it is quiet.
 *
 * @module
 */

/**
 * Does a small step, a few milliseconds; returns whether there is more. While it
 * is not quiet somebody waits for it: only what cannot be put off is to be done.
 */
export type BackgroundTask = (isQuiet: boolean) => boolean;

/** Options for {@linkcode BackgroundTasks}. */
export interface BackgroundTasksOptions {
  /**
   * Without a change for so long it is quiet.
   *
   * @default {20}
   */
  readonly quietMs?: number;
  /**
   * When it never gets quiet, a task has its turn after so many `quietMs`.
   *
   * @default {5}
   */
  readonly maxDelays?: number;
  /**
   * How often to look again though nothing changed.
   *
   * @default {60_000}
   */
  readonly againMs?: number;
  /**
   * Called with what a task throws.
   *
   * @default {reportError}
   */
  readonly onBug?: (error: unknown) => void;
}

/** Does one step at a time, one task after the other, until all are done. */
export class BackgroundTasks implements Disposable {
  readonly #tasks: readonly BackgroundTask[];
  readonly #quietMs: number;
  readonly #maxDelays: number;
  readonly #againMs: number;
  readonly #onBug: (error: unknown) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isResting = true;
  #hasChanged = false;
  #isDisposed = false;
  #delays = 0;
  #turn = 0;
  #doneInARow = 0;
  #remindMs = Infinity;

  /** Rests until `schedule()` is called. */
  constructor(
    tasks: readonly BackgroundTask[],
    {
      quietMs = 20,
      maxDelays = 5,
      againMs = 60_000,
      onBug = reportError,
    }: BackgroundTasksOptions = {},
  ) {
    this.#tasks = tasks;
    this.#quietMs = quietMs;
    this.#maxDelays = maxDelays;
    this.#againMs = againMs;
    this.#onBug = onBug;
  }

  /** Something changed: there may be work, but not just now. */
  schedule(): void {
    this.#hasChanged = true;
    this.#doneInARow = 0;
    if (!this.#isResting) return;
    this.#isResting = false;
    this.#wakeIn(this.#quietMs);
  }

  /** Somebody waits for something else: it is not quiet. */
  disturb(): void {
    this.#hasChanged = true;
  }

  /** There is work in so many milliseconds, though nothing changes. */
  remindIn(ms: number): void {
    this.#remindMs = Math.min(ms, this.#remindMs);
  }

  /** Stops for good. */
  [Symbol.dispose](): void {
    this.#isDisposed = true;
    clearTimeout(this.#timer);
  }

  #wakeIn(ms: number): void {
    clearTimeout(this.#timer);
    if (!this.#isDisposed) this.#timer = setTimeout(() => this.#wake(), ms);
  }

  #wake(): void {
    if (this.#hasChanged && this.#delays < this.#maxDelays) {
      this.#delays++;
      this.#hasChanged = false;
      return this.#wakeIn(this.#quietMs);
    }
    this.#delays = 0;
    this.#step(!this.#hasChanged);
    this.#isResting = this.#doneInARow >= this.#tasks.length;
    if (this.#isResting) this.#rest();
    else this.#wakeIn(this.#hasChanged ? this.#quietMs : 0);
  }

  #step(isQuiet: boolean): void {
    if (this.#attempt(isQuiet)) {
      this.#doneInARow = 0;
    } else {
      // What was put off is not done.
      if (isQuiet) this.#doneInARow++;
      this.#turn++;
    }
  }

  /** A task that throws is a bug; it has its turn again after the others. */
  #attempt(isQuiet: boolean): boolean {
    const task = this.#tasks[this.#turn % this.#tasks.length];
    try {
      return task?.(isQuiet) ?? false;
    } catch (error) {
      this.#onBug(error);
      return false;
    }
  }

  #rest(): void {
    this.#doneInARow = 0;
    this.#wakeIn(Math.min(this.#againMs, this.#remindMs));
    this.#remindMs = Infinity;
  }
}
