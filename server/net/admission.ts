/**
 * Who may connect: how many in all, how many from one address, how many who
 * have not logged in.
 *
 * @module
 */

/** What one address may do. */
export interface AddressLimits {
  /** Connections at once. */
  readonly atOnce: number;
  /** Connections at once that have not logged in. */
  readonly beforeLogin: number;
  /** New connections in one window. */
  readonly perWindow: number;
  /** The window, in milliseconds. */
  readonly windowMs: number;
}

/** Options for {@linkcode Admission}. */
export interface AdmissionOptions {
  /** Connections in all. */
  readonly maxClients: number;
  /** Limits of one address; null for none. */
  readonly perAddress: AddressLimits | null;
  /** Clock in milliseconds; must not go back. */
  readonly now: () => number;
}

/** The defaults of reliability.md, section 3. */
export const ADDRESS_LIMITS: AddressLimits = {
  atOnce: 16,
  beforeLogin: 4,
  perWindow: 32,
  windowMs: 600_000,
};

/** Connections in all that have not logged in. */
const MAX_BEFORE_LOGIN = 512;

/** What is remembered of one address, and of all together. */
interface Count {
  open: number;
  beforeLogin: number;
  recent: number;
  windowAt: number;
}

/** Counts connections, and admits or refuses new ones. */
export class Admission {
  readonly #options: AdmissionOptions;
  readonly #counts = new Map<string, Count>();
  readonly #all: Count = { open: 0, beforeLogin: 0, recent: 0, windowAt: 0 };

  /** Makes one that has admitted nobody. */
  constructor(options: AdmissionOptions) {
    this.#options = options;
  }

  /** Admits a connection, or returns why not. */
  admit(ip: string): Ticket | string {
    const key = networkOf(ip);
    const count = this.#countOf(key);
    const problem = this.#problemWith(count);
    if (problem) return problem;
    return new Ticket([this.#all, count]);
  }

  /** Forgets addresses that have nobody here and whose window is over. */
  prune(): void {
    for (const [key, count] of this.#counts) {
      if (count.open === 0 && this.#isOver(count)) this.#counts.delete(key);
    }
  }

  #problemWith(count: Count): string | undefined {
    const { maxClients, perAddress } = this.#options;
    if (this.#all.open >= maxClients) {
      return `at most ${maxClients} may connect`;
    }
    if (!perAddress) return undefined;
    if (this.#all.beforeLogin >= MAX_BEFORE_LOGIN) {
      return "too many connections have not logged in";
    }
    if (count.open >= perAddress.atOnce) {
      return `at most ${perAddress.atOnce} may connect from one address`;
    }
    if (count.beforeLogin >= perAddress.beforeLogin) {
      return `at most ${perAddress.beforeLogin} from one address may wait with their login`;
    }
    return count.recent >= perAddress.perWindow
      ? "too many new connections from one address"
      : undefined;
  }

  #countOf(key: string): Count {
    const now = this.#options.now();
    const count = this.#counts.get(key) ??
      { open: 0, beforeLogin: 0, recent: 0, windowAt: now };
    this.#counts.set(key, count);
    if (this.#isOver(count)) {
      count.recent = 0;
      count.windowAt = now;
    }
    return count;
  }

  #isOver({ windowAt }: Count): boolean {
    const windowMs = this.#options.perAddress?.windowMs ?? 0;
    return this.#options.now() - windowAt >= windowMs;
  }
}

/** A connection that was let in; tells how it goes on. */
export class Ticket {
  readonly #counts: readonly Count[];
  #isBeforeLogin = true;
  #isOpen = true;

  /** Counts the connection in all of the counts. */
  constructor(counts: readonly Count[]) {
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

/** An IPv4 address, or the /64 of an IPv6 address: what one person can have. */
function networkOf(ip: string): string {
  if (!ip.includes(":")) return ip;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip);
  if (mapped?.[1]) return mapped[1];
  const [head = "", tail = ""] = ip.split("%")[0]?.split("::") ?? [];
  const left = head === "" ? [] : head.split(":");
  const right = tail === "" ? [] : tail.split(":");
  const zeros = Array(Math.max(0, 8 - left.length - right.length)).fill("0");
  return [...left, ...zeros, ...right].slice(0, 4).join(":");
}
