/**
 * Writes beside the event loop, one at a time: whatever changes until a write
 * begins goes into it, so that a thousand changes are a few writes.
 *
 * @module
 */

/** Calls a function that writes how things stand. */
export class BackgroundWriter {
  readonly #write: () => Promise<void>;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** When the timer ends. */
  #dueAt = Infinity;
  /** Settled when nothing is being written. */
  #writing: Promise<void> | undefined;
  /** Whether something changed since the write under way began. */
  #isStale = false;

  /** Takes what writes; it has to handle its own errors. */
  constructor(write: () => Promise<void>) {
    this.#write = write;
  }

  /** Writes within so many milliseconds, or sooner where that was asked for. */
  within(ms: number): void {
    const dueAt = performance.now() + ms;
    if (dueAt >= this.#dueAt) return;
    this.#cancel();
    if (ms === 0) return this.#begin();
    this.#dueAt = dueAt;
    this.#timer = setTimeout(() => {
      this.#cancel();
      this.#begin();
    }, ms);
  }

  /**
   * Writes at once what waits to be written.
   *
   * @param maxMs A disk may hang; this is waited for it.
   * @returns whether everything is written.
   */
  async flush(maxMs: number): Promise<boolean> {
    if (this.#timer !== undefined) {
      this.#cancel();
      this.#begin();
    }
    if (!this.#writing) return true;
    const { promise: late, resolve } = Promise.withResolvers<boolean>();
    const timer = setTimeout(() => resolve(false), maxMs);
    const isWritten = await Promise.race([
      this.#writing.then(() => true),
      late,
    ]);
    clearTimeout(timer);
    return isWritten;
  }

  #begin(): void {
    if (this.#writing) this.#isStale = true;
    else this.#writing = this.#writeAll();
  }

  async #writeAll(): Promise<void> {
    do {
      this.#isStale = false;
      await this.#write();
    } while (this.#isStale);
    this.#writing = undefined;
  }

  #cancel(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#dueAt = Infinity;
  }
}
