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

/**
 * Gives turns to lines of clients (an address has one), one after the other;
 * each client waits behind those of its line.
 */
export class PageTurns {
  readonly #maxPages: number;
  /** What each line waits with; the line whose turn is next comes first. */
  readonly #waiting = new Map<object, Start[]>();
  #held = 0;

  /** Nobody has a turn yet. */
  constructor(maxPages: number = MAX_PAGES) {
    this.#maxPages = maxPages;
  }

  /**
   * Does the work, from reading a page to sending it, when it is the line's
   * turn; ends as the work does.
   */
  async run<T>(line: object, work: () => T | Promise<T>): Promise<T> {
    if (this.#held >= this.#maxPages) await this.#turnOf(line);
    else this.#held++;
    try {
      return await work();
    } finally {
      this.#passOn();
    }
  }

  #turnOf(line: object): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const starts = this.#waiting.get(line) ?? [];
    this.#waiting.set(line, starts);
    starts.push(resolve);
    return promise;
  }

  /** The turn goes to the line that has waited longest since its last one. */
  #passOn(): void {
    const [next] = this.#waiting;
    if (!next) {
      this.#held--;
      return;
    }
    const [line, starts] = next;
    this.#waiting.delete(line);
    starts.shift()?.();
    if (starts.length > 0) this.#waiting.set(line, starts);
  }
}
