/**
 * Requests that have no answer yet, by their ids.
 *
 * @module
 */

/** Most requests that may wait for their answers. */
export const MAX_PENDING_REQUESTS = 1000;

/** What was asked and not answered. */
export class PendingRequests {
  readonly #ids = new Set<string>();
  #onNone: () => void = () => {};

  /** Whether more can be asked. */
  get hasRoom(): boolean {
    return this.#ids.size < MAX_PENDING_REQUESTS;
  }

  /** Notes that something was asked. */
  ask(id: string): void {
    this.#ids.add(id);
  }

  /** Notes an answer. */
  answer(id: string): void {
    this.#ids.delete(id);
    this.#notify();
  }

  /** Returns what will have no answer any more, and forgets it. */
  lose(): readonly string[] {
    const lost = [...this.#ids];
    this.#ids.clear();
    this.#notify();
    return lost;
  }

  /** Resolves when everything is answered or lost, or after `ms`. */
  async none(ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, ms);
    this.#onNone = resolve;
    this.#notify();
    await promise;
    clearTimeout(timer);
  }

  #notify(): void {
    if (this.#ids.size === 0) this.#onNone();
  }
}
