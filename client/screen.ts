/**
 * The bottom of a terminal: lines go above it, what is being typed stays as it
 * is. Knows nothing of keys, chats and who owns the terminal.
 *
 * @module
 */

import { visible } from "../shared/text.ts";
import { graphemes, textWidth } from "./cell_width.ts";
import type { Line } from "./line_editor.ts";

/** One row, coloured or not, and how many cells it takes. */
export interface Row {
  readonly text: string;
  readonly width: number;
}

/** What stands at the bottom. */
export interface Region {
  readonly rows: readonly Row[];
  /** Where the cursor stands, counted from 0. */
  readonly cursor: { readonly row: number; readonly column: number };
}

/** Size of a terminal, in cells. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** How a line break is shown in the line being typed. */
const LINE_BREAK = "⏎";
/** Terminals that know it show everything up to the end at once. */
const BEGIN = "\x1b[?2026h";
const END = "\x1b[?2026l";
const CLEAR_BELOW = "\x1b[J";

/** Draws the bottom of a terminal; every update is one write. */
export class Screen {
  readonly #write: (text: string) => void;
  readonly #size: () => Size;
  #drawn: Region = { rows: [], cursor: { row: 0, column: 0 } };

  /** Draws with `write` on a terminal whose size is asked for each time. */
  constructor(write: (text: string) => void, size: () => Size) {
    this.#write = write;
    this.#size = size;
  }

  /** Puts lines above, and the region at the bottom. */
  update(above: readonly string[], region: Region): void {
    const shown = fit(region, this.#size().rows);
    const { rows, cursor } = shown;
    const up = rows.length - 1 - cursor.row;
    this.#write([
      BEGIN,
      this.#toTop(),
      CLEAR_BELOW,
      ...above.map((line) => `${line}\r\n`),
      rows.map((row) => row.text).join("\r\n"),
      "\r",
      move(up, "A"),
      move(cursor.column, "C"),
      END,
    ].join(""));
    this.#drawn = shown;
  }

  /** Takes the region away; the lines above stay. */
  clear(): void {
    this.#write(this.#toTop() + CLEAR_BELOW);
    this.#drawn = { rows: [], cursor: { row: 0, column: 0 } };
  }

  /** A narrower window has wrapped what was drawn: rows are counted anew. */
  #toTop(): string {
    const { columns } = this.#size();
    const { rows, cursor } = this.#drawn;
    const above = rows.slice(0, cursor.row).reduce(
      (sum, row) => sum + Math.max(1, Math.ceil(row.width / columns)),
      0,
    );
    return `\r${move(above + Math.floor(cursor.column / columns), "A")}`;
  }
}

/** Returns a row of unpainted text, cut to the width; `paint` colours it. */
export function rowOf(
  text: string,
  columns: number,
  paint: (text: string) => string = (same) => same,
): Row {
  let cut = "";
  let width = 0;
  for (const character of graphemes(visible(text))) {
    const cells = textWidth(character);
    if (width + cells >= columns) break;
    cut += character;
    width += cells;
  }
  return { text: paint(cut), width };
}

/**
 * Lays out a prompt and the line behind it. Rows are broken here and not by the
 * terminal, so that the place of the cursor is known.
 */
export function layOut(prompt: string, line: Line, columns: number): Region {
  const rows: Row[] = [];
  let row = { text: prompt, width: textWidth(prompt) };
  let cursor = { row: 0, column: row.width };
  let at = 0;
  for (const character of graphemes(line.text)) {
    const shown = character === "\n" ? LINE_BREAK : visible(character);
    const width = textWidth(shown);
    if (row.width + width > columns - 1) {
      rows.push(row);
      row = { text: "", width: 0 };
    }
    if (at === line.cursor) cursor = { row: rows.length, column: row.width };
    row = { text: row.text + shown, width: row.width + width };
    at += character.length;
  }
  if (at === line.cursor) cursor = { row: rows.length, column: row.width };
  return { rows: [...rows, row], cursor };
}

/** Stacks rows above a region. */
export function stack(above: readonly Row[], region: Region): Region {
  const { row, column } = region.cursor;
  return {
    rows: [...above, ...region.rows],
    cursor: { row: row + above.length, column },
  };
}

/** Keeps the rows around the cursor when the window has fewer. */
function fit({ rows, cursor }: Region, height: number): Region {
  const most = Math.max(1, height - 1);
  if (rows.length <= most) return { rows, cursor };
  const first = Math.max(0, cursor.row - most + 1);
  return {
    rows: rows.slice(first, first + most),
    cursor: { row: cursor.row - first, column: cursor.column },
  };
}

/** Returns the sequence that moves the cursor; none for no step. */
function move(count: number, direction: "A" | "C"): string {
  return count > 0 ? `\x1b[${count}${direction}` : "";
}
