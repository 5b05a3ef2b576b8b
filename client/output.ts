/**
 * Lines out to a stream that may be closed by who reads it. Knows nothing of
 * what is written.
 *
 * @module
 */

const UTF8 = new TextEncoder();

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
  readonly #onClosed: () => void;
  #closed = false;

  /**
   * Takes a stream.
   *
   * @param onClosed called once, when nobody reads any more.
   */
  constructor(writer: SyncWriter, onClosed: () => void = () => {}) {
    this.#writer = writer;
    this.#onClosed = onClosed;
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
        at += this.#writer.writeSync(bytes.subarray(at));
      }
    } catch {
      // Closed by the reader, or the disk behind it is full: either way
      // nothing more can be shown.
      this.#closed = true;
      this.#onClosed();
    }
  }
}
