/**
 * A connection as bytes: what a listener hands over, whatever it listens on.
 *
 * @module
 */

/** Writes some of the bytes. */
export interface Writer {
  /** Resolves with how many bytes were written, which may be fewer. */
  write(bytes: Uint8Array): Promise<number>;
}

/** A connection; a `Deno.TcpConn` is one. */
export interface ByteStream extends Writer {
  /** Reads some bytes; null at the end of the stream. */
  read(buffer: Uint8Array): Promise<number | null>;
  /** Ends the stream of this side. */
  closeWrite(): Promise<void>;
  /** Ends the connection. */
  close(): void;
}
