/**
 * Requests that have no answer yet, by their ids. Knows nothing of what they
 * ask and of connections.
 *
 * @module
 */

/** Most requests that may wait for their answers. */
export const MAX_PENDING_REQUESTS = 1000;

/** What was asked and not answered. */
export class PendingRequests {
  readonly #open = new Set<string>();
  #onNone: () => void = () => {};

  /** Whether more can be asked. */
  get hasRoom(): boolean {
    return this.#open.size < MAX_PENDING_REQUESTS;
  }

  /** Notes that something was asked. */
  ask(id: string): void {
    this.#open.add(id);
  }

  /** Notes an answer. */
  answer(id: string): void {
    this.#open.delete(id);
    this.#tell();
  }

  /** Returns what will have no answer any more, and forgets it. */
  lose(): readonly string[] {
    const lost = [...this.#open];
    this.#open.clear();
    this.#tell();
    return lost;
  }

  /** Resolves when everything is answered or lost, or after `ms`. */
  async none(ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, ms);
    this.#onNone = resolve;
    this.#tell();
    await promise;
    clearTimeout(timer);
  }

  #tell(): void {
    if (this.#open.size === 0) this.#onNone();
  }
}
