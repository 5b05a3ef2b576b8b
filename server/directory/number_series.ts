/**
 * Numbers that are never given twice, taken from the directory in blocks: a
 * crash leaves a hole, and gives none again.
 *
 * @module
 */

import type { Records } from "./records.ts";

/** So many are taken at once. */
export const BLOCK = 1000;
/** The next block is taken when so many are left: a full disk is met later. */
const FEW = BLOCK / 2;

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
  /** Below it all can be given; and all that are durably taken. */
  #end = 0;
  #durableEnd = 0;
  #taking = Promise.resolve();

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

  /** Takes a block, so that there are numbers on a disk that is full later. */
  prepare(): void {
    if (this.#end - this.#next < FEW) this.#takeBlock();
  }

  /** Gives the next one. */
  take(): GivenNumber {
    this.prepare();
    const number = this.#next++;
    const isDurable = number < this.#durableEnd;
    return { number, durable: isDurable ? Promise.resolve() : this.#taking };
  }

  #takeBlock(): void {
    const taking = this.#records.change(this.#key, () => {
      const isEmpty = this.#next >= this.#end;
      // What is left of the block before is given first.
      if (isEmpty) this.#next = Math.max(this.#taken, this.#next);
      this.#end = Math.max(this.#taken, this.#next, this.#end) + BLOCK;
      return this.#end;
    });
    const end = this.#end;
    this.#taking = taking;
    taking.then(
      () => this.#durableEnd = Math.max(this.#durableEnd, end),
      // What was given of it is refused; what is left is not given at all.
      () => this.#end = this.#durableEnd,
    );
  }
}
