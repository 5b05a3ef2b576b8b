/**
 * Hashes passwords, a few at once: each takes a core for a third of a second,
 * and the chat needs one.
 *
 * @module
 */

import { ChatError } from "../../shared/errors.ts";
import {
  hashPassword,
  isPassword,
  type ScryptCost,
  USUAL_COST,
} from "./scrypt_string.ts";

/** Most that are hashed at once. */
export const MAX_HASHES = 2;
/** Most that wait for that. */
export const MAX_WAITING = 64;
/** How long one takes, about. */
const HASH_MS = 350;

/** A queue for scrypt. */
export class PasswordHasher {
  readonly #cost: ScryptCost;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  /**
   * Takes what hashing costs.
   *
   * @param cost Of new passwords; those that are stored say it themselves.
   */
  constructor(cost: ScryptCost = USUAL_COST) {
    this.#cost = cost;
  }

  /**
   * Returns what is kept of a password: a string of `scrypt`.
   *
   * @throws {ChatError} `busy`.
   */
  hash(password: string): Promise<string> {
    return this.#run(() => hashPassword(password, this.#cost));
  }

  /**
   * Tells whether it is the password.
   *
   * @param stored What is kept of it. Missing: the same time goes by.
   * @throws {ChatError} `busy`.
   */
  verify(password: string, stored: string | undefined): Promise<boolean> {
    return this.#run(() => isPassword(password, stored, this.#cost));
  }

  async #run<T>(work: () => Promise<T>): Promise<T> {
    await this.#turn();
    try {
      return await work();
    } finally {
      this.#running--;
      this.#waiting.shift()?.();
    }
  }

  /** Resolves when it is one's turn; counts it as running before. */
  async #turn(): Promise<void> {
    if (this.#running < MAX_HASHES) {
      this.#running++;
      return;
    }
    if (this.#waiting.length >= MAX_WAITING) throw this.#busy();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push(() => {
      this.#running++;
      resolve();
    });
    await promise;
  }

  #busy(): ChatError {
    const retryMs = Math.ceil(MAX_WAITING / MAX_HASHES) * HASH_MS;
    return new ChatError(
      "busy",
      "Cannot check a password now: many are being checked; try again later",
      retryMs,
    );
  }
}
