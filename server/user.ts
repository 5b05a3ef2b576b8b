/**
 * One person who is logged in, or whose connection was lost a moment ago.
 * Knows nothing of rooms and connections.
 *
 * @module
 */

import { Buffer } from "node:buffer";
import { timingSafeEqual } from "node:crypto";
import { foldName } from "../shared/names.ts";

const TOKEN_BYTES = 16;

/** One person; exists as long as the name is taken. */
export class User {
  /** Under which the name counts as taken. */
  readonly key: string;
  /** Takes the name back from a lost connection; new with every login. */
  token = newToken();

  /** Makes a user with the name as it was spelled. */
  constructor(readonly name: string) {
    this.key = foldName(name);
  }

  /** Tells, in the same time for every wrong token, whether it is this one's. */
  owns(token: string): boolean {
    const given = Buffer.from(token);
    const own = Buffer.from(this.token);
    return given.length === own.length && timingSafeEqual(given, own);
  }

  /** Makes the token given out so far worthless. */
  renewToken(): void {
    this.token = newToken();
  }
}

function newToken(): string {
  return crypto.getRandomValues(new Uint8Array(TOKEN_BYTES)).toHex();
}
