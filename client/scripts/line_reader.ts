/**
 * Bytes in, lines of text out: what a pipe says, line by line.
 *
 * @module
 */

/** Longest line that is kept; of a longer one only its length is known. */
export const MAX_LINE_BYTES = 64 * 1024;

/** A line, without its end, or what is wrong with it. */
export type InputLine = {
  /** Counted from 1. */
  readonly number: number;
} & ({ readonly text: string } | { readonly fault: string });

const NEWLINE = 0x0a;

/** Cuts a stream of bytes into lines. */
export class LineReader {
  // Bad bytes must be refused, not replaced; a BOM inside is text.
  readonly #decoder = new TextDecoder("utf-8", {
    fatal: true,
    ignoreBOM: true,
  });
  #held: Uint8Array[] = [];
  #heldBytes = 0;
  #number = 0;

  /** Takes the next bytes and yields the lines that are complete. */
  *push(chunk: Uint8Array): Generator<InputLine> {
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(NEWLINE, start);
      if (end === -1) break;
      this.#hold(chunk.subarray(start, end));
      yield this.#line();
      start = end + 1;
    }
    this.#hold(chunk.slice(start));
  }

  /** Takes the end; a last line without an end is a line too. */
  *end(): Generator<InputLine> {
    if (this.#heldBytes > 0) yield this.#line();
  }

  #hold(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#heldBytes += bytes.length;
    if (this.#heldBytes > MAX_LINE_BYTES) this.#held = [];
    else this.#held.push(bytes);
  }

  #line(): InputLine {
    const number = ++this.#number;
    const length = this.#heldBytes;
    const parts = this.#held;
    this.#held = [];
    this.#heldBytes = 0;
    if (length > MAX_LINE_BYTES) {
      return { number, fault: `Cannot send a text of ${length} bytes` };
    }
    return { number, ...this.#decode(parts) };
  }

  #decode(parts: Uint8Array[]): { text: string } | { fault: string } {
    try {
      const text = parts.map((part) =>
        this.#decoder.decode(part, { stream: true })
      ).join("") + this.#decoder.decode();
      return { text: text.replace(/\r$/, "") };
    } catch {
      return { fault: "Cannot send a text that is not UTF-8" };
    }
  }
}
