/**
 * Tells typing from pasting where the terminal does not: several lines in one
 * read were not typed.
 *
 * @module
 */

/**
 * A paste that takes several reads goes on while they follow each other
 * within this time, in milliseconds; nobody presses Enter that fast.
 */
const GAP_MS = 50;

/** A line break that is not the last thing. */
const SEVERAL_LINES = /(?:\r\n|\r(?!\n)|\n)[^]/;
/** Keys other than Tab and Enter, so somebody typed. */
// deno-lint-ignore no-control-regex -- terminals speak in control characters
const KEYS = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/;

/** Looks at what each read brought. */
export class PasteDetector {
  #isStopped = false;
  /** When the last paste was read. */
  #lastMs = -Infinity;
  /** Whether it ended in a line break, which was left out. */
  #hasBreak = false;

  /** From now on nothing is taken for a paste: the terminal marks pastes. */
  stop(): void {
    this.#isStopped = true;
  }

  /**
   * Takes what one read brought.
   *
   * @returns it as a paste, or nothing when it was typed.
   */
  read(text: string, now: number): string | undefined {
    if (this.#isStopped || text === "") return undefined;
    const goesOn = now - this.#lastMs <= GAP_MS;
    const isPaste = (goesOn || SEVERAL_LINES.test(text)) && !KEYS.test(text);
    if (!isPaste) {
      this.#lastMs = -Infinity;
      return undefined;
    }
    const whole = goesOn && this.#hasBreak ? `\n${text}` : text;
    this.#lastMs = now;
    this.#hasBreak = /[\r\n]$/.test(text);
    return whole;
  }
}
