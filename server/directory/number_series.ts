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

/** From when on numbers can have been given, in milliseconds since 1970. */
const BEGINNING_MS = Date.UTC(2026, 0, 1);

/**
 * Returns a number above all that a directory can have given that is lost, for
 * its numbers are in the log: nobody gives one a second for years.
 */
export function numberAboveLost(now: number = Date.now()): number {
  return Math.max(1, Math.floor((now - BEGINNING_MS) / 1000));
}

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
  readonly #first: number;
  /** Below it all may have been given, by any run; 0 where nothing says so. */
  #taken = 0;
  #next: number;
  /** Below it all can be given; and all that are durably taken. */
  #end = 0;
  #durableEnd = 0;
  #taking = Promise.resolve();

  /**
   * Makes a series that nothing was given of.
   *
   * @param first The first that is given where nothing says what was given.
   */
  constructor(key: string, records: Records, first = 1) {
    this.#key = key;
    this.#records = records;
    this.#first = this.#next = first;
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

  get #start(): number {
    return this.#taken === 0 ? this.#first : this.#taken;
  }

  #takeBlock(): void {
    const taking = this.#records.change(this.#key, () => {
      const isEmpty = this.#next >= this.#end;
      // What is left of the block before is given first.
      if (isEmpty) this.#next = Math.max(this.#start, this.#next);
      this.#end = Math.max(this.#start, this.#next, this.#end) + BLOCK;
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
