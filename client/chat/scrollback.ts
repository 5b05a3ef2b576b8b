/**
 * What stands in a room, as far back as there is room. Each item keeps its
 * number for ever, whatever goes or is put in front.
 *
 * @module
 */

import type { Content } from "./content.ts";

/** What a message is, apart from how it reads. */
export interface MessageMeta {
  /** The place in the server's order; old servers have none. */
  readonly seq?: number;
  readonly isMine: boolean;
}

/** One thing in a scrollback. */
export interface ScrollbackItem {
  /** When, in milliseconds since 1970; missing when it is not known. */
  readonly time?: number;
  /** Set for what people said. */
  readonly message?: MessageMeta;
  /** UTF-16 units it holds. */
  readonly size: number;
  readonly content: Content;
}

/** Most items kept; the oldest go first. */
export const MAX_ITEMS = 10_000;
/** Most UTF-16 units kept, at 2 bytes each or less. */
export const MAX_CHARACTERS = 4 * 1024 * 1024;
/** So many go at once, since taking one away from the front moves all. */
const STEP = 500;
/** The part of the characters that stays when there were too many. */
const REST = 0.9;

/** Options for {@linkcode Scrollback}. */
export interface ScrollbackOptions {
  /** @default {MAX_ITEMS} */
  readonly maxItems?: number;
  /** @default {MAX_CHARACTERS} */
  readonly maxCharacters?: number;
}

/** Items by number. */
export class Scrollback {
  readonly #maxItems: number;
  readonly #maxCharacters: number;
  #items: ScrollbackItem[] = [];
  #first = 0;
  #characters = 0;

  /** Begins empty. */
  constructor(options: ScrollbackOptions = {}) {
    this.#maxItems = options.maxItems ?? MAX_ITEMS;
    this.#maxCharacters = options.maxCharacters ?? MAX_CHARACTERS;
  }

  /** Number of the oldest item kept. */
  get first(): number {
    return this.#first;
  }

  /** Number that the next one will have. */
  get end(): number {
    return this.#first + this.#items.length;
  }

  /** Whether no older ones can be put in front. */
  get isFull(): boolean {
    return this.#items.length >= this.#maxItems ||
      this.#characters >= this.#maxCharacters;
  }

  /** Returns the item with this number, if it is kept. */
  at(number: number): ScrollbackItem | undefined {
    return this.#items[number - this.#first];
  }

  /** Adds an item at the end. */
  append(item: ScrollbackItem): void {
    this.#items.push(item);
    this.#characters += item.size;
    this.#evict();
  }

  /** Puts another item in the place of the last. */
  replaceLast(item: ScrollbackItem): void {
    this.#characters -= this.#items.pop()?.size ?? 0;
    this.append(item);
  }

  /** Puts older items in front, as many of the newest as there is room. */
  prepend(older: readonly ScrollbackItem[]): void {
    for (const item of older.toReversed()) {
      if (this.isFull) return;
      this.#items.unshift(item);
      this.#characters += item.size;
      this.#first--;
    }
  }

  #evict(): void {
    const most = this.#maxItems;
    const isTooMany = this.#items.length > most + STEP;
    if (!isTooMany && this.#characters <= this.#maxCharacters) return;
    let count = 0;
    for (; count < this.#items.length - 1; count++) {
      const isRoomy = this.#characters <= this.#maxCharacters * REST;
      if (this.#items.length - count <= most && isRoomy) break;
      this.#characters -= this.#items[count]?.size ?? 0;
    }
    this.#items = this.#items.slice(count);
    this.#first += count;
  }
}
