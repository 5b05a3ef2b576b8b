/**
 * The clock of all deadlines: it counts turns of a slow timer, so a machine
 * that slept, or a server that was stopped for a while, cuts nobody for its own
 * pause (reliability S16), and ten thousand deadlines cost one timer.
 *
 * @module
 */

/** How exact deadlines are. */
const TICK_MS = 500;

/** Counts time in ticks while the process runs. */
export class Ticker implements Disposable {
  readonly #listeners = new Set<() => void>();
  readonly #timer: ReturnType<typeof setInterval> | undefined;
  #now = 0;

  /**
   * Starts the clock.
   *
   * @param drive `"timer"`, or `"hand"` for tests, which then call `advance()`.
   */
  constructor(drive: "timer" | "hand" = "timer") {
    if (drive === "timer") {
      this.#timer = setInterval(() => this.advance(TICK_MS), TICK_MS);
    }
  }

  /** Milliseconds this process has been awake, in steps. */
  get now(): number {
    return this.#now;
  }

  /** Calls `listener` at every tick until the returned function is called. */
  onTick(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Lets time pass. */
  advance(ms: number): void {
    this.#now += ms;
    for (const listener of this.#listeners) listener();
  }

  /** Stops the clock. */
  [Symbol.dispose](): void {
    if (this.#timer !== undefined) clearInterval(this.#timer);
    this.#listeners.clear();
  }
}
