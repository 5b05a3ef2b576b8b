/**
 * A terminal that only remembers what it shows: enough of an xterm to see what
 * a person would see, and an error for everything else.
 *
 * @module
 */

import { characterWidth, graphemes } from "../../client/view/cell_width.ts";
import type { Size } from "../../client/view/picture.ts";

const SEQUENCE =
  // deno-lint-ignore no-control-regex -- terminals speak in control characters
  /\x1b(?:\[(\?\d+[hl]|\d+;\d+H|2?[JK]|[\d;]*m)|\]8;[!-~]*\x1b\\)/y;

/** What is on the screen, and where the cursor is. */
export class FakeTerminal {
  #size: Size;
  #cells: string[][] = [];
  #row = 0;
  #column = 0;
  /** Everything that was written. */
  written = "";
  /** How often something was written. */
  writes = 0;
  /** How often it rang. */
  bells = 0;

  /** An empty screen. */
  constructor(size: Size) {
    this.#size = size;
    this.#clear();
  }

  /** The size now. */
  get size(): Size {
    return this.#size;
  }

  /** All rows, without blanks at their ends. */
  get rows(): readonly string[] {
    return this.#cells.map((row) => row.join("").trimEnd());
  }

  /** The rows that are not empty. */
  get lines(): readonly string[] {
    return this.rows.filter((row) => row !== "");
  }

  /** What was said: the rows above the status row that are not empty. */
  get said(): readonly string[] {
    const end = this.rows.findLastIndex((row) => row.startsWith("─"));
    return this.rows.slice(0, end).filter((row) => row !== "");
  }

  /** The row about the connection and all else. */
  get status(): string {
    return this.rows.findLast((row) => row.startsWith("─")) ?? "";
  }

  /** The row of the cursor, with the cursor in it. */
  get cursorLine(): string {
    const row = this.#cells[this.#row] ?? [];
    const head = row.slice(0, this.#column).join("");
    return `${head}|${row.slice(this.#column).join("").trimEnd()}`;
  }

  /** Changes the size; what stood there is lost, as it may be. */
  resize(size: Size): void {
    this.#size = size;
    this.#clear();
  }

  /** Writes what a program writes. */
  write(text: string): void {
    this.writes++;
    this.written += text;
    for (let at = 0; at < text.length;) {
      if (text[at] === "\x1b") at += this.#sequence(text, at);
      else if (text[at] === "\x07") {
        this.bells++;
        at++;
      } else at += this.#put(graphemes(text.slice(at, at + 64))[0] ?? "");
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
    if (body.endsWith("H")) {
      const [row = 1, column = 1] = body.slice(0, -1).split(";").map(Number);
      this.#row = row - 1;
      this.#column = column - 1;
    }
    if (body === "2J") this.#clear();
    if (body === "K") this.#cells[this.#row]?.fill(" ", this.#column);
    return whole.length;
  }

  /** A cell behind a wide character is empty text; nothing wraps. */
  #put(character: string): number {
    const width = characterWidth(character);
    const row = this.#cells[this.#row];
    if (character < " " || !row) {
      throw new Error(`Unknown character ${JSON.stringify(character)}`);
    }
    if (this.#column + width <= this.#size.columns) {
      row[this.#column++] = character;
      if (width === 2) row[this.#column++] = "";
    }
    return character.length;
  }

  #clear(): void {
    const { rows, columns } = this.#size;
    this.#cells = Array.from(
      { length: rows },
      () => Array.from({ length: columns }, () => " "),
    );
  }
}
