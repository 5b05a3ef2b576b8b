/**
 * Who may connect: how many in all, how many from one address, how many who
 * have not logged in. The server's own machine has no limits of an address:
 * everybody on it would share them, and who is there needs no door.
 *
 * @module
 */

import { isLoopback } from "../../shared/address.ts";
import { Usage } from "../scheduling/usage.ts";
import { networkOf } from "./network_address.ts";

/** New connections in a window of time. */
export interface ConnectionRate {
  /** How many. */
  readonly count: number;
  /** The window, in milliseconds. */
  readonly windowMs: number;
}

/** What one address may do; null for without a limit. */
export interface AddressLimits {
  /** Connections at once. */
  readonly addressConnections: number | null;
  /** Connections at once that have not logged in. */
  readonly addressLogins: number | null;
  /** New connections. */
  readonly addressRate: ConnectionRate | null;
}

/** Options for {@linkcode Admission}. */
export interface AdmissionOptions extends AddressLimits {
  /** Connections in all. */
  readonly maxClients: number;
  /** Clock in milliseconds; must not go back. */
  readonly now: () => number;
  /**
   * Makes what the clients of an address use of the event loop.
   *
   * @default {() => new Usage()}
   */
  readonly newUsage?: () => Usage;
  /**
   * Told of the first refusal of an address, and of how many there are while
   * they go on, once a minute.
   */
  readonly onRefused?: (refused: Refused) => void;
}

/** Why a connection is refused. */
export class Refusal {
  /** Takes which limit it is, and how soon there may be room again. */
  constructor(
    readonly why: string,
    /** The flag of `ktn serve` that sets the limit. */
    readonly flag: string,
    /** When to try again, in whole milliseconds. */
    readonly retryMs: number,
  ) {}
}

/** Refusals of one address. */
export interface Refused {
  readonly network: string;
  readonly refusal: Refusal;
  /** How many since the last time there were none for a minute. */
  readonly count: number;
}

/** Connections in all that have not logged in. */
const MAX_BEFORE_LOGIN = 512;
/** When to try again where nobody knows when there is room. */
const RETRY_MS = 5000;
/** How often refusals of one address are told. */
const REPORT_MS = 60_000;
/** An address that has used less lately is like one that is new. */
const MIN_USED_MS = 1;

/** What is remembered of one address, and of all together. */
interface Count {
  open: number;
  beforeLogin: number;
  recent: number;
  windowAt: number;
  refused: number;
  reported: number;
  reportedAt: number;
  refusal?: Refusal;
  /** What its clients have used of the event loop. */
  readonly usage: Usage;
}

function emptyCount(now: number, usage = new Usage()): Count {
  const refusals = { refused: 0, reported: 0, reportedAt: now };
  const connections = { open: 0, beforeLogin: 0, recent: 0, windowAt: now };
  return { ...connections, ...refusals, usage };
}

/** Counts connections, and admits or refuses new ones. */
export class Admission {
  readonly #options: AdmissionOptions;
  readonly #counts = new Map<string, Count>();
  readonly #all: Count = emptyCount(0);

  /** Makes one that has admitted nobody. */
  constructor(options: AdmissionOptions) {
    this.#options = options;
  }

  /** Admits a connection, or returns why not. */
  admit(ip: string): Ticket | Refusal {
    const key = networkOf(ip);
    const count = this.#countOf(key);
    const isLocal = isLoopback(ip);
    const refusal = this.#refusalInAll() ??
      (isLocal ? undefined : this.#refusalOf(count));
    const usage = isLocal ? undefined : count.usage;
    if (!refusal) return new Ticket([this.#all, count], usage);
    count.refusal = refusal;
    if (count.refused++ === 0) this.#report(key, count);
    return refusal;
  }

  /**
   * Tells how often addresses were refused meanwhile, and forgets those that
   * have nobody here and whose window is over.
   */
  prune(): void {
    const now = this.#options.now();
    for (const [key, count] of this.#counts) {
      if (now - count.reportedAt >= REPORT_MS) {
        if (count.refused > count.reported) this.#report(key, count);
        else count.refused = count.reported = 0;
      }
      const isIdle = count.open === 0 && count.refused === 0 &&
        count.usage.ms < MIN_USED_MS;
      if (isIdle && this.#isOver(count)) this.#counts.delete(key);
    }
  }

  #report(network: string, count: Count): void {
    count.reported = count.refused;
    count.reportedAt = this.#options.now();
    const { refusal, refused } = count;
    if (!refusal) return;
    this.#options.onRefused?.({ network, refusal, count: refused });
  }

  #refusalInAll(): Refusal | undefined {
    const { maxClients } = this.#options;
    if (this.#all.open < maxClients) return undefined;
    const why = `at most ${maxClients} may connect`;
    return new Refusal(why, "--max-clients", RETRY_MS);
  }

  #refusalOf(count: Count): Refusal | undefined {
    const { addressConnections, addressLogins, addressRate } = this.#options;
    if (count.open >= (addressConnections ?? Infinity)) {
      const why = `at most ${addressConnections} may connect from one address`;
      return new Refusal(why, "--address-connections", RETRY_MS);
    }
    if (addressLogins !== null) {
      const refusal = this.#refusalBeforeLogin(count, addressLogins);
      if (refusal) return refusal;
    }
    if (!addressRate || count.recent < addressRate.count) return undefined;
    const waitMs = count.windowAt + addressRate.windowMs - this.#options.now();
    const seconds = addressRate.windowMs / 1000;
    return new Refusal(
      `at most ${addressRate.count} new connections from one address in ${seconds} s`,
      "--address-rate",
      Math.max(1, Math.ceil(waitMs)),
    );
  }

  #refusalBeforeLogin(count: Count, most: number): Refusal | undefined {
    const isFull = this.#all.beforeLogin >= MAX_BEFORE_LOGIN;
    if (!isFull && count.beforeLogin < most) return undefined;
    const why = isFull
      ? "too many connections have not logged in"
      : `at most ${most} from one address may wait with their login`;
    return new Refusal(why, "--address-logins", RETRY_MS);
  }

  #countOf(key: string): Count {
    const now = this.#options.now();
    const count = this.#counts.get(key) ??
      emptyCount(now, this.#options.newUsage?.());
    this.#counts.set(key, count);
    if (this.#isOver(count)) {
      count.recent = 0;
      count.windowAt = now;
    }
    return count;
  }

  #isOver({ windowAt }: Count): boolean {
    const windowMs = this.#options.addressRate?.windowMs ?? 0;
    return this.#options.now() - windowAt >= windowMs;
  }
}

/** A connection that was let in; tells how it goes on. */
export class Ticket {
  readonly #counts: readonly Count[];
  #isBeforeLogin = true;
  #isOpen = true;

  /** Counts the connection in all of the counts. */
  constructor(
    counts: readonly Count[],
    /** What its address has used of the event loop; missing for loopback. */
    readonly usage?: Usage,
  ) {
    this.#counts = counts;
    for (const count of counts) {
      count.open++;
      count.beforeLogin++;
      count.recent++;
    }
  }

  /** It has logged in. */
  loggedIn(): void {
    if (!this.#isBeforeLogin) return;
    this.#isBeforeLogin = false;
    for (const count of this.#counts) count.beforeLogin--;
  }

  /** It is over. */
  release(): void {
    this.loggedIn();
    if (!this.#isOpen) return;
    this.#isOpen = false;
    for (const count of this.#counts) count.open--;
  }
}
