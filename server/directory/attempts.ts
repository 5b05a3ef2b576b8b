/**
 * Who may try another password: so many wrong ones a minute for a name, fewer
 * from one address, and an address that goes on is not heard for an hour. And
 * who may make another account.
 *
 * @module
 */

import { ChatError } from "../../shared/errors.ts";
import { foldName } from "../../shared/names.ts";

const MINUTE_MS = 60_000;
/** Wrong ones a minute from one address for one name. */
export const MAX_WRONG_OF_ADDRESS = 3;
/** Wrong ones a minute for one name. */
export const MAX_WRONG_OF_NAME = 10;
/** After so many in an hour an address is not heard. */
export const MAX_WRONG_IN_ALL = 20;
const HOUR_MS = 60 * MINUTE_MS;
const TEN_MINUTES_MS = 10 * MINUTE_MS;
/** Accounts made in ten minutes from one address, but this machine's own. */
export const MAX_ACCOUNTS_OF_ADDRESS = 5;
/** And from all. */
export const MAX_ACCOUNTS_IN_ALL = 30;
/** Most that is remembered; then what is oldest is forgotten. */
const MAX_REMEMBERED = 100_000;

/** How many were wrong since when. */
interface Count {
  since: number;
  tries: number;
}

/** A limit of one sort. */
interface Limit {
  readonly most: number;
  readonly ms: number;
}

const OF_ADDRESS: Limit = { most: MAX_WRONG_OF_ADDRESS, ms: MINUTE_MS };
const OF_NAME: Limit = { most: MAX_WRONG_OF_NAME, ms: MINUTE_MS };
const ACCOUNTS: Limit = { most: MAX_ACCOUNTS_OF_ADDRESS, ms: TEN_MINUTES_MS };
const ALL_ACCOUNTS: Limit = { most: MAX_ACCOUNTS_IN_ALL, ms: TEN_MINUTES_MS };
const LOOPBACK = /^(127\.|0:0:0:0$|::1$)/;
const IN_ALL: Limit = { most: MAX_WRONG_IN_ALL, ms: HOUR_MS };

/** A try that counts until it is said that it does not. */
export interface Attempt {
  /** The password was right, or nobody has looked at it. */
  giveBack(): void;
}

/** Counts tries. */
export class Attempts {
  readonly #now: () => number;
  readonly #counts = new Map<string, Count>();

  /**
   * Begins with none.
   *
   * @param now Clock in milliseconds.
   */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /**
   * Counts a try for a name, before it is known to be wrong: many may come at
   * once.
   *
   * @param address What counts as one: an IPv4 address, the /64 of an IPv6 one.
   * @throws {ChatError} `busy` when there were too many.
   */
  begin(address: string, name: string): Attempt {
    const key = foldName(name);
    return this.#begin(address, [
      [`name and address: ${key} ${address}`, OF_ADDRESS],
      [`name: ${key}`, OF_NAME],
    ]);
  }

  /**
   * Counts a try for what is nobody's own, the server's password or a room's: it
   * keeps out nobody at other addresses.
   *
   * @param name Who tries.
   * @throws {ChatError} `busy` when there were too many.
   */
  beginShared(address: string, what: string, name: string): Attempt {
    return this.#begin(address, [
      [`${what}: ${foldName(name)} ${address}`, OF_ADDRESS],
      [`${what}: ${address}`, OF_NAME],
    ]);
  }

  /**
   * Counts an account that somebody makes.
   *
   * @throws {ChatError} `busy` when there were too many.
   */
  beginAccount(address: string): Attempt {
    const all = ["accounts", ALL_ACCOUNTS] as const;
    return this.#count(
      LOOPBACK.test(address)
        ? [all]
        : [[`accounts: ${address}`, ACCOUNTS], all],
    );
  }

  #begin(
    address: string,
    limits: readonly (readonly [string, Limit])[],
  ): Attempt {
    const all = LOOPBACK.test(address)
      ? limits // everybody who is on this machine
      : [...limits, [`address: ${address}`, IN_ALL]] as const;
    return this.#count(all);
  }

  #count(limits: readonly (readonly [string, Limit])[]): Attempt {
    const counts = limits.map(([key, limit]) => this.#counter(key, limit));
    for (const count of counts) count.tries++;
    let isCounted = true;
    return {
      giveBack: () => {
        for (const count of isCounted ? counts : []) count.tries--;
        isCounted = false;
      },
    };
  }

  #counter(key: string, { most, ms }: Limit): Count {
    const now = this.#now();
    let count = this.#counts.get(key);
    if (!count || now - count.since >= ms || now < count.since) {
      count = { since: now, tries: 0 };
      this.#counts.delete(key); // so that the oldest is the first
      this.#counts.set(key, count);
      this.#forget();
    }
    if (count.tries >= most) throw busy(count.since + ms - now);
    return count;
  }

  #forget(): void {
    if (this.#counts.size <= MAX_REMEMBERED) return;
    const [oldest] = this.#counts.keys();
    if (oldest !== undefined) this.#counts.delete(oldest);
  }
}

function busy(retryMs: number): ChatError {
  return new ChatError(
    "busy",
    "Cannot do this yet: there were too many tries",
    Math.max(1, Math.ceil(retryMs)),
  );
}
