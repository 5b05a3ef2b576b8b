/**
 * A terminal that only remembers what it shows: enough of a VT100 to see what
 * a person would see, and an error for everything else.
 *
 * @module
 */

import { characterWidth, graphemes } from "../../client/cell_width.ts";

// deno-lint-ignore no-control-regex -- terminals speak in control characters
const SEQUENCE = /\x1b\[(\?\d+[hl]|\d*[ACJ]|[\d;]*m)/y;

/** What is on the screen, and where the cursor is. */
export class FakeTerminal {
  #columns: number;
  #rows: string[][] = [[]];
  #row = 0;
  #column = 0;
  /** How often something was written. */
  writes = 0;

  /** An empty screen; it grows downwards without end. */
  constructor(columns: number) {
    this.#columns = columns;
  }

  /** All rows, without blanks at their ends. */
  get lines(): readonly string[] {
    return this.#rows.map((row) => row.join("").trimEnd());
  }

  /** The row of the cursor, with the cursor in it. */
  get cursorLine(): string {
    const row = this.#rows[this.#row] ?? [];
    const head = Array.from(
      { length: this.#column },
      (_, at) => row[at] ?? " ",
    );
    return `${head.join("")}|${row.slice(this.#column).join("")}`;
  }

  /** Writes what a program writes. */
  write(text: string): void {
    this.writes++;
    for (let at = 0; at < text.length;) {
      if (text[at] === "\x1b") at += this.#sequence(text, at);
      else at += this.#character(graphemes(text.slice(at, at + 64))[0] ?? "");
    }
  }

  #sequence(text: string, at: number): number {
    SEQUENCE.lastIndex = at;
    const [whole, body = ""] = SEQUENCE.exec(text) ?? [];
    if (whole === undefined) {
      throw new Error(
        `Unknown sequence ${JSON.stringify(text.slice(at, at + 9))}`,
      );
    }
    const count = Number.parseInt(body) || 1;
    if (body.endsWith("A")) this.#row = Math.max(0, this.#row - count);
    if (body.endsWith("C")) {
      this.#column = Math.min(this.#columns - 1, this.#column + count);
    }
    if (body.endsWith("J")) this.#clearBelow();
    return whole.length;
  }

  #clearBelow(): void {
    this.#rows.length = this.#row + 1;
    this.#current().length = Math.min(this.#current().length, this.#column);
  }

  #character(character: string): number {
    if (character.startsWith("\r")) this.#column = 0;
    if (character.endsWith("\n")) this.#down();
    if (!/[\r\n]/.test(character)) this.#put(character);
    return character.length;
  }

  /** A cell behind a wide character is empty text. */
  #put(character: string): void {
    const width = characterWidth(character);
    if (this.#column + width > this.#columns) {
      this.#down();
      this.#column = 0;
    }
    const row = this.#current();
    while (row.length < this.#column) row.push(" ");
    row[this.#column++] = character;
    if (width === 2) row[this.#column++] = "";
  }

  #down(): void {
    this.#row++;
    if (this.#row === this.#rows.length) this.#rows.push([]);
  }

  #current(): string[] {
    return this.#rows[this.#row] ??= [];
  }
}
