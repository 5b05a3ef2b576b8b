/**
 * Looking for an earlier line while the words are being typed, as Ctrl-R does.
 * Knows nothing of keys and of where the lines come from.
 *
 * @module
 */

import type { Line } from "./line.ts";

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
