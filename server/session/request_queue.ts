/**
 * What one peer asked and what of it may be done now. Messages run into the log
 * without waiting for each other; everything else waits until what was asked
 * before it is answered, so answers keep the order of the requests.
 * Knows nothing of what requests mean.
 *
 * @module
 */

/** Messages of one peer that may wait for the log before it is asked for more. */
export const MAX_UNSETTLED = 64;

/** Who does what was asked. */
export interface Worker<T> {
  /** Does one; must neither throw nor reject. */
  run(task: T): void | Promise<void>;
  /** Whether this one may run while messages wait for the log. */
  mayOverlap(task: T): boolean;
  /** Returns what to wait for while too much waits to be sent, if it does. */
  congestion(): Promise<void> | undefined;
  /** Something was done: looks how to go on. */
  goOn(): void;
}

/** The requests of one peer, in their order. */
export class RequestQueue<T> {
  readonly #worker: Worker<T>;
  #waiting: readonly T[] = [];
  #next = 0;
  #isBusy = false;
  #unsettled = 0;
  #settled: PromiseWithResolvers<void> | undefined;

  /** Makes an empty queue. */
  constructor(worker: Worker<T>) {
    this.#worker = worker;
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

  /** Takes what was asked, in its order, and does what may be done now. */
  push(tasks: readonly T[]): void {
    this.#waiting = this.#hasWaiting()
      ? [...this.#waiting.slice(this.#next), ...tasks]
      : tasks;
    this.#next = 0;
    this.#run();
  }

  /** A message was given to the log. */
  hold(): void {
    this.#unsettled++;
  }

  /** The log has settled a message. */
  release(): void {
    this.#unsettled--;
    if (this.#unsettled > 0) return;
    this.#settled?.resolve();
    this.#settled = undefined;
    this.#run();
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

  #run(): void {
    while (!this.#isBusy && this.#hasWaiting()) {
      const task = this.#waiting[this.#next];
      if (task === undefined || !this.#mayRun(task)) break;
      const congestion = this.#worker.congestion();
      if (congestion) this.#waitFor(congestion);
      else this.#do(task);
    }
    this.#worker.goOn();
  }

  #mayRun(task: T): boolean {
    return this.#unsettled === 0 || this.#worker.mayOverlap(task);
  }

  #do(task: T): void {
    this.#next++;
    const doing = this.#worker.run(task);
    if (doing) this.#waitFor(doing);
  }

  #waitFor(doing: Promise<void>): void {
    this.#isBusy = true;
    void doing.then(() => {
      this.#isBusy = false;
      this.#run();
    });
  }
}
