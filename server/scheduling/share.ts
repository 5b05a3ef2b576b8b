/**
 * One client's share of the event loop: how much it has had lately, and how it
 * gets more.
 *
 * @module
 */

/** What was used counts half after so long. */
const HALF_LIFE_MS = 1000;

/** Who has just come is behind those who are here and ask little. */
const NEWCOMER_MS = 2;

/** Who gives the turns. */
export interface TurnGiver {
  /** Whether this turn has time left, and nobody waits. */
  readonly hasTime: boolean;
  /** Whether this turn has time left, for the job that has it. */
  readonly hasMoreTime: boolean;
  /** Milliseconds; must not go back. */
  readonly now: number;
  /** Takes a job that waits for its turn. */
  add(job: Job): void;
}

/** One piece of work that waits. */
export interface Job {
  readonly share: Share;
  readonly work: () => void;
  /** Whether it goes on by a promise, which is done before the next job. */
  readonly goesOn: boolean;
}

/** What one client has used of the event loop; it fades. */
export class Share {
  readonly #turns: TurnGiver;
  #usedMs = NEWCOMER_MS;
  #at: number;

  /** Begins as a newcomer. */
  constructor(turns: TurnGiver) {
    this.#turns = turns;
    this.#at = turns.now;
  }

  /** What counts now, in milliseconds. */
  get usedMs(): number {
    return this.#usedMs * 2 ** ((this.#at - this.#turns.now) / HALF_LIFE_MS);
  }

  /** Whether there is time to go on in this turn. */
  get hasTime(): boolean {
    return this.#turns.hasTime;
  }

  /** Whether a job that has its turn may do more in it. */
  get mayGoOn(): boolean {
    return this.#turns.hasMoreTime;
  }

  /** Does work: now if there is time, else when it is this client's turn. */
  do(work: () => void): void {
    if (this.hasTime) this.measure(work);
    else this.defer(work);
  }

  /** Does work when it is this client's turn. */
  defer(work: () => void): void {
    this.#turns.add({ share: this, work, goesOn: false });
  }

  /**
   * Resolves when it is this client's turn; returns nothing when that is now.
   * What is done then is counted by {@linkcode Share.measure}.
   */
  turn(): Promise<void> | undefined {
    if (this.hasTime) return undefined;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#turns.add({ share: this, work: resolve, goesOn: true });
    return promise;
  }

  /** Does work at once, and counts what it takes. */
  measure<T>(work: () => T): T {
    const began = this.#turns.now;
    try {
      return work();
    } finally {
      const used = this.usedMs;
      this.#at = this.#turns.now;
      this.#usedMs = used + this.#at - began;
    }
  }
}
