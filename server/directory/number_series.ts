/**
 * Numbers that are never given twice, taken from the directory in blocks: a
 * crash leaves a hole, and gives none again.
 *
 * @module
 */

import type { Records } from "./records.ts";

/** So many are taken at once. */
const BLOCK = 1000;

/** A number; nobody may hear of it before `durable` has resolved. */
export interface GivenNumber {
  readonly number: number;
  /** Rejects when the block that it is of could not be kept. */
  readonly durable: Promise<void>;
}

/** One series. */
export class NumberSeries {
  readonly #key: string;
  readonly #records: Records;
  /** Below it all may have been given, by any run. */
  #taken: number;
  #next: number;
  #end = 0;
  #durable: Promise<void> = Promise.resolve();

  /**
   * Makes a series that nothing was given of.
   *
   * @param first The first number there is.
   */
  constructor(key: string, records: Records, first = 1) {
    this.#key = key;
    this.#records = records;
    this.#taken = this.#next = first;
  }

  /** Notes up to where numbers may have been given. */
  heard(taken: number): void {
    this.#taken = Math.max(this.#taken, taken);
  }

  /** Notes that a number is in use, whatever the series says. */
  isUsed(number: number): void {
    this.#taken = Math.max(this.#taken, number + 1);
  }

  /** Gives the next one. */
  take(): GivenNumber {
    if (this.#next >= this.#end) this.#takeBlock();
    return { number: this.#next++, durable: this.#durable };
  }

  #takeBlock(): void {
    const taking = this.#records.change(this.#key, () => {
      this.#next = Math.max(this.#taken, this.#next);
      this.#end = this.#next + BLOCK;
      return this.#end;
    });
    this.#durable = taking;
    taking.catch(() => {
      // What was given of it is refused; the rest of it is not given at all.
      if (this.#durable === taking) this.#next = this.#end;
    });
  }
}
