/**
 * A whole terminal, row by row: only rows that differ are written, and every
 * picture is one write.
 *
 * @module
 */

import type {
  CursorPlace,
  PaintedRow,
  Picture,
  Size,
} from "../view/picture.ts";

/** Terminals that know it show everything up to the end at once (DEC 2026). */
const BEGIN = "\x1b[?2026h";
const END = "\x1b[?2026l";
const HIDE_CURSOR = "\x1b[?25l";
const SHOW_CURSOR = "\x1b[?25h";
const CLEAR = "\x1b[2J";
/** Before a row is written: how far it reaches is up to the terminal. */
const CLEAR_ROW = "\x1b[K";
const BELL = "\x07";
const EMPTY: PaintedRow = { text: "" };

/** Draws pictures. */
export class Screen {
  readonly #write: (text: string) => void;
  #drawn: Picture | undefined;
  #rings = false;

  /** Draws with `write`; nothing is known of what stands there. */
  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  /** Rings with the next picture. */
  ring(): void {
    this.#rings = true;
  }

  /** Something else was written: the next picture is drawn whole. */
  forget(): void {
    this.#drawn = undefined;
  }

  /** Draws what differs from the last picture, in one write or in none. */
  draw(picture: Picture): void {
    const last = this.#drawn && isSameSize(this.#drawn.size, picture.size)
      ? this.#drawn
      : undefined;
    const bell = this.#rings ? BELL : "";
    this.#rings = false;
    this.#drawn = picture;
    const rows = changedRows(picture, last);
    if (last && rows === "" && isSamePlace(last.cursor, picture.cursor)) {
      if (bell !== "") this.#write(bell);
      return;
    }
    const { row, column } = picture.cursor;
    this.#write([
      BEGIN + HIDE_CURSOR,
      last ? "" : CLEAR,
      rows,
      goTo(row, column),
      SHOW_CURSOR + END + bell,
    ].join(""));
  }
}

function changedRows({ rows, size }: Picture, last?: Picture): string {
  let text = "";
  for (let at = 0; at < size.rows; at++) {
    const row = rows[at] ?? EMPTY;
    if ((last?.rows[at] ?? EMPTY).text === row.text) continue;
    text += goTo(at, 0) + CLEAR_ROW + row.text;
  }
  return text;
}

function goTo(row: number, column: number): string {
  return `\x1b[${row + 1};${column + 1}H`;
}

function isSameSize(a: Size, b: Size): boolean {
  return a.columns === b.columns && a.rows === b.rows;
}

function isSamePlace(a: CursorPlace, b: CursorPlace): boolean {
  return a.row === b.row && a.column === b.column;
}
