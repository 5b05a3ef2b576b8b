/**
 * Names of rooms, all of the same length, so that one message fits all of them.
 *
 * @module
 */

/** Digits at the end of a name. */
export const ROOM_DIGITS = 6;

/** A name whose digits are to be written. */
export const BLANK_ROOM = `r${"$".repeat(ROOM_DIGITS)}`;

/** Returns the name of a room; the first is 0. */
export function roomName(index: number): string {
  return `r${String(index).padStart(ROOM_DIGITS, "0")}`;
}
