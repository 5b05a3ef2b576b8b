/**
 * One client's share of the event loop: how much it has had lately, and how it
 * gets more. What all clients of its address have had counts too, so that many
 * connections get what a few do.
 *
 * @module
 */

import { Usage } from "./usage.ts";

/** All clients of one address get the turns of so many. */
export const CLIENTS_OF_ADDRESS = 8;

/**
 * Who has just come is behind those who are here and ask little, for who asks
 * much may come anew each time. A few requests a second come to 1 to 3 ms: 2 ms
 * would be among them. With 8 ms their p99 beside 16 that log in without end was
 * 31 instead of 77 ms, beside 100 that read pages 50 instead of 77 (one run each).
 */
const NEWCOMER_MS = 8;

/** Who gives the turns. */
export interface TurnGiver {
  /** Returns whether this turn has time left at `now`, and nobody waits. */
  hasTimeAt(now: number): boolean;
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
  /** What it may take, where that can be seen before; counts where it waits. */
  readonly expectedMs: number;
}

/** What one client has used of the event loop; it fades. */
export class Share {
  readonly #turns: TurnGiver;
  readonly #own: Usage;
  readonly #address: Usage | undefined;

  /** Begins as a newcomer; an address is missing where none counts. */
  constructor(turns: TurnGiver, address?: Usage) {
    this.#turns = turns;
    this.#own = new Usage(() => turns.now, NEWCOMER_MS);
    this.#address = address;
  }

  /** What counts now, in milliseconds. */
  get usedMs(): number {
    const { now } = this.#turns;
    const ofAddress = (this.#address?.at(now) ?? 0) / CLIENTS_OF_ADDRESS;
    return Math.max(this.#own.at(now), ofAddress);
  }

  /** Who waits in one line: the clients of an address, else this one alone. */
  get line(): object {
    return this.#address ?? this;
  }

  /** Whether there is time to go on in this turn. */
  get hasTime(): boolean {
    return this.#turns.hasTimeAt(this.#turns.now);
  }

  /** Whether a job that has its turn may do more in it. */
  get mayGoOn(): boolean {
    return this.#turns.hasMoreTime;
  }

  /**
   * Does work: now if there is time, else when it is this client's turn, behind
   * those whose work takes less than what is expected of this.
   */
  do(work: () => void, expectedMs = 0): void {
    const { now } = this.#turns;
    if (this.#turns.hasTimeAt(now)) this.#measureFrom(now, work);
    else this.defer(work, expectedMs);
  }

  /** Does work when it is this client's turn. */
  defer(work: () => void, expectedMs = 0): void {
    this.#turns.add({ share: this, work, goesOn: false, expectedMs });
  }

  /**
   * Resolves when it is this client's turn; returns nothing when that is now.
   * What is done then is counted by {@linkcode Share.measure}.
   */
  turn(): Promise<void> | undefined {
    if (this.hasTime) return undefined;
    const { promise, resolve } = Promise.withResolvers<void>();
    const job = { share: this, work: resolve, goesOn: true, expectedMs: 0 };
    this.#turns.add(job);
    return promise;
  }

  /** Does work at once, and counts what it takes. */
  measure<T>(work: () => T): T {
    return this.#measureFrom(this.#turns.now, work);
  }

  /** Counts what others do on behalf of this client. */
  count(ms: number): void {
    this.#countAt(this.#turns.now, ms);
  }

  // Looks at the clock twice for one piece of work: that costs 0.1 µs each time.
  #measureFrom<T>(began: number, work: () => T): T {
    try {
      return work();
    } finally {
      const { now } = this.#turns;
      this.#countAt(now, now - began);
    }
  }

  #countAt(now: number, ms: number): void {
    this.#own.add(ms, now);
    this.#address?.add(ms, now);
  }
}
