/**
 * A client of 2015: sends no newline and takes what one `recv` returns for one
 * payload.
 *
 * @module
 */

import type { Address } from "../../shared/address.ts";
import type { Answer } from "./answer.ts";
import { within } from "./within.ts";
import { writeAllInTime } from "./write_all_in_time.ts";

/** As many bytes as the course's own client asked for. */
const RECV_BYTES = 4096;

/** What one `recv` returned. */
export interface Received {
  readonly answer: Answer;
  readonly text: string;
}

/** One connection of an old client. */
export class BarePeer implements Disposable {
  readonly #connection: Deno.TcpConn;
  readonly #buffer = new Uint8Array(RECV_BYTES);
  #isClosed = false;

  /** Takes over a connection. */
  constructor(connection: Deno.TcpConn) {
    this.#connection = connection;
  }

  /** Connects. */
  static async connect(address: Address): Promise<BarePeer> {
    const connection = await Deno.connect(address);
    connection.setNoDelay(true);
    return new BarePeer(connection);
  }

  /** Sends requests without anything between them. */
  async send(...requests: readonly unknown[]): Promise<void> {
    const text = requests.map((one) => JSON.stringify(one)).join("");
    await this.write(text);
  }

  /** Sends exactly this, in one write. */
  async write(text: string): Promise<void> {
    const bytes = new TextEncoder().encode(text);
    const count = await within(this.#connection.write(bytes), "a write");
    if (count < bytes.length) throw new Error("Too much for one write");
  }

  /** Sends this, in as many writes as it takes. */
  async writeAll(text: string): Promise<void> {
    await writeAllInTime(this.#connection, new TextEncoder().encode(text));
  }

  /** Sends one request and resolves with the next payload. */
  async ask(request: unknown): Promise<Answer> {
    await this.send(request);
    return (await this.receive()).answer;
  }

  /** Resolves with what one `recv` returns, which must be one JSON value. */
  async receive(): Promise<Received> {
    const text = await this.recv();
    if (text === undefined) throw new Error("The server closed the connection");
    return { answer: JSON.parse(text), text };
  }

  /** Resolves with what one `recv` returns; missing at the end. */
  async recv(): Promise<string | undefined> {
    const reading = this.#connection.read(this.#buffer);
    const count = await within(reading, "a payload");
    if (count === null) return undefined;
    return new TextDecoder().decode(this.#buffer.subarray(0, count));
  }

  /** Ends the connection. */
  [Symbol.dispose](): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#connection.close();
  }
}
