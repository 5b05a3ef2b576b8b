/**
 * One person who is logged in, or whose connection was lost a moment ago.
 * Knows nothing of rooms and connections.
 *
 * @module
 */

import { Buffer } from "node:buffer";
import { timingSafeEqual } from "node:crypto";
import { foldName } from "../../shared/names.ts";

const TOKEN_BYTES = 16;

/** One person; exists as long as the name is taken. */
export class User {
  /** Under which the name counts as taken. */
  readonly key: string;
  /** Takes the name back from a lost connection; new with every login. */
  token = newToken();
  #usedToken: string | undefined;

  /** Makes a user with the name as it was spelled. */
  constructor(readonly name: string) {
    this.key = foldName(name);
  }

  /** Tells, in the same time for every wrong token, whether it is this one's. */
  owns(token: string): boolean {
    const isNew = isSame(token, this.token);
    const isUsed = isSame(token, this.#usedToken ?? this.token);
    return isNew || isUsed;
  }

  /**
   * Gives out a new token for the one that was used. That one stays good until
   * the new one is used: the connection may be cut before it is read.
   */
  renewToken(used: string): void {
    this.#usedToken = used;
    this.token = newToken();
  }
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function newToken(): string {
  return crypto.getRandomValues(new Uint8Array(TOKEN_BYTES)).toHex();
}
