/**
 * Looking for an earlier line while the words are being typed, as Ctrl-R does.
 *
 * @module
 */

import { escapeUnsafe } from "../../shared/text.ts";
import { graphemes } from "../view/cell_width.ts";
import type { Action } from "./key_bindings.ts";
import { cleaned, type Line } from "./line.ts";

/** A search under way. */
export interface HistorySearch {
  /** What is looked for; case does not count. */
  readonly words: string;
  /** Which line was found last; the number of lines at the beginning. */
  readonly at: number;
  /** Whether there is no line, or none further on. */
  readonly isFailing: boolean;
}

/** Which way: to older lines or to newer ones. */
export type Direction = -1 | 1;

/** Longest text to look for, in UTF-16 units. */
const MAX_WORDS = 200;

/** Begins a search at the newest line. */
export function beginSearch(lines: readonly string[]): HistorySearch {
  return { words: "", at: lines.length, isFailing: false };
}

/** Looks for something else; the line that is shown may still do. */
export function searchFor(
  search: HistorySearch,
  lines: readonly string[],
  words: string,
): HistorySearch {
  const sought = { ...search, words: words.slice(0, MAX_WORDS) };
  const from = Math.min(search.at, lines.length - 1);
  return found(sought, lines, from, -1);
}

/** Looks for another line with the same words. */
export function searchOn(
  search: HistorySearch,
  lines: readonly string[],
  direction: Direction,
): HistorySearch {
  const shown = lines[search.at];
  let from = search.at + direction;
  while (lines[from] !== undefined && lines[from] === shown) from += direction;
  return found(search, lines, from, direction);
}

/** Returns the line that was found, the cursor where the words are. */
export function foundLine(
  { words, at }: HistorySearch,
  lines: readonly string[],
): Line | undefined {
  const text = lines[at];
  if (words === "" || text === undefined) return undefined;
  return { text, cursor: Math.max(0, placeOf(words, text)) };
}

/** A search as it is typed: keys in, the line it leads to out. */
export class SearchPrompt {
  readonly #lines: readonly string[];
  #search: HistorySearch;

  /** Begins at the newest of some lines. */
  constructor(lines: readonly string[]) {
    this.#lines = lines;
    this.#search = beginSearch(lines);
  }

  /** What stands before the line. */
  get prompt(): string {
    const { words, isFailing } = this.#search;
    return `${isFailing ? "not found" : "search"} "${escapeUnsafe(words)}": `;
  }

  /** The line that was found; missing while there is none. */
  get line(): Line | undefined {
    return foundLine(this.#search, this.#lines);
  }

  /** Looks for more words than before. */
  type(text: string): void {
    const [first = ""] = cleaned(text).split("\n");
    this.#lookFor(this.#search.words + first);
  }

  /** Does what keys do in a search; returns whether this one does something. */
  act(action: Action): boolean {
    if (action === "reverse-search-history") this.#goOn(-1);
    else if (action === "forward-search-history") this.#goOn(1);
    else if (action === "backward-delete-char") this.#shorten();
    else return false;
    return true;
  }

  #goOn(direction: -1 | 1): void {
    this.#search = searchOn(this.#search, this.#lines, direction);
  }

  #shorten(): void {
    this.#lookFor(graphemes(this.#search.words).slice(0, -1).join(""));
  }

  #lookFor(words: string): void {
    this.#search = searchFor(this.#search, this.#lines, words);
  }
}

function found(
  search: HistorySearch,
  lines: readonly string[],
  from: number,
  direction: Direction,
): HistorySearch {
  if (search.words === "") return { ...search, isFailing: false };
  for (let at = from; lines[at] !== undefined; at += direction) {
    if (placeOf(search.words, lines[at] ?? "") !== -1) {
      return { ...search, at, isFailing: false };
    }
  }
  return { ...search, isFailing: true };
}

/** Lower case may be longer than upper case, so the place is only near then. */
function placeOf(words: string, text: string): number {
  const place = text.toLowerCase().indexOf(words.toLowerCase());
  return Math.min(place, text.length);
}
