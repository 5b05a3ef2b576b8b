/**
 * How much one step of a search may read, so that it holds up nobody: what is
 * left is for the next step.
 *
 * @module
 */

/** Entries of one step, or as much other work: 1 to 2 ms. */
export const MAX_STEP_ENTRIES = 512;

/** A step that takes longer, because texts are long, ends. */
const MAX_STEP_MS = 2;

/** What one step has left. */
export class SearchBudget {
  readonly #now: () => number;
  readonly #began: number;
  #entries = MAX_STEP_ENTRIES;

  /**
   * Begins a step.
   *
   * @param now Clock in milliseconds; must not go back.
   */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#began = now();
  }

  /** Whether the step ends here. */
  get isSpent(): boolean {
    return this.#entries <= 0 || this.#now() - this.#began >= MAX_STEP_MS;
  }

  /** Counts what was done, in entries that were read. */
  spend(entries: number): void {
    this.#entries -= entries;
  }
}
