/**
 * A connection that may be cut at any time, which is no error: lines in whole
 * chunks, because those who test under load read many. Knows nothing of what
 * the lines say.
 *
 * @module
 */

import type { Address } from "../../shared/address.ts";
import { within } from "./within.ts";

/** Longest silence of a peer; the writers under load bound theirs before. */
const SILENCE_MS = 60_000;

const READ_BYTES = 256 * 1024;
const UTF8 = new TextEncoder();

/** One connection. */
export class LineConnection implements Disposable {
  readonly #connection: Deno.TcpConn;
  readonly #decoder = new TextDecoder();
  readonly #buffer = new Uint8Array(READ_BYTES);
  #half = "";
  #waiting = "";
  #isWriting = false;
  #isClosed = false;

  private constructor(connection: Deno.TcpConn) {
    this.#connection = connection;
  }

  /** Connects; undefined when nobody listens. */
  static async connect(address: Address): Promise<LineConnection | undefined> {
    try {
      const connection = await Deno.connect(address);
      connection.setNoDelay(true);
      if (isToItself(connection)) return void connection.close();
      return new LineConnection(connection);
    } catch (error) {
      if (isCut(error)) return undefined;
      throw error;
    }
  }

  /** Sends requests in their order, as far as the peer takes them. */
  send(...requests: readonly unknown[]): void {
    for (const one of requests) this.#waiting += JSON.stringify(one) + "\n";
    if (!this.#isWriting) void this.#write();
  }

  /** Resolves with the next lines, at least none; undefined at the end. */
  async read(): Promise<readonly string[] | undefined> {
    const text = await this.readText();
    return text?.split("\n").slice(0, -1);
  }

  /** Resolves with the next lines as one text, newlines included. */
  async readText(): Promise<string | undefined> {
    const count = await within(this.#read(), "a line", SILENCE_MS);
    if (count === null) return undefined;
    const bytes = this.#buffer.subarray(0, count);
    const text = this.#half + this.#decoder.decode(bytes, { stream: true });
    const end = text.lastIndexOf("\n") + 1;
    // What is cut in the middle of a line was never said.
    this.#half = text.slice(end);
    return text.slice(0, end);
  }

  /** Cuts it. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#connection.close();
  }

  /** Cuts it. */
  [Symbol.dispose](): void {
    this.close();
  }

  async #read(): Promise<number | null> {
    try {
      return await this.#connection.read(this.#buffer);
    } catch (error) {
      if (isCut(error)) return null;
      throw error;
    }
  }

  async #write(): Promise<void> {
    this.#isWriting = true;
    try {
      while (this.#waiting !== "") {
        let rest: Uint8Array = UTF8.encode(this.#waiting);
        this.#waiting = "";
        while (rest.length > 0) {
          rest = rest.subarray(await this.#connection.write(rest));
        }
      }
    } catch (error) {
      if (!isCut(error)) throw error;
    }
    this.#isWriting = false;
  }
}

/** Who knocks again and again where nobody listens may meet itself on loopback. */
function isToItself({ localAddr, remoteAddr }: Deno.TcpConn): boolean {
  return localAddr.port === remoteAddr.port;
}

function isCut(error: unknown): boolean {
  return error instanceof Deno.errors.ConnectionReset ||
    error instanceof Deno.errors.ConnectionRefused ||
    error instanceof Deno.errors.ConnectionAborted ||
    error instanceof Deno.errors.BrokenPipe ||
    error instanceof Deno.errors.NotConnected ||
    error instanceof Deno.errors.BadResource ||
    error instanceof Deno.errors.Interrupted;
}
