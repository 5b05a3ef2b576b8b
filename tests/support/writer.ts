/**
 * Somebody who talks without a pause, whatever happens to the server: keeps a
 * window of messages in flight, comes back after every cut with its token, and
 * says once more, under the same ids, what was not answered. Keeps book of it
 * all in a {@linkcode Ledger}.
 *
 * @module
 */

import type { Address } from "../../shared/address.ts";
import type { Answer } from "./answer.ts";
import type { Ledger } from "./ledger.ts";
import { LineConnection } from "./line_connection.ts";

/** Longest time without an acknowledgement before a writer is a failure. */
const MAX_SILENCE_MS = 30_000;
const RETRY_MS = 20;

/** Options for {@linkcode Writer}. */
export interface WriterOptions {
  readonly name: string;
  readonly ledger: Ledger;
  /** Where the server is; it may move. */
  readonly address: () => Address;
  /** @default {16} */
  readonly inFlight?: number;
  /** How many it says in all. @default {Infinity} */
  readonly count?: number;
  /** Added to each text. @default {""} */
  readonly padding?: string;
}

/** One who writes. */
export class Writer {
  readonly #options: WriterOptions;
  /** Not answered yet, in their order: id to text. */
  readonly #pending = new Map<string, string>();
  readonly #closings: string[] = [];
  readonly #refusals = new Map<string, number>();
  #said = 0;
  #ackedCount = 0;
  #token: string | undefined;
  #isOnline = false;
  #isFinishing = false;
  #isAbandoned = false;
  #connection: LineConnection | undefined;
  #heardAt = performance.now();

  /** Makes one that has said nothing. */
  constructor(options: WriterOptions) {
    this.#options = options;
  }

  /** How many of its messages were acknowledged. */
  get acked(): number {
    return this.#ackedCount;
  }

  /** The codes with which servers closed its connections. */
  get closings(): readonly string[] {
    return this.#closings;
  }

  /** How many of its messages were refused, by code. */
  get refusals(): ReadonlyMap<string, number> {
    return this.#refusals;
  }

  /** Says no more; `run()` resolves when all it said is settled. */
  finish(): void {
    this.#isFinishing = true;
  }

  /** Loses its connection, and every answer on the way. */
  cut(): void {
    this.#connection?.close();
  }

  /** Stops at once; what was not answered stays unknown. */
  abandon(): void {
    this.#isAbandoned = true;
    this.#connection?.close();
  }

  /** Writes until it has said all, or {@linkcode Writer.finish} is called. */
  async run(): Promise<void> {
    this.#heardAt = performance.now();
    while (!this.#isDone) {
      await this.#live();
      if (!this.#isDone) await pause();
      if (performance.now() - this.#heardAt > MAX_SILENCE_MS) {
        const { name } = this.#options;
        throw new Error(`${name} heard nothing for ${MAX_SILENCE_MS} ms`);
      }
    }
  }

  get #isDone(): boolean {
    return this.#isAbandoned || (this.#pending.size === 0 && !this.#hasMore);
  }

  get #hasMore(): boolean {
    const { count = Infinity } = this.#options;
    return !this.#isFinishing && this.#said < count;
  }

  async #live(): Promise<void> {
    const { address, name, ledger } = this.#options;
    using connection = await LineConnection.connect(address());
    if (!connection || this.#isAbandoned) return;
    this.#connection = connection;
    const token = this.#token === undefined ? {} : { token: this.#token };
    const login = { request: "login", content: name, version: 2, history: 0 };
    connection.send({ ...login, ...token });
    using _watch = closeWhenSilent(connection, () => this.#heardAt);
    this.#isOnline = false;
    for (;;) {
      const lines = await connection.read();
      if (!lines) break;
      for (const line of lines) this.#take(line, connection);
      if (this.#isOnline) this.#fill(connection);
      if (this.#isDone) return connection.send({ request: "logout" });
    }
    for (const text of this.#pending.values()) ledger.unknown(text);
  }

  /** Most lines are what others say, and need not be understood. */
  #take(line: string, connection: LineConnection): void {
    if (!/"response":"(info|error)"/.test(line)) return;
    const answer: Answer = JSON.parse(line);
    const { code = "", id, seq = 0 } = answer;
    if (code === "ack") this.#settle(id, (text) => this.#acked(text, seq));
    else if (code === "welcome") this.#welcomed(answer, connection);
    else if (code === "ping") connection.send({ request: "ping" });
    else if (answer.response !== "error") return;
    else if (id === undefined) this.#closings.push(code);
    else this.#settle(id, (text) => this.#refused(text, code));
  }

  #welcomed({ token }: Answer, connection: LineConnection): void {
    this.#token = token;
    this.#isOnline = true;
    const again = [...this.#pending].map(([id, content]) => (
      { request: "msg", content, id }
    ));
    if (again.length > 0) connection.send(...again);
  }

  #settle(id = "", settle: (text: string) => void): void {
    const text = this.#pending.get(id);
    if (text === undefined) throw new Error(`An answer to nothing: ${id}`);
    this.#pending.delete(id);
    this.#heardAt = performance.now();
    settle(text);
  }

  #acked(text: string, seq: number): void {
    this.#ackedCount++;
    this.#options.ledger.settled(text, seq);
  }

  #refused(text: string, code: string): void {
    this.#options.ledger.refused(text, code);
    this.#refusals.set(code, (this.#refusals.get(code) ?? 0) + 1);
  }

  #fill(connection: LineConnection): void {
    const { name, ledger, inFlight = 16, padding = "" } = this.#options;
    const more = [];
    while (this.#hasMore && this.#pending.size < inFlight) {
      const id = `${name}-${this.#said++}`;
      const content = id + padding;
      this.#pending.set(id, content);
      ledger.sent(name, content);
      more.push({ request: "msg", content, id });
    }
    if (more.length > 0) connection.send(...more);
  }
}

/** A server that does not answer any more is left for its successor. */
function closeWhenSilent(
  connection: LineConnection,
  heardAt: () => number,
): Disposable {
  const timer = setInterval(() => {
    if (performance.now() - heardAt() > MAX_SILENCE_MS) connection.close();
  }, 1000);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

async function pause(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
}
