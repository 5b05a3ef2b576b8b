/**
 * Somebody who reads everything and is cut again and again: takes the name back
 * by its token and asks for what came since. Keeps every seq it was shown.
 *
 * @module
 */

import type { Address } from "../../shared/address.ts";
import type { Answer } from "./answer.ts";
import { LineConnection } from "./line_connection.ts";
import { within } from "./within.ts";

/** How far a reader reads before it cuts its connection. */
export interface Reach {
  /** After so many lines. */
  readonly lines?: number;
  /** When it was shown this seq. */
  readonly seq?: number;
  /** After its welcome it reads nothing until this resolves. */
  readonly stopUntil?: Promise<void>;
}

/** One reader over many connections. */
export class Follower {
  readonly #name: string;
  readonly #address: () => Address;
  readonly #seqs: number[] = [];
  readonly #refusals: string[] = [];
  readonly #since: number;
  #token: string | undefined;

  /** Makes one that wants to read everything after a seq. */
  constructor(name: string, address: () => Address, since = 0) {
    this.#since = since;
    this.#name = name;
    this.#address = address;
  }

  /** Every seq it was shown, in that order. */
  get seqs(): readonly number[] {
    return this.#seqs;
  }

  /** Codes with which a login was refused. */
  get refusals(): readonly string[] {
    return this.#refusals;
  }

  /**
   * Connects and reads as far as it is told, then cuts the connection, whatever
   * is under way.
   *
   * @returns `false` when the connection ended before.
   */
  async follow(
    { lines: most = Infinity, seq: last = Infinity, stopUntil }: Reach,
  ): Promise<boolean> {
    using connection = await LineConnection.connect(this.#address());
    if (!connection) return false;
    connection.send({
      request: "login",
      content: this.#name,
      version: 2,
      since: this.#seqs.at(-1) ?? this.#since,
      ...(this.#token === undefined ? {} : { token: this.#token }),
    });
    for (let count = 0; count < most;) {
      const lines = await within(connection.read(), "what comes next");
      if (!lines) return false;
      for (const line of lines) {
        if (count++ >= most) break;
        this.#take(line);
        if ((this.#seqs.at(-1) ?? 0) >= last) return true;
      }
      if (this.#token !== undefined) await stopUntil;
    }
    return true;
  }

  #take(line: string): void {
    // Most lines are messages, and a test under load reads many.
    const seq = /^[^[]*"response":"message".*"seq":(\d+)/.exec(line)?.[1];
    if (seq !== undefined) this.#seqs.push(Number(seq));
    else this.#takeOther(JSON.parse(line));
  }

  #takeOther({ response, code = "", token, content }: Answer): void {
    if (code === "welcome") this.#token = token;
    else if (response === "error") this.#refusals.push(code);
    else if (response === "history" && Array.isArray(content)) {
      this.#seqs.push(...content.map((one: Answer) => one.seq ?? 0));
    }
  }
}
