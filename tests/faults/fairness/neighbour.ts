/**
 * One well-behaved client: it speaks within its rate, reads all at once, and
 * measures how long the server takes.
 *
 * @module
 */

import type { Address } from "../../../shared/address.ts";
import { LineConnection } from "../../support/line_connection.ts";

const MESSAGE = /"content":"from (\d+) number (\d+) at ([\d.]+)"/g;
/** Only answers have an id: no neighbour has a second connection. */
const ANSWER = '"id":"';

/** Where a neighbour writes what it measures. */
export interface NeighbourNotes {
  /** An answer came; `sentAt` is when it was asked for. */
  answered(sentAt: number): void;
  /** A message was shown; `sentAt` is when its author sent it. */
  shown(sentAt: number): void;
  /** Something that must not happen to somebody who does nothing wrong. */
  wrong(kind: "refused" | "cut" | "disorder", what: string): void;
}

/** A client; it is never connected anew. */
export class Neighbour {
  readonly #number: number;
  readonly #notes: NeighbourNotes;
  readonly #connection: LineConnection;
  readonly #asked = new Map<string, number>();
  /** Of each author: how many messages were shown, and the number of the last. */
  readonly #seen = new Map<number, { count: number; last: number }>();
  #ids = 0;
  #said = 0;
  #refused = 0;

  private constructor(
    number: number,
    connection: LineConnection,
    notes: NeighbourNotes,
  ) {
    this.#number = number;
    this.#connection = connection;
    this.#notes = notes;
  }

  /** Connects and logs in. */
  static async join(
    address: Address,
    number: number,
    notes: NeighbourNotes,
  ): Promise<Neighbour> {
    const connection = await LineConnection.connect(address);
    if (!connection) throw new Error("Nobody listens");
    const content = `neighbour${number}`;
    connection.send({ request: "login", content, version: 2, history: 0 });
    const [first = ""] = await connection.read() ?? [];
    if (!first.includes('"welcome"')) throw new Error(first);
    const neighbour = new Neighbour(number, connection, notes);
    void neighbour.#listen();
    return neighbour;
  }

  /** How many messages it has said that were not refused. */
  get said(): number {
    return this.#said - this.#refused;
  }

  /** When each request was sent that is not answered. */
  get unanswered(): readonly number[] {
    return [...this.#asked.values()];
  }

  /** How many messages of another were shown to it. */
  seenOf(number: number): number {
    return this.#seen.get(number)?.count ?? 0;
  }

  /** Says something. */
  say(): void {
    const now = performance.now();
    const content = `from ${this.#number} number ${++this.#said} at ${now}`;
    this.#ask("m", { request: "msg", content }, now);
  }

  /** Asks for a sign of life. */
  ping(): void {
    this.#ask("p", { request: "ping" }, performance.now());
  }

  #ask(sort: "m" | "p", request: object, now: number): void {
    const id = `${sort}${++this.#ids}`;
    this.#asked.set(id, now);
    this.#connection.send({ ...request, id });
  }

  async #listen(): Promise<void> {
    for (;;) {
      const text = await this.#connection.readText();
      if (text === undefined) break;
      this.#hear(text);
    }
    this.#notes.wrong("cut", `neighbour${this.#number}`);
  }

  /**
   * What others say may be millions of lines: reading must not take longer than
   * sending, so only what concerns neighbours is made lines of.
   */
  #hear(text: string): void {
    for (const message of text.matchAll(MESSAGE)) this.#show(message);
    let at = text.indexOf(ANSWER);
    while (at >= 0) {
      const end = text.indexOf("\n", at);
      this.#take(text.slice(text.lastIndexOf("\n", at) + 1, end));
      at = text.indexOf(ANSWER, end);
    }
  }

  #take(line: string): void {
    const { response, code, id } = JSON.parse(line);
    if (response === "error") this.#notes.wrong("refused", code);
    const sentAt = this.#asked.get(id);
    if (sentAt === undefined) return;
    if (response === "error" && id.startsWith("m")) this.#refused++;
    this.#asked.delete(id);
    this.#notes.answered(sentAt);
  }

  #show([, ...found]: readonly string[]): void {
    const [author = 0, number = 0, sentAt = 0] = found.map(Number);
    const { count, last } = this.#seen.get(author) ?? { count: 0, last: 0 };
    this.#seen.set(author, { count: count + 1, last: number });
    this.#notes.shown(sentAt);
    if (number > last) return;
    this.#notes.wrong("disorder", `${number} of ${author} after ${last}`);
  }
}
