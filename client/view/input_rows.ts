/**
 * The line being typed as rows with a cursor. Rows are broken here and not by
 * the terminal, so that the place of the cursor is known.
 *
 * @module
 */

import { graphemes, graphemesWithin, textWidth } from "./cell_width.ts";
import type { Charset } from "./charset.ts";
import type { CursorPlace } from "./picture.ts";

/** A text, and the UTF-16 unit before which the cursor stands. */
export interface LineWithCursor {
  readonly text: string;
  readonly cursor: number;
}

/** One row of the line. */
export interface InputRow {
  readonly text: string;
}

/** Rows, and the cursor in them. */
export interface InputRows {
  readonly rows: readonly InputRow[];
  readonly cursor: CursorPlace;
}

/** Options for {@linkcode layOutInput}. */
export interface InputOptions {
  readonly columns: number;
  /** Most rows; those around the cursor are shown. */
  readonly maxRows: number;
  readonly charset: Charset;
}

/** A part of a prompt that is shorter than this says nothing. */
const LEAST_PROMPT = 6;
/** Stands for the prompt in a window that has no room for one. */
const SHORT_PROMPT = "> ";

/** Lays out a prompt and the line behind it. */
export function layOutInput(
  prompt: string,
  line: LineWithCursor,
  { columns, maxRows, charset }: InputOptions,
): InputRows {
  const rows: InputRow[] = [];
  const start = fitting(charset.safe(prompt), columns, charset);
  let row = { text: start, width: textWidth(start) };
  let cursor: CursorPlace = { row: 0, column: row.width };
  let at = 0;
  const next = () => {
    rows.push(row);
    row = { text: "", width: 0 };
  };
  for (const character of graphemesWithin(line.text, columns - 1)) {
    const isBreak = character === "\n";
    const shown = isBreak ? charset.lineBreak : charset.safe(character);
    const width = textWidth(shown);
    // The last cell is left to the cursor.
    if (row.width + width > columns - 1 && row.width > 0) next();
    if (at === line.cursor) cursor = { row: rows.length, column: row.width };
    row = { text: row.text + shown, width: row.width + width };
    at += character.length;
    if (isBreak) next();
  }
  if (at === line.cursor) cursor = { row: rows.length, column: row.width };
  return around({ rows: [...rows, row], cursor }, { columns, maxRows });
}

/** A prompt has half of a row; of a longer one the end is shown. */
function fitting(
  prompt: string,
  columns: number,
  { ellipsis }: Charset,
): string {
  const most = Math.floor(columns / 2);
  if (textWidth(prompt) <= most) return prompt;
  if (most < SHORT_PROMPT.length) return "";
  if (most < LEAST_PROMPT) return SHORT_PROMPT;
  let end = "";
  for (const character of graphemes(prompt).toReversed()) {
    if (textWidth(ellipsis + character + end) > most) break;
    end = character + end;
  }
  return ellipsis + end;
}

/** Keeps the rows around the cursor when there are too many. */
function around(
  { rows, cursor }: InputRows,
  { columns, maxRows }: Pick<InputOptions, "columns" | "maxRows">,
): InputRows {
  const first = Math.max(0, cursor.row - maxRows + 1);
  return {
    rows: rows.slice(first, first + maxRows),
    cursor: {
      row: cursor.row - first,
      column: Math.min(cursor.column, columns - 1),
    },
  };
}
