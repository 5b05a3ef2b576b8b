/**
 * The password of a whole server: whoever logs in has to know it.
 *
 * @module
 */

import { createHash, timingSafeEqual } from "node:crypto";
import { badPassword, PasswordRequired } from "./password_required.ts";
import type { Attempts } from "./attempts.ts";

/** One password, known to all who may come in. */
export class ServerPassword {
  readonly #hash: Uint8Array;
  readonly #attempts: Attempts;

  /** Takes the password; tries are counted by address. */
  constructor(password: string, attempts: Attempts) {
    this.#hash = hashOf(password);
    this.#attempts = attempts;
  }

  /**
   * Checks what somebody says who wants a name.
   *
   * @throws {ChatError} `password_required` where nothing is said,
   * `bad_password`, `busy`.
   */
  check(
    given: string | undefined,
    { address, name }: { readonly address: string; readonly name: string },
  ): void {
    if (given === undefined) {
      throw new PasswordRequired(
        "server_password",
        "Cannot log in without the password of this server",
      );
    }
    const attempt = this.#attempts.beginShared(address, "server", name);
    if (!timingSafeEqual(hashOf(given), this.#hash)) throw badPassword();
    attempt.giveBack();
  }
}

/** Of equal length, whatever the password is. */
function hashOf(password: string): Uint8Array {
  const text = password.normalize("NFC");
  return new Uint8Array(createHash("sha256").update(text).digest());
}
