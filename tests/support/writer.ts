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
import type { Ledger, Stored } from "./ledger.ts";
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
  /** One who knows rooms; without it, one who lives in the lobby. */
  readonly member?: RoomMember;
}

/** What somebody has who has been in rooms before. */
export interface RoomMember {
  readonly token: string;
  /** Everything after this seq is new. */
  readonly since: number;
  /** To where it says something, in turn. */
  readonly targets: readonly Where[];
}

/** A room or a person. */
export type Where = { readonly room: string } | { readonly to: string };

/** A message on its way. */
interface Said {
  readonly request: "msg";
  readonly content: string;
  readonly id: string;
}

/** One who writes. */
export class Writer {
  readonly #options: WriterOptions;
  /** Not answered yet, in their order, by id. */
  readonly #pending = new Map<string, Said>();
  /** What a member was shown that others said, as it came. */
  readonly shown: Stored[] = [];
  #since: number;
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
    this.#token = options.member?.token;
    this.#since = options.member?.since ?? 0;
  }

  /** Takes its name back, when it has ended without a logout. */
  get token(): string | undefined {
    return this.#token;
  }

  /** What it was shown last. */
  get since(): number {
    return this.#since;
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
    const login = { request: "login", content: name, ...this.#manner };
    connection.send({ ...login, ...token });
    using _watch = closeWhenSilent(connection, () => this.#heardAt);
    this.#isOnline = false;
    for (;;) {
      const lines = await connection.read();
      if (!lines) break;
      for (const line of lines) this.#take(line, connection);
      if (this.#isOnline) this.#fill(connection);
      if (this.#isDone && this.#options.member) return; // its rooms are its own
      if (this.#isDone) return connection.send({ request: "logout" });
    }
    for (const { content } of this.#pending.values()) ledger.unknown(content);
  }

  get #manner(): object {
    return this.#options.member
      ? { version: 3, since: this.#since }
      : { version: 2, history: 0 };
  }

  /** Most lines are what others say, and need not be understood. */
  #take(line: string, connection: LineConnection): void {
    const isAnswer = /"response":"(info|error)"/.test(line);
    if (!isAnswer && !this.#options.member) return;
    const answer: Answer = JSON.parse(line);
    if (!isAnswer) return this.#hear(answer);
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
    const again = [...this.#pending.values()];
    if (again.length > 0) connection.send(...again);
  }

  #hear({ response, content, ...rest }: Answer): void {
    const entries = response === "history" ? content : [{ content, ...rest }];
    if (!Array.isArray(entries)) return;
    for (const { seq, sender, content, own_id: own } of entries) {
      this.#since = Math.max(this.#since, seq);
      if (own === undefined) this.shown.push({ seq, sender, content });
    }
  }

  #settle(id = "", settle: (text: string) => void): void {
    const said = this.#pending.get(id);
    if (!said) throw new Error(`An answer to nothing: ${id}`);
    this.#pending.delete(id);
    this.#heardAt = performance.now();
    settle(said.content);
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
    const { name, ledger, inFlight = 16, padding = "", member } = this.#options;
    const { targets = [] } = member ?? {};
    const more = [];
    while (this.#hasMore && this.#pending.size < inFlight) {
      const where = targets[this.#said % targets.length];
      const id = `${name}-${this.#said++}`;
      const said: Said = {
        request: "msg",
        content: id + padding,
        id,
        ...where,
      };
      this.#pending.set(id, said);
      ledger.sent(name, said.content);
      more.push(said);
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
