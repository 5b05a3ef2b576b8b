/**
 * Which passwords are kept, whoever asks for it.
 *
 * @module
 */

import { ChatError } from "../../shared/errors.ts";
import {
  MAX_PASSWORD_LENGTH,
  MIN_PASSWORD_LENGTH,
} from "../../shared/password.ts";
import { countCharacters } from "../../shared/text.ts";

/**
 * Checks that a password may be one.
 *
 * @throws {ChatError} `weak_password`.
 */
export function checkStrength(password: string): void {
  if (countCharacters(password) < MIN_PASSWORD_LENGTH) throw weak();
  checkLength(password);
}

/**
 * Checks that a password is not too long to be hashed.
 *
 * @throws {ChatError} `weak_password`.
 */
export function checkLength(password: string): void {
  if (countCharacters(password) > MAX_PASSWORD_LENGTH) throw weak();
}

function weak(): ChatError {
  return new ChatError(
    "weak_password",
    `Cannot use this password: it has to be ${MIN_PASSWORD_LENGTH} to ${MAX_PASSWORD_LENGTH} characters`,
  );
}
