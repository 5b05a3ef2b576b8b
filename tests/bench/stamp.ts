/**
 * The time of sending, written into a message's text, and read back from
 * whatever arrives. Knows nothing of what is around the text.
 *
 * @module
 */

/** Stands before a time and nowhere else: "~". */
const MARK = 0x7e;
const DIGITS = 12;
const ZERO = 0x30;

/** Returns a text of so many bytes with room for the time. */
export function blankText(length: number): string {
  return `~${"0".repeat(DIGITS)}`.padEnd(length, "x");
}

/** Where in a message the time is. */
export function findStamp(message: Uint8Array): number {
  return message.indexOf(MARK) + 1;
}

/** Writes a number of fixed width, such as a time in microseconds. */
export function writeDigits(
  bytes: Uint8Array,
  at: number,
  value: number,
  digits: number = DIGITS,
): void {
  let rest = Math.round(value);
  for (let place = at + digits - 1; place >= at; place--) {
    bytes[place] = ZERO + rest % 10;
    rest = Math.floor(rest / 10);
  }
}

/** Calls `found` with each time in the first `length` bytes that is not cut. */
export function eachStamp(
  bytes: Uint8Array,
  length: number,
  found: (time: number) => void,
): void {
  for (let at = 0; at + DIGITS < length; at++) {
    if (bytes[at] !== MARK) continue;
    let time = 0;
    for (let place = at + 1; place <= at + DIGITS; place++) {
      time = time * 10 + (bytes[place] ?? ZERO) - ZERO;
    }
    found(time);
    at += DIGITS;
  }
}
