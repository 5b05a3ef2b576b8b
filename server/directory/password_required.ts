/**
 * The refusals about passwords.
 *
 * @module
 */

import { ChatError } from "../../shared/errors.ts";

/** Which password is missing, in the words of the protocol. */
export type NeededPassword = "password" | "server_password";

/** Nobody gets in here without a password. */
export class PasswordRequired extends ChatError {
  /** Takes which one, for the field of this name, and what people read. */
  constructor(
    /** The field of `login` that is missing. */
    needs: NeededPassword,
    message: string,
  ) {
    super("password_required", message, undefined, { needs });
  }
}

/** Returns the refusal of a password; it tells nothing else. */
export function badPassword(): ChatError {
  return new ChatError("bad_password", "Cannot go on: the password is wrong");
}
