/**
 * The bytes JSON's structure is made of. Knows nothing of values or streams.
 *
 * @module
 */

const TAB = 0x09;
const RETURN = 0x0d;

/** Ends a line. */
export const NEWLINE = 0x0a;
/** The lowest byte that may stand in a string. */
export const SPACE = 0x20;
/** Begins and ends a string. */
export const QUOTE = 0x22;
/** Stands between two members. */
const COMMA = 0x2c;
/** Stands between a key and its value. */
export const COLON = 0x3a;
/** Begins a list. */
export const OPEN_LIST = 0x5b;
/** Escapes the byte after it in a string. */
export const BACKSLASH = 0x5c;
/** Ends a list. */
export const CLOSE_LIST = 0x5d;
/** Begins an object. */
export const OPEN_OBJECT = 0x7b;
/** Ends an object. */
export const CLOSE_OBJECT = 0x7d;

/** Tells whether the byte is JSON's white space. */
export function isSpace(byte: number | undefined): boolean {
  return byte === SPACE || byte === NEWLINE || byte === RETURN || byte === TAB;
}

/** Tells whether the byte begins an object, a list or a string. */
export function isOpening(byte: number | undefined): byte is number {
  return byte === OPEN_OBJECT || byte === OPEN_LIST || byte === QUOTE;
}

/** A value begins after `:` `,` `[`; a quote also after `{`, as a key. */
export function mayOpen(byte: number, before: number): boolean {
  return before === COLON || before === COMMA || before === OPEN_LIST ||
    (before === OPEN_OBJECT && byte === QUOTE);
}
