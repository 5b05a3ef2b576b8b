/**
 * What was told, as far back as there is room. Each thing keeps its number for
 * ever, whatever goes or is put in front. Knows nothing of windows.
 *
 * @module
 */

import type { Told } from "./told.ts";

/** Most things kept; the oldest go first. */
export const MAX_TOLD = 10_000;
/** Most UTF-16 units kept, at 2 bytes each or less. */
export const MAX_CHARACTERS = 4 * 1024 * 1024;
/** So many go at once, since taking one away from the front moves all. */
const STEP = 500;
/** The part of the characters that stays when there were too many. */
const REST = 0.9;

/** Options for {@linkcode Scrollback}. */
export interface ScrollbackOptions {
  /** @default {MAX_TOLD} */
  readonly maxTold?: number;
  /** @default {MAX_CHARACTERS} */
  readonly maxCharacters?: number;
}

/** What was told, by number. */
export class Scrollback {
  readonly #maxTold: number;
  readonly #maxCharacters: number;
  #kept: Told[] = [];
  #first = 0;
  #characters = 0;

  /** Begins empty. */
  constructor(options: ScrollbackOptions = {}) {
    this.#maxTold = options.maxTold ?? MAX_TOLD;
    this.#maxCharacters = options.maxCharacters ?? MAX_CHARACTERS;
  }

  /** Number of the oldest thing kept. */
  get first(): number {
    return this.#first;
  }

  /** Number that the next one will have. */
  get end(): number {
    return this.#first + this.#kept.length;
  }

  /** Whether no older ones can be put in front. */
  get isFull(): boolean {
    return this.#kept.length >= this.#maxTold ||
      this.#characters >= this.#maxCharacters;
  }

  /** Returns what has this number, if that is kept. */
  at(number: number): Told | undefined {
    return this.#kept[number - this.#first];
  }

  /** Adds something at the end. */
  append(told: Told): void {
    this.#kept.push(told);
    this.#characters += told.size;
    this.#forget();
  }

  /** Puts something else in the place of the last. */
  replaceLast(told: Told): void {
    this.#characters -= this.#kept.pop()?.size ?? 0;
    this.append(told);
  }

  /** Puts older things in front, as many of the newest as there is room. */
  prepend(older: readonly Told[]): void {
    for (const told of older.toReversed()) {
      if (this.isFull) return;
      this.#kept.unshift(told);
      this.#characters += told.size;
      this.#first--;
    }
  }

  #forget(): void {
    const most = this.#maxTold;
    const isTooMany = this.#kept.length > most + STEP;
    if (!isTooMany && this.#characters <= this.#maxCharacters) return;
    let count = 0;
    for (; count < this.#kept.length - 1; count++) {
      const isRoomy = this.#characters <= this.#maxCharacters * REST;
      if (this.#kept.length - count <= most && isRoomy) break;
      this.#characters -= this.#kept[count]?.size ?? 0;
    }
    this.#kept = this.#kept.slice(count);
    this.#first += count;
  }
}
