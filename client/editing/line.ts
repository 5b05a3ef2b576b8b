/**
 * Text with a cursor: where the cursor can go, and what taking out and putting
 * in make of it.
 *
 * @module
 */

import { graphemes } from "../view/cell_width.ts";

/** Text with a cursor, which stands between two characters as people see them. */
export interface Line {
  readonly text: string;
  /** Index of a UTF-16 unit. */
  readonly cursor: number;
}

/** Longest line that can be typed, in UTF-16 units. */
export const MAX_LINE = 16_384;

/** A line without anything. */
export const EMPTY_LINE: Line = { text: "", cursor: 0 };

/** A word as readline has it: letters and digits. */
const WORD_BEFORE = /[\p{L}\p{M}\p{N}]+[^\p{L}\p{M}\p{N}]*$/u;
const WORD_AFTER = /^[^\p{L}\p{M}\p{N}]*[\p{L}\p{M}\p{N}]+/u;
/** A word up to white space, as Ctrl-W has it. */
const BLANK_WORD_BEFORE = /\S+\s*$/u;

/** Returns a line with the cursor at its end. */
export function lineOf(text: string): Line {
  return { text, cursor: text.length };
}

/** Returns the line with `text` at the cursor; `undefined` if it does not fit. */
export function insertAt(line: Line, text: string): Line | undefined {
  if (text.length > MAX_LINE - line.text.length) return undefined;
  const head = line.text.slice(0, line.cursor) + text;
  return { text: head + line.text.slice(line.cursor), cursor: head.length };
}

/** Returns the line without what stands between two places. */
export function removeBetween(line: Line, from: number, to: number): Line {
  const text = line.text.slice(0, from) + line.text.slice(to);
  return { text, cursor: from };
}

/** Returns the place one character before the cursor. */
export function characterBefore({ text, cursor }: Line): number {
  return cursor - (graphemes(text.slice(0, cursor)).at(-1)?.length ?? 0);
}

/** Returns the place one character after the cursor. */
export function characterAfter({ text, cursor }: Line): number {
  return cursor + (graphemes(text.slice(cursor))[0]?.length ?? 0);
}

/** Returns the beginning of the word before the cursor. */
export function wordBefore({ text, cursor }: Line): number {
  return beginningOf(WORD_BEFORE, text.slice(0, cursor));
}

/** Returns the end of the word after the cursor. */
export function wordAfter({ text, cursor }: Line): number {
  const [word] = WORD_AFTER.exec(text.slice(cursor)) ?? [];
  return word === undefined ? text.length : cursor + word.length;
}

/** Returns the beginning of what stands before the cursor up to white space. */
export function blankWordBefore({ text, cursor }: Line): number {
  return beginningOf(BLANK_WORD_BEFORE, text.slice(0, cursor));
}

/**
 * Returns the line with the character before the cursor and the one at it
 * swapped, the cursor behind both; at the end the last two are.
 */
export function transposed(line: Line): Line {
  const { text, cursor } = line;
  const at = cursor === text.length ? characterBefore(line) : cursor;
  const from = characterBefore({ text, cursor: at });
  const to = characterAfter({ text, cursor: at });
  if (from === at) return line; // nothing stands before
  const swapped = text.slice(at, to) + text.slice(from, at);
  return { text: text.slice(0, from) + swapped + text.slice(to), cursor: to };
}

/** Returns typed or pasted text as it may stand in a line. */
export function cleaned(text: string): string {
  return text.replace(/\r\n?/g, "\n").replaceAll("\t", "    ")
    // deno-lint-ignore no-control-regex -- taking them out is its job
    .replace(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/g, "").toWellFormed();
}

function beginningOf(word: RegExp, head: string): number {
  return word.exec(head)?.index ?? 0;
}
