/**
 * Whose turn it is to read a page of the history: few pages are in memory at
 * once, however many ask; more wait, and nobody is refused.
 *
 * @module
 */

/** Pages that are read, and not sent yet, in the whole server. */
export const MAX_PAGES = 16;

/** Starts the next. */
type Start = () => void;

/** Gives turns to clients, one after the other; each waits behind its own. */
export class PageTurns {
  readonly #maxPages: number;
  /** What each client waits with; the client whose turn is next comes first. */
  readonly #waiting = new Map<object, Start[]>();
  #held = 0;

  /** Nobody has a turn yet. */
  constructor(maxPages: number = MAX_PAGES) {
    this.#maxPages = maxPages;
  }

  /**
   * Does the work, from reading a page to sending it, when it is the client's
   * turn; ends as the work does.
   */
  async run<T>(client: object, work: () => T | Promise<T>): Promise<T> {
    if (this.#held >= this.#maxPages) await this.#turnOf(client);
    else this.#held++;
    try {
      return await work();
    } finally {
      this.#passOn();
    }
  }

  #turnOf(client: object): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const starts = this.#waiting.get(client) ?? [];
    this.#waiting.set(client, starts);
    starts.push(resolve);
    return promise;
  }

  /** The turn goes to the client that has waited longest since its last one. */
  #passOn(): void {
    const [next] = this.#waiting;
    if (!next) {
      this.#held--;
      return;
    }
    const [client, starts] = next;
    this.#waiting.delete(client);
    starts.shift()?.();
    if (starts.length > 0) this.#waiting.set(client, starts);
  }
}
