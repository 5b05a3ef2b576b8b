/**
 * Passwords as people choose and type them: which are legal, and the one form
 * in which they are compared.
 *
 * @module
 */

import { ChatError } from "./errors.ts";
import type { Fields } from "./fields.ts";
import { textOf } from "./request_fields.ts";
import { checkCharacters, countCharacters } from "./text.ts";

/** Shortest password that may be chosen, in code points. */
export const MIN_PASSWORD_LENGTH = 8;
/** Longest password, in code points. */
export const MAX_PASSWORD_LENGTH = 128;

/**
 * Returns a password that somebody chooses, in NFC: keyboards differ in how
 * they put letters with accents together.
 *
 * @throws {ChatError} `bad_request`, `bad_text` or `weak_password`.
 */
export function passwordOf(fields: Fields, key: string): string {
  const password = textOf(fields, key);
  checkCharacters(password);
  const normal = password.normalize("NFC");
  const length = countCharacters(normal);
  if (length < MIN_PASSWORD_LENGTH || length > MAX_PASSWORD_LENGTH) {
    throw new ChatError(
      "weak_password",
      `Cannot use this password: it must have ${MIN_PASSWORD_LENGTH} to ${MAX_PASSWORD_LENGTH} characters`,
    );
  }
  return normal;
}

/**
 * Reads a password that is to be compared, in NFC, where it is there.
 *
 * @throws {ChatError} `bad_request` or `bad_text`.
 */
export function givenPasswordOf<K extends string>(
  fields: Fields,
  key: K,
): { [key in K]?: string } {
  const passwords: { [key in K]?: string } = {};
  if ((fields[key] ?? undefined) === undefined) return passwords;
  const password = textOf(fields, key);
  checkCharacters(password);
  const normal = password.normalize("NFC");
  if (countCharacters(normal) > MAX_PASSWORD_LENGTH) {
    throw new ChatError(
      "bad_request",
      `Cannot use a password of more than ${MAX_PASSWORD_LENGTH} characters`,
    );
  }
  passwords[key] = normal;
  return passwords;
}
