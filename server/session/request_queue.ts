/**
 * What one peer asked and what of it may be done now. Messages run into the log
 * without waiting for each other; everything else waits until what was asked
 * before it is answered, so answers keep the order of the requests.
 *
 * @module
 */

/** Messages of one peer that may wait for the log before it is asked for more. */
export const MAX_UNSETTLED = 64;

/** The requests of one peer, in their order. */
export class RequestQueue<T> {
  readonly #mayOverlap: (task: T) => boolean;
  #waiting: readonly T[] = [];
  #next = 0;
  #isBusy = false;
  #unsettled = 0;
  #settled: PromiseWithResolvers<void> | undefined;

  /**
   * Makes an empty queue.
   *
   * @param mayOverlap Whether a task may be done while messages wait.
   */
  constructor(mayOverlap: (task: T) => boolean) {
    this.#mayOverlap = mayOverlap;
  }

  /** Whether everything asked so far is done and answered. */
  get isIdle(): boolean {
    return !this.#isBusy && this.#unsettled === 0 && !this.#hasWaiting();
  }

  /** Whether the peer may ask for more. */
  get hasRoom(): boolean {
    return !this.#isBusy && this.#unsettled < MAX_UNSETTLED &&
      !this.#hasWaiting();
  }

  /** Adds what was asked, behind what was asked before. */
  push(tasks: readonly T[]): void {
    this.#waiting = this.#hasWaiting()
      ? [...this.#waiting.slice(this.#next), ...tasks]
      : tasks;
    this.#next = 0;
  }

  /** The next task that may be done now, if there is one; it stays in. */
  peek(): T | undefined {
    if (this.#isBusy || !this.#hasWaiting()) return undefined;
    const task = this.#waiting[this.#next];
    const mayRun = task !== undefined &&
      (this.#unsettled === 0 || this.#mayOverlap(task));
    return mayRun ? task : undefined;
  }

  /** The task that was looked at is being done. */
  take(): void {
    this.#next++;
  }

  /** Has nothing to do until the promise resolves; then calls `goOn`. */
  waitFor(doing: Promise<void>, goOn: () => void): void {
    this.#isBusy = true;
    void doing.then(() => {
      this.#isBusy = false;
      goOn();
    });
  }

  /** A message was given to the log. */
  hold(): void {
    this.#unsettled++;
  }

  /** The log has settled a message; returns whether it was the last one. */
  release(): boolean {
    this.#unsettled--;
    if (this.#unsettled > 0) return false;
    this.#settled?.resolve();
    this.#settled = undefined;
    return true;
  }

  /** Does something when no message waits for the log; at once if none does. */
  afterMessages(todo: () => void): void | Promise<void> {
    if (this.#unsettled === 0) return todo();
    this.#settled ??= Promise.withResolvers();
    return this.#settled.promise.then(todo);
  }

  /** Forgets what was not begun. */
  clear(): void {
    this.#waiting = [];
    this.#next = 0;
  }

  #hasWaiting(): boolean {
    return this.#next < this.#waiting.length;
  }
}
