/**
 * What one attacking client does, and what it has for it.
 *
 * @module
 */

import type { Address } from "../../../shared/address.ts";
import { AttackConnection, type AttackCounts } from "./attack_connection.ts";

/**
 * One go of one client, from connecting on; begun anew until the time is over.
 * It may go on until the end of its connection.
 */
export type Attack = (attacker: Attacker) => Promise<void>;

/** Names of a process that were used so far: each login has one of its own. */
let logins = 0;

/** One client that attacks. */
export class Attacker {
  readonly #address: Address;
  readonly #counts: AttackCounts;
  /** Which of the attackers it is. */
  readonly number: number;
  /** Over when the attack is. */
  readonly signal: AbortSignal;

  /** Makes one that has no connection. */
  constructor(
    number: number,
    { address, counts, signal }: {
      readonly address: Address;
      readonly counts: AttackCounts;
      readonly signal: AbortSignal;
    },
  ) {
    this.number = number;
    this.signal = signal;
    this.#address = address;
    this.#counts = counts;
  }

  /** Connects, and is cut at the end of the attack. */
  connect(): AttackConnection {
    const one = new AttackConnection(this.#address, this.number, this.#counts);
    const cut = () => one[Symbol.dispose]();
    this.signal.addEventListener("abort", cut, { once: true });
    void one.over.then(() => this.signal.removeEventListener("abort", cut));
    return one;
  }

  /** Connects and logs in, if not said under a new name; waits for the welcome. */
  async logIn(
    fields: object = { history: 0 },
    content = `a${this.number}_${++logins}`,
  ): Promise<AttackConnection> {
    const connection = this.connect();
    await connection.send({ request: "login", content, ...fields });
    await connection.next();
    return connection;
  }

  /** Waits, at most until the end of the attack. */
  async pause(ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const done = () => resolve();
    const timer = setTimeout(done, ms);
    this.signal.addEventListener("abort", done, { once: true });
    await promise;
    clearTimeout(timer);
    this.signal.removeEventListener("abort", done);
  }
}
