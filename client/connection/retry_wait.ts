/**
 * The wait between two tries to connect, which may be cut short.
 *
 * @module
 */

/** Waits; one wait at a time. */
export class RetryWait {
  readonly #signal: AbortSignal;
  #end: () => void = () => {};

  /** Makes one whose waits end when the signal aborts. */
  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  /** Waits so many milliseconds, unless something ends it. */
  async for(ms: number): Promise<void> {
    if (this.#signal.aborted) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const end = () => resolve();
    const timer = setTimeout(end, ms);
    this.#end = end;
    this.#signal.addEventListener("abort", end, { once: true });
    await promise;
    this.#end = () => {};
    clearTimeout(timer);
    this.#signal.removeEventListener("abort", end);
  }

  /** Ends the wait that is under way, if there is one. */
  end(): void {
    this.#end();
  }
}
