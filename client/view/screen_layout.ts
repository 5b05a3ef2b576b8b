/**
 * How the rows of a terminal are shared out: what was said, what is on its way,
 * the status, and the line being typed at the bottom. Everything in, rows out.
 * Knows nothing of when it is drawn.
 *
 * @module
 */

import { graphemes, textWidth } from "./cell_width.ts";
import type { Charset } from "./charset.ts";
import type { Paint } from "./colours.ts";
import { type InputRows, layOutInput } from "./input_rows.ts";
import type { Line } from "../editing/line.ts";
import type { Outgoing } from "../connection/pending.ts";
import type { PaintedRow, Picture, Size } from "../terminal/screen.ts";
import { type Span, span, type Style, textOf } from "./span.ts";
import type { Row } from "./wrap.ts";

/** What is to be shown below what was said. */
export interface Below {
  /** Stands before the line being typed. */
  readonly prompt: string;
  readonly line: Line;
  /** A row above the line; "" for none. */
  readonly hint: string;
  /** What is on its way, oldest first. */
  readonly pending: readonly Outgoing[];
}

/** How a terminal looks. */
export interface Looks {
  readonly paint: Paint;
  readonly charset: Charset;
}

/** The rows of a terminal, shared out. */
export interface Division {
  readonly size: Size;
  /** Rows for what was said. */
  readonly chat: number;
  readonly pending: readonly Row[];
  readonly hasStatus: boolean;
  readonly hint: readonly Row[];
  readonly input: InputRows;
}

/** How many messages on their way are shown, the newest. */
const MAX_PENDING_ROWS = 3;
/** The part of the height that each of these may take. */
const INPUT_PART = 1 / 3;
const PENDING_PART = 1 / 4;

/** Shares the rows out; the line being typed is always there. */
export function divide(
  below: Below,
  size: Size,
  charset: Charset,
): Division {
  const { columns, rows } = size;
  const input = layOutInput(below.prompt, below.line, {
    columns,
    maxRows: Math.max(1, Math.floor(rows * INPUT_PART)),
    charset,
  });
  let left = rows - input.rows.length;
  const hint = left > 0 && below.hint !== ""
    ? [rowOf(charset.safe(below.hint), { columns, style: "info" })]
    : [];
  left -= hint.length;
  const hasStatus = left > 1;
  if (hasStatus) left--;
  const most = Math.min(MAX_PENDING_ROWS, Math.floor(left * PENDING_PART));
  const pending = pendingRows(below.pending, most, { columns, charset });
  return {
    ...{ size, pending, hasStatus, hint, input },
    chat: left - pending.length,
  };
}

/** Puts the picture together; what was said stands right above the rest. */
export function compose(
  { size, chat, pending, hint, input }: Division,
  { said, status }: { readonly said: readonly Row[]; readonly status?: Row },
  { paint }: Looks,
): Picture {
  const painted = (row: Row): PaintedRow => ({
    text: row.map(paint).join(""),
    width: textWidth(textOf(row)),
  });
  const empty = Array.from({ length: chat - said.length }, (): Row => []);
  const above = [
    ...empty,
    ...said,
    ...pending,
    ...(status ? [status] : []),
    ...hint,
  ].map(painted);
  const { row, column } = input.cursor;
  return {
    size,
    rows: [...above, ...input.rows],
    cursor: { row: above.length + row, column },
  };
}

function pendingRows(
  pending: readonly Outgoing[],
  most: number,
  { columns, charset }: {
    readonly columns: number;
    readonly charset: Charset;
  },
): readonly Row[] {
  if (most === 0) return [];
  const isTooMany = pending.length > most;
  const shown = pending.slice(isTooMany ? 1 - most : -most);
  const hidden = pending.length - shown.length;
  return [
    ...(isTooMany ? [`and ${hidden} more`] : []),
    ...(most === 1 && isTooMany ? [] : shown.map(({ text }) => text)),
  ].map((text) =>
    rowOf(`${charset.ellipsis} ${charset.safe(text)}`, {
      columns,
      style: "faint",
    })
  );
}

/** Returns a text, made safe before, as one row; the rest is left out. */
function rowOf(
  text: string,
  { columns, style }: { readonly columns: number; readonly style: Style },
): readonly Span[] {
  let kept = "";
  let width = 0;
  for (const character of graphemes(text)) {
    width += textWidth(character);
    if (width > columns) break;
    kept += character;
  }
  return [span(kept, style)];
}
