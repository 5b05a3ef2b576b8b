/**
 * Tells typing from pasting where the terminal does not: several lines in one
 * read were not typed.
 *
 * @module
 */

/** What was pasted. */
export interface PastedLines {
  /** What was taken of what was read. */
  readonly read: string;
  readonly text: string;
}

/**
 * A paste that takes several reads goes on while they follow each other
 * within this time, in milliseconds; nobody presses Enter that fast.
 */
const GAP_MS = 50;

/** A line break that is not the last thing. */
const SEVERAL_LINES = /(?:\r\n|\r(?!\n)|\n)[^]/;
/** Up to the first key other than Tab and Enter, which somebody pressed. */
// deno-lint-ignore no-control-regex -- terminals speak in control characters
const LINES = /^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*/;
/** More than one character, without keys. */
// deno-lint-ignore no-control-regex -- terminals speak in control characters
const REST = /^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]{2,}$/u;

/** Looks at what each read brought. */
export class PasteDetector {
  /** When the last paste was read. */
  #lastMs = -Infinity;
  /** Whether it ended in a line break, which was left out. */
  #hasBreak = false;
  /** Whether the rest of a paste that was marked may still come. */
  #expectsRest = false;

  /** A paste that the terminal marked was ended by time: its rest may come. */
  expectRest(): void {
    this.#expectsRest = true;
  }

  /**
   * Takes what one read brought, when the rest of a paste may come.
   *
   * @param end what a paste ends with.
   * @returns it as a paste, without that end, or nothing when it was typed.
   */
  restOf(
    text: string,
    end: string,
  ): { readonly text: string; readonly left: number } | undefined {
    if (!this.#expectsRest || text === "") return undefined;
    const hasEnd = text.endsWith(end);
    const rest = hasEnd ? text.slice(0, -end.length) : text;
    this.#expectsRest = !hasEnd && REST.test(text);
    return hasEnd || this.#expectsRest ? { text: rest, left: 0 } : undefined;
  }

  /**
   * Looks at what was read and is not yet taken.
   *
   * @returns what of it is a paste, or nothing when it was typed.
   */
  read(waiting: string, now: number): PastedLines | undefined {
    const [read = ""] = LINES.exec(waiting) ?? [];
    const goesOn = now - this.#lastMs <= GAP_MS;
    if (read === "" || !(goesOn || SEVERAL_LINES.test(read))) {
      this.#lastMs = -Infinity;
      return undefined;
    }
    const text = goesOn && this.#hasBreak ? `\n${read}` : read;
    this.#lastMs = now;
    this.#hasBreak = /[\r\n]$/.test(read);
    return { read, text };
  }
}
