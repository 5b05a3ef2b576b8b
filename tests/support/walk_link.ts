/**
 * One link of a random walk: a socket that speaks version 3, keeps everything it
 * was shown in the order in which it came, and asks one thing at a time.
 *
 * @module
 */

import type { Address } from "../../shared/address.ts";
import type { Answer } from "./answer.ts";
import { LineConnection } from "./line_connection.ts";
import { until } from "./until.ts";
import { within } from "./within.ts";

/** A payload as it came. */
type Row = Readonly<Record<string, unknown>>;

/** Entries that are no messages. */
const CHANGES = new Set<unknown>(["topic", "room_changed", "moderated"]);

/** One connection, and what it was shown. */
export class WalkLink implements Disposable {
  readonly #connection: LineConnection;
  readonly #answers = new Map<string, (answer: Answer) => void>();
  #count = 0;
  #hasPages = false;
  #hasEnded = false;
  /** Entries of the login's pages and live, each as one text. */
  readonly shown: string[] = [];
  /** Everything else that nobody asked for. */
  readonly told: Answer[] = [];

  private constructor(connection: LineConnection) {
    this.#connection = connection;
  }

  /** Connects and begins to read. */
  static async connect(address: Address): Promise<WalkLink> {
    const connection = await LineConnection.connect(address);
    if (!connection) throw new Error("Nobody listens");
    const link = new WalkLink(connection);
    void link.#readAll();
    return link;
  }

  /** Sends a request with an id of its own, and resolves with its answer. */
  async ask(request: Row): Promise<Answer> {
    const id = typeof request.id === "string"
      ? request.id
      : `q${this.#count++}`;
    const { promise, resolve } = Promise.withResolvers<Answer>();
    this.#answers.set(id, resolve);
    this.#connection.send({ ...request, id });
    return await within(promise, `the answer to ${JSON.stringify(request)}`);
  }

  /** Resolves when all pages of the login are read. */
  async pages(): Promise<void> {
    await until(() => this.#hasPages, "the last page of a login");
  }

  /** Resolves when so many entries were shown. */
  async untilShown(count: number): Promise<void> {
    const what = () => `entry ${count}; shown: ${this.shown.slice(-5).join()}`;
    if (this.shown.length >= count) return;
    await until(() => this.shown.length >= count, "an entry", 5000)
      .catch(() => Promise.reject(new Error(`Waited in vain for ${what()}`)));
  }

  /** Resolves when the server has closed. */
  async ended(): Promise<void> {
    await until(() => this.#hasEnded, "the end of a link");
  }

  /** Cuts it. */
  [Symbol.dispose](): void {
    this.#connection.close();
  }

  async #readAll(): Promise<void> {
    for (;;) {
      const lines = await this.#connection.read();
      if (!lines) break;
      for (const line of lines) this.#take(JSON.parse(line));
    }
    this.#hasEnded = true;
  }

  #take(row: Answer): void {
    const { id, response, content } = row;
    const resolve = typeof id === "string" ? this.#answers.get(id) : undefined;
    if (resolve) {
      this.#answers.delete(String(id));
      return resolve(row);
    }
    if (response === "history" && Array.isArray(content)) {
      for (const entry of content) this.shown.push(textOf(entry));
      if (row.more === false) this.#hasPages = true;
    } else if (response === "message" || CHANGES.has(row.code)) {
      this.shown.push(textOf({ ...row }));
    } else this.told.push(row);
  }
}

/** An entry as the model writes it too. */
function textOf(row: Row): string {
  const { seq, room, to, own_id: own } = row;
  const where = room === undefined ? `@${to}` : `#${room}`;
  const what = row.response === "message"
    ? `${row.sender}: ${row.content}`
    : `${row.code} by ${row.by}`;
  return `${seq} ${where} ${what}${own === undefined ? "" : ` (${own})`}`;
}
