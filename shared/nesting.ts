/**
 * How deep a value may be nested. JSON.parse takes 3 ms for 64 KB that are
 * nothing but brackets, 50 times what other values of that size take.
 *
 * @module
 */

import {
  BACKSLASH,
  CLOSE_LIST,
  CLOSE_OBJECT,
  OPEN_LIST,
  OPEN_OBJECT,
  QUOTE,
} from "./json_bytes.ts";

/** Most lists and objects inside each other; no request or answer has five. */
export const MAX_DEPTH = 64;

/** What people read about a value that is nested deeper. */
export const TOO_DEEP = `Cannot read a value nested above ${MAX_DEPTH} levels`;

/** The shortest value that is nested too deep. */
const MIN_LENGTH = 2 * (MAX_DEPTH + 1);

/**
 * Tells whether a text is nested too deep; exact where it is JSON. Brackets in
 * strings do not count.
 */
export function isTooDeep(text: string): boolean {
  return text.length >= MIN_LENGTH && isDeep(text);
}

function isDeep(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case QUOTE:
        at = endOfString(text, at);
        break;
      case OPEN_OBJECT:
      case OPEN_LIST:
        if (++depth > MAX_DEPTH) return true;
        break;
      case CLOSE_OBJECT:
      case CLOSE_LIST:
        depth--;
    }
  }
  return false;
}

/** Returns where the quote is that ends a string; the end of a text without. */
function endOfString(text: string, start: number): number {
  let at = text.indexOf('"', start + 1);
  while (at >= 0 && isEscaped(text, at)) at = text.indexOf('"', at + 1);
  return at < 0 ? text.length : at;
}

/** Whether the character is behind an odd number of backslashes. */
function isEscaped(text: string, at: number): boolean {
  let first = at;
  while (text.charCodeAt(first - 1) === BACKSLASH) first--;
  return (at - first) % 2 === 1;
}
