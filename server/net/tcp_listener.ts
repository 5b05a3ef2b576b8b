/**
 * The TCP listener: connections come in one by one, whatever goes wrong with
 * single ones.
 *
 * @module
 */

import { type Address, unmapped } from "../../shared/address.ts";
import type { Logger } from "../logging/logger.ts";
import type { ByteStream } from "./byte_stream.ts";
import { isOutOfFiles } from "./free_files.ts";

/** Connections the kernel keeps while we are busy; a join storm needs many. */
const BACKLOG = 4096;
const MIN_PAUSE_MS = 10;
const MAX_PAUSE_MS = 1000;

/** Options for {@linkcode TcpListener}. */
export interface TcpListenerOptions extends Address {
  /** Takes a connection and the address of its peer; what it throws is a bug. */
  readonly onConnection: (stream: ByteStream, peer: Address) => void;
  readonly logger: Logger;
}

/** Accepts connections until it is disposed. */
export class TcpListener implements AsyncDisposable {
  readonly #listener: Deno.TcpListener;
  readonly #options: TcpListenerOptions;
  readonly #accepting: Promise<void>;
  #isClosed = false;
  #wake: (() => void) | undefined;

  /**
   * Listens.
   *
   * @throws {Deno.errors.AddrInUse} and what else binding throws.
   */
  constructor(options: TcpListenerOptions) {
    const { hostname, port } = options;
    this.#options = options;
    this.#listener = Deno.listen({ hostname, port, tcpBacklog: BACKLOG });
    this.#accepting = this.#acceptAll();
  }

  /** Where it listens; the real port where 0 was asked for. */
  get address(): Address {
    const { hostname, port } = this.#listener.addr;
    return { hostname, port };
  }

  /** Stops accepting. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#isClosed) {
      this.#isClosed = true;
      this.#listener.close();
      this.#wake?.();
    }
    await this.#accepting;
  }

  async #acceptAll(): Promise<void> {
    let pauseMs = MIN_PAUSE_MS;
    while (!this.#isClosed) {
      try {
        this.#take(await this.#listener.accept());
        pauseMs = MIN_PAUSE_MS;
      } catch (error) {
        if (this.#isClosed) return;
        if (error instanceof Deno.errors.BadResource) throw error;
        // A connection reset before it was accepted is the peer's own affair,
        // and a pause for each would deafen the server (pitfall P4).
        if (!isOutOfFiles(error)) continue;
        this.#options.logger.warn("out_of_files", { pauseMs });
        await this.#pause(pauseMs);
        pauseMs = Math.min(pauseMs * 2, MAX_PAUSE_MS);
      }
    }
  }

  #take(connection: Deno.TcpConn): void {
    try {
      connection.setNoDelay(true);
      connection.setKeepAlive(true);
    } catch {
      return close(connection); // gone already
    }
    const { onConnection, logger } = this.#options;
    try {
      const { hostname, port } = connection.remoteAddr;
      onConnection(connection, { hostname: unmapped(hostname), port });
    } catch (error) {
      logger.bug("connection", error);
      close(connection);
    }
  }

  async #pause(ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wake = resolve;
    const timer = setTimeout(resolve, ms);
    await promise;
    clearTimeout(timer);
  }
}

function close(connection: Deno.TcpConn): void {
  try {
    connection.close();
  } catch {
    // Closed already, by whoever took it or by an error: BadResource.
  }
}
