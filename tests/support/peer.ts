/**
 * A client of the tests: raw TCP, a payload a line, and it reads only when it is
 * asked to. Knows nothing of the program's own client.
 *
 * @module
 */

import type { Address } from "../../shared/address.ts";
import type { Answer } from "./answer.ts";
import { within } from "./within.ts";
import { writeAllInTime } from "./write_all_in_time.ts";

const UTF8 = new TextEncoder();
const READ_BYTES = 64 * 1024;

/** One connection to a server. */
export class Peer implements Disposable {
  readonly #connection: Deno.TcpConn;
  readonly #decoder = new TextDecoder("utf-8", { fatal: true });
  readonly #buffer = new Uint8Array(READ_BYTES);
  #lines: string[] = [];
  #half = "";
  #isClosed = false;

  /** Takes over a connection. */
  constructor(connection: Deno.TcpConn) {
    this.#connection = connection;
  }

  /** Connects. */
  static async connect(address: Address): Promise<Peer> {
    const connection = await Deno.connect(address);
    connection.setNoDelay(true);
    return new Peer(connection);
  }

  /** Sends requests as lines, all in one write. */
  async send(...requests: readonly unknown[]): Promise<void> {
    await this.write(
      requests.map((one) => JSON.stringify(one) + "\n").join(""),
    );
  }

  /** Sends exactly this. */
  async write(data: string | Uint8Array): Promise<void> {
    const bytes = typeof data === "string" ? UTF8.encode(data) : data;
    await writeAllInTime(this.#connection, bytes);
  }

  /** Sends one request and resolves with the next payload. */
  async ask(request: unknown): Promise<Answer> {
    await this.send(request);
    return await this.next();
  }

  /** Asks who is here; skips what is told of them meanwhile. */
  async askNames(): Promise<Answer> {
    await this.send({ request: "names" });
    return await this.until(({ names }) => names !== undefined);
  }

  /** Resolves with the next payload. */
  async next(): Promise<Answer> {
    const line = await this.nextLine();
    if (line === undefined) throw new Error("The server closed the connection");
    return JSON.parse(line);
  }

  /** Resolves with the next line; missing at the end of the stream. */
  async nextLine(): Promise<string | undefined> {
    while (this.#lines.length === 0) {
      if (!await this.#read()) return undefined;
    }
    return this.#lines.shift();
  }

  /** Resolves with the next so many payloads. */
  async take(count: number): Promise<readonly Answer[]> {
    const answers: Answer[] = [];
    while (answers.length < count) answers.push(await this.next());
    return answers;
  }

  /** Resolves with the first payload that is wanted; drops those before it. */
  async until(isWanted: (answer: Answer) => boolean): Promise<Answer> {
    for (;;) {
      const answer = await this.next();
      if (isWanted(answer)) return answer;
    }
  }

  /** Resolves with all payloads until the server closes. */
  async rest(): Promise<readonly Answer[]> {
    const answers: Answer[] = [];
    for (;;) {
      const line = await this.nextLine();
      if (line === undefined) return answers;
      answers.push(JSON.parse(line));
    }
  }

  /** Says that nothing more will be said; still reads. */
  async hangUp(): Promise<void> {
    await this.#connection.closeWrite();
  }

  /** Ends the connection without a word. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#connection.close();
  }

  /** Ends the connection. */
  [Symbol.dispose](): void {
    this.close();
  }

  async #read(): Promise<boolean> {
    const count = await within(this.#readSome(), "a payload");
    if (count === null) {
      if (this.#half !== "") throw new Error(`Half a line: ${this.#half}`);
      return false;
    }
    const bytes = this.#buffer.subarray(0, count);
    const text = this.#half + this.#decoder.decode(bytes, { stream: true });
    this.#lines = text.split("\n");
    this.#half = this.#lines.pop() ?? "";
    return true;
  }

  /** A connection that was reset has ended as well. */
  async #readSome(): Promise<number | null> {
    try {
      return await this.#connection.read(this.#buffer);
    } catch (error) {
      if (error instanceof Deno.errors.ConnectionReset) return null;
      throw error;
    }
  }
}
