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
  readonly #realNow: () => number;
  #stalledMs = 0;
  #tickedAt: number;

  /**
   * Starts the clock.
   *
   * @param drive `"timer"`, or `"hand"` for tests, which then call `advance()`.
   * @param realNow Clock in milliseconds, by which a late tick is seen.
   */
  constructor(
    drive: "timer" | "hand" = "timer",
    realNow: () => number = () => performance.now(),
  ) {
    this.#realNow = realNow;
    this.#tickedAt = realNow();
    if (drive === "timer") {
      this.#timer = setInterval(() => this.#tick(), TICK_MS);
    }
  }

  /** Milliseconds this process has been awake, in steps. */
  get now(): number {
    return this.#now;
  }

  /**
   * Milliseconds in which this process was due to run and did not, in all: it
   * was stopped, or something held it up. What is shorter than a tick may be
   * missing until the next one.
   */
  get stalledMs(): number {
    return this.#stalledMs + this.#lateMs;
  }

  /** Returns {@linkcode Ticker.stalledMs}; one function for all who ask. */
  readonly readStalledMs = (): number => this.stalledMs;

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

  get #lateMs(): number {
    if (this.#timer === undefined) return 0;
    return Math.max(0, this.#realNow() - this.#tickedAt - TICK_MS);
  }

  #tick(): void {
    this.#stalledMs += this.#lateMs;
    this.#tickedAt = this.#realNow();
    this.advance(TICK_MS);
  }

  /** Stops the clock. */
  [Symbol.dispose](): void {
    if (this.#timer !== undefined) clearInterval(this.#timer);
    this.#listeners.clear();
  }
}
