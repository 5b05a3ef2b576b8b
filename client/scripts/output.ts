/**
 * Lines out to a stream that may be closed by who reads it.
 *
 * @module
 */

import { OutputError } from "../../shared/output_error.ts";

const UTF8 = new TextEncoder();
const NEWLINE = 0x0a;
/**
 * A pipe takes so much at once or nothing (`PIPE_BUF` of Linux). Where it takes
 * a part of more and then is full, `writeSync` throws and does not tell of the
 * part, and it would be written twice.
 */
const PIECE_BYTES = 4096;
/** How long to wait for room in a stream that is full and does not wait. */
const FULL_MS = 5;
const NEVER_CHANGED = new Int32Array(new SharedArrayBuffer(4));

/** What can be written to, such as `Deno.stdout`. */
export interface SyncWriter {
  writeSync(bytes: Uint8Array): number;
}

/**
 * Writes whole texts at once. Waiting for a slow reader holds everything up,
 * and so the server's stream too: nothing piles up here.
 */
export class Output {
  readonly #writer: SyncWriter;
  readonly #onClosed: (error: OutputError) => void;
  #closed = false;

  /**
   * Takes a stream.
   *
   * @param onClosed called once, when nothing more can be written, with why;
   * what it throws, the write throws. Without it the rest is dropped.
   */
  constructor(
    writer: SyncWriter,
    onClosed: (error: OutputError) => void = () => {},
  ) {
    this.#writer = writer;
    this.#onClosed = onClosed;
  }

  /** Whether nothing more can be written. */
  get isClosed(): boolean {
    return this.#closed;
  }

  /** Writes each line with its end; none at all write nothing. */
  lines(lines: readonly string[]): void {
    if (lines.length > 0) this.write(lines.join("\n") + "\n");
  }

  /** Writes a text as it is. */
  write(text: string): void {
    if (this.#closed) return;
    const bytes = UTF8.encode(text);
    try {
      for (let at = 0; at < bytes.length;) {
        at += this.#writeSome(bytes.subarray(at, endOfPiece(bytes, at)));
      }
    } catch (error) {
      // Closed by the reader, or the disk behind it is full: either way
      // nothing more can be shown.
      this.#closed = true;
      this.#onClosed(new OutputError(error));
    }
  }

  /** Waits for room where whoever made the stream made it so that it does not. */
  #writeSome(bytes: Uint8Array): number {
    for (;;) {
      try {
        return this.#writer.writeSync(bytes);
      } catch (error) {
        if (!(error instanceof Deno.errors.WouldBlock)) throw error;
        Atomics.wait(NEVER_CHANGED, 0, 0, FULL_MS);
      }
    }
  }
}

/** Where a piece ends: behind a line if one fits, for what is buffered is that. */
function endOfPiece(bytes: Uint8Array, start: number): number {
  const end = start + PIECE_BYTES;
  if (end >= bytes.length) return bytes.length;
  const newline = bytes.subarray(start, end).lastIndexOf(NEWLINE);
  return newline === -1 ? end : start + newline + 1;
}

/** Standard output of a command that can do nothing where it cannot be written. */
export function standardOutput(): Output {
  return new Output(Deno.stdout, (error) => {
    throw error;
  });
}
