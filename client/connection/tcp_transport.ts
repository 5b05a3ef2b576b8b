/**
 * A connection over TCP: bytes in become frames, bytes out go through one
 * writer.
 *
 * @module
 */

import { type Address, formatAddress } from "../../shared/address.ts";
import { joinBytes } from "../../shared/bytes.ts";
import type { Frame } from "../../shared/frame.ts";
import { Framer } from "../../shared/framing.ts";
import { whyItFailed } from "../../shared/system_error.ts";
import { type Transport, UnreachableError } from "./transport.ts";

/** Longest payload taken from a server: a page of 1,000 long messages fits. */
const MAX_PAYLOAD_BYTES = 16 * 1024 * 1024;
const READ_BYTES = 64 * 1024;

/**
 * Connects to a server.
 *
 * @throws {UnreachableError} when it cannot, also when `signal` ends the try.
 */
export async function dial(
  address: Address,
  signal: AbortSignal,
): Promise<TcpTransport> {
  let conn: Deno.TcpConn;
  try {
    conn = await Deno.connect({ ...address, signal });
  } catch (error) {
    throw new UnreachableError(whyUnreachable(error, address));
  }
  try {
    conn.setNoDelay(true);
  } catch {
    // It is gone already, which the first read says.
  }
  return new TcpTransport(conn);
}

/** A TCP connection that is up. */
export class TcpTransport implements Transport, Disposable {
  readonly #conn: Deno.TcpConn;
  readonly #framer = new Framer({ maxBytes: MAX_PAYLOAD_BYTES });
  #queue: Uint8Array[] = [];
  /** The write that will take the queue. */
  #writing: Promise<boolean> | undefined;
  /** The write under way. */
  #busy: Promise<unknown> = Promise.resolve();
  #closed = false;

  /** Takes over the connection. */
  constructor(conn: Deno.TcpConn) {
    this.#conn = conn;
  }

  /** Yields what the server sends, until it or this end closes. */
  async *frames(): AsyncGenerator<Frame, void> {
    const buffer = new Uint8Array(READ_BYTES);
    for (;;) {
      const count = await this.#read(buffer);
      if (count === null) break;
      yield* this.#framer.push(buffer.subarray(0, count));
    }
    if (!this.#closed) yield* this.#framer.end();
  }

  /**
   * Sends `bytes` after all that was sent before; what gathers during a write
   * goes out in one.
   *
   * @returns whether they were handed to the system.
   */
  send(bytes: Uint8Array): Promise<boolean> {
    if (this.#closed) return Promise.resolve(false);
    this.#queue.push(bytes);
    // The next write takes the whole queue, so all who wait share its result.
    this.#writing ??= this.#writeNext();
    return this.#writing;
  }

  /** Closes the connection; closing twice is fine. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#queue = [];
    this.#conn.close();
  }

  /** Closes the connection at the end of a `using` block. */
  [Symbol.dispose](): void {
    this.close();
  }

  /** Waits for the write under way, then writes all that has gathered. */
  async #writeNext(): Promise<boolean> {
    await this.#busy;
    if (this.#closed) return false; // and the queue was dropped
    const batch = joinBytes(this.#queue);
    this.#queue = [];
    this.#writing = undefined;
    const written = this.#write(batch);
    this.#busy = written;
    return await written;
  }

  /** The only place that writes; a write may take only part of its bytes. */
  async #write(bytes: Uint8Array): Promise<boolean> {
    for (let at = 0; at < bytes.length;) {
      if (this.#closed) return false;
      try {
        at += await this.#conn.write(bytes.subarray(at));
      } catch (error) {
        if (!isGone(error)) throw error;
        return false; // the reader notices, and what it has yet to read stays
      }
    }
    return true;
  }

  async #read(buffer: Uint8Array): Promise<number | null> {
    if (this.#closed) return null;
    try {
      return await this.#conn.read(buffer);
    } catch (error) {
      if (!isGone(error)) throw error;
      return null;
    }
  }
}

/** Every way in which the system says that a connection is no more. */
const GONE = [
  Deno.errors.BadResource,
  Deno.errors.BrokenPipe,
  Deno.errors.ConnectionAborted,
  Deno.errors.ConnectionReset,
  Deno.errors.Interrupted,
  Deno.errors.NetworkUnreachable,
  Deno.errors.NotConnected,
  Deno.errors.TimedOut,
  Deno.errors.UnexpectedEof,
];

function isGone(error: unknown): boolean {
  // EHOSTUNREACH and the like have no class of their own, but a code.
  return GONE.some((kind) => error instanceof kind) ||
    (error instanceof Error && "code" in error);
}

function whyUnreachable(error: unknown, address: Address): string {
  const where = `Cannot connect to ${formatAddress(address)}`;
  if (error instanceof Deno.errors.ConnectionRefused) {
    return `${where}: nothing is listening there. Is "ktn serve" running?`;
  }
  const text = error instanceof Error ? error.message : String(error);
  if (/lookup|resolve|name or service/i.test(text)) {
    return `${where}: no machine called "${address.hostname}" was found`;
  }
  if (error instanceof Deno.errors.NotCapable) {
    return `${where}: Deno was not given the right; add --allow-net`;
  }
  if (error instanceof DOMException || error instanceof Deno.errors.TimedOut) {
    return `${where}: it does not answer`;
  }
  return `${where}: ${whyItFailed(error)}`;
}
