/**
 * Who takes direct messages of whom.
 *
 * @module
 */

import { ChatError } from "../../shared/errors.ts";
import type { Identities } from "./identities.ts";
import { UNCHANGED } from "./records.ts";

/** Most people that one can block. */
export const MAX_BLOCKED = 500;

/** Kept with the identity that blocks. */
export class Blocks {
  readonly #identities: Identities;

  /** Takes the identities. */
  constructor(identities: Identities) {
    this.#identities = identities;
  }

  /** Tells whether somebody takes direct messages of another; oneself does. */
  takes(receiver: number, sender: number): boolean {
    if (receiver === sender) return true;
    const { blocked = [], closed } = this.#identities.get(receiver) ?? {};
    return !closed && !blocked.includes(sender);
  }

  /** Tells whether somebody has blocked another. */
  isBlocked(identity: number, other: number): boolean {
    return this.#identities.get(identity)?.blocked?.includes(other) ?? false;
  }

  /**
   * Takes nothing more of somebody.
   *
   * @throws {ChatError} `too_many`, `store_full`, `unavailable`.
   */
  async block(identity: number, other: number): Promise<void> {
    await this.#identities.change(identity, (before) => {
      const { blocked = [] } = before;
      if (blocked.includes(other)) return UNCHANGED;
      const still = blocked.filter((one) => this.#identities.get(one));
      if (still.length >= MAX_BLOCKED) throw tooMany();
      return { ...before, blocked: [...still, other] };
    });
  }

  /** Takes all of somebody again. */
  async unblock(identity: number, other: number): Promise<void> {
    await this.#identities.change(identity, (before) => {
      const { blocked = [], ...rest } = before;
      if (!blocked.includes(other)) return UNCHANGED;
      const still = blocked.filter((one) => one !== other);
      return still.length > 0 ? { ...rest, blocked: still } : rest;
    });
  }
}

function tooMany(): ChatError {
  return new ChatError(
    "too_many",
    `Cannot block more than ${MAX_BLOCKED} people`,
  );
}
