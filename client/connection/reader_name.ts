/**
 * Names for programs that only read: people see them come and go, so they say
 * what they are. Letters and digits only, as many old servers take no others.
 *
 * @module
 */

const LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
const LENGTH = 6;

/** Returns a name that nobody else has, such as `tailk3x9ab`. */
export function readerName(
  what: string,
  random: () => number = Math.random,
): string {
  const letters = Array.from(
    { length: LENGTH },
    () => LETTERS[Math.floor(random() * LETTERS.length)],
  );
  return `${what}${letters.join("")}`;
}
