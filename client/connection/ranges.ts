/**
 * A set of whole numbers that mostly follow each other, kept as ranges: as
 * small as the number of its gaps.
 *
 * @module
 */

/** A set of whole numbers that is filled from below. */
export class Ranges {
  /** Ascending, with a gap between any two. */
  #ranges: { readonly from: number; to: number }[] = [];

  /** How many ranges it takes. */
  get size(): number {
    return this.#ranges.length;
  }

  /** Adds a number. */
  add(number: number): void {
    if (this.has(number)) return;
    const last = this.#ranges.at(-1);
    if (last && number === last.to + 1) last.to = number;
    else {
      this.#ranges.push({ from: number, to: number });
      this.#ranges.sort((one, other) => one.from - other.from);
    }
  }

  /** Tells whether a number was added. */
  has(number: number): boolean {
    return this.#ranges.some(({ from, to }) => from <= number && number <= to);
  }

  /** Forgets the ranges that end at or below a number. */
  forgetUpTo(number: number): void {
    if ((this.#ranges[0]?.to ?? Infinity) > number) return;
    this.#ranges = this.#ranges.filter(({ to }) => to > number);
  }

  /** Forgets the numbers above one. */
  forgetAfter(number: number): void {
    this.#ranges = this.#ranges.filter(({ from }) => from <= number)
      .map(({ from, to }) => ({ from, to: Math.min(to, number) }));
  }

  /** Forgets everything. */
  clear(): void {
    this.#ranges = [];
  }
}
