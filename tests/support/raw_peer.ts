/**
 * A client of the tests that sends any bytes, and reads without minding what.
 *
 * @module
 */

import type { Address } from "../../shared/address.ts";
import { within } from "./within.ts";
import { writeAllInTime } from "./write_all_in_time.ts";

const READ_BYTES = 64 * 1024;

/** One connection that may be cut at any time, which is no error. */
export class RawPeer implements Disposable {
  readonly #connection: Deno.TcpConn;

  /** Takes over a connection. */
  constructor(connection: Deno.TcpConn) {
    this.#connection = connection;
  }

  /** Connects. */
  static async connect(address: Address): Promise<RawPeer> {
    const connection = await Deno.connect(address);
    connection.setNoDelay(true);
    return new RawPeer(connection);
  }

  /** Sends as much of this as the server takes. */
  async write(bytes: Uint8Array): Promise<void> {
    try {
      await writeAllInTime(this.#connection, bytes);
    } catch (error) {
      if (!isCut(error)) throw error;
    }
  }

  /** Says that nothing more will be said. */
  async hangUp(): Promise<void> {
    try {
      await this.#connection.closeWrite();
    } catch (error) {
      if (!isCut(error)) throw error;
    }
  }

  /** Resolves with all the server says until it closes. */
  async drain(): Promise<string> {
    const decoder = new TextDecoder();
    const buffer = new Uint8Array(READ_BYTES);
    let text = "";
    for (;;) {
      const count = await within(this.#read(buffer), "the end");
      if (count === null) return text;
      text += decoder.decode(buffer.subarray(0, count), { stream: true });
    }
  }

  /** Ends the connection. */
  [Symbol.dispose](): void {
    this.#connection.close();
  }

  async #read(buffer: Uint8Array): Promise<number | null> {
    try {
      return await this.#connection.read(buffer);
    } catch (error) {
      if (isCut(error)) return null;
      throw error;
    }
  }
}

function isCut(error: unknown): boolean {
  return error instanceof Deno.errors.ConnectionReset ||
    error instanceof Deno.errors.BrokenPipe ||
    error instanceof Deno.errors.NotConnected;
}
