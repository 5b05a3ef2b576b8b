/**
 * Keys as terminals send them in modes that another program left on: CSI u
 * (kitty, fixterms) and modifyOtherKeys (xterm).
 *
 * @module
 */

/** A key by its code point, and what was held down. */
export interface ExtendedKey {
  /** All of the sequence. */
  readonly text: string;
  /** Unicode, or a number of kitty's own; missing where a key was let go. */
  readonly code?: number;
  /** The sum of 1 for Shift, 2 for Alt and 4 for Ctrl. */
  readonly held: number;
}

/** Code, the same with Shift, what is held, press or release. */
const CSI_U =
  // deno-lint-ignore no-control-regex -- terminals speak in control characters
  /^\x1b\[(\d+)(?::(\d*))?(?::\d*)?(?:;(\d*)(?::(\d))?)?(?:;[\d:]*)?u/;
// deno-lint-ignore no-control-regex -- terminals speak in control characters
const OTHER_KEY = /^\x1b\[27;(\d+);(\d+)~/;
/** Cursor keys and the like that were let go. */
// deno-lint-ignore no-control-regex -- terminals speak in control characters
const RELEASE = /^\x1b\[\d*;\d*:3[A-Z~]/;
const RELEASED = "3";
/** Shift, Alt and Ctrl; the rest are locks and keys without a meaning here. */
const HELD = 7;
const SHIFT = 1;
/** What Shift makes of keys that do something, where nothing says so. */
const SHIFTED: ReadonlyMap<string, string> = new Map([
  [",", "<"],
  [".", ">"],
  ["-", "_"],
]);
/** kitty's keypad, from its first number on. */
const KEYPAD = "0123456789./*-+\r=,";
const FIRST_OF_KEYPAD = 57399;

/** Returns the key a text begins with, if it is sent in such a mode. */
export function readExtendedKey(text: string): ExtendedKey | undefined {
  const [released] = RELEASE.exec(text) ?? [];
  if (released !== undefined) return { text: released, held: 0 };
  const other = OTHER_KEY.exec(text);
  if (other) {
    const [whole, modifier, code] = other;
    return { text: whole, code: Number(code), held: heldBy(modifier) };
  }
  const match = CSI_U.exec(text);
  if (!match) return undefined;
  const [whole, code, shifted, modifier, event] = match;
  const held = heldBy(modifier);
  if (event === RELEASED) return { text: whole, held };
  const isShifted = (held & SHIFT) !== 0;
  return { text: whole, code: codeOf(Number(code), isShifted, shifted), held };
}

function heldBy(modifier: string | undefined): number {
  return (Number(modifier || 1) - 1) & HELD;
}

function codeOf(code: number, isShifted: boolean, shifted?: string): number {
  const key = KEYPAD.charCodeAt(code - FIRST_OF_KEYPAD);
  if (!Number.isNaN(key)) return key;
  if (!isShifted || code < 32 || code > 0x10ffff) return code;
  if (shifted) return Number(shifted);
  const character = String.fromCodePoint(code);
  const upper = SHIFTED.get(character) ?? character.toUpperCase();
  return upper.codePointAt(0) ?? code;
}
