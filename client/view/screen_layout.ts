/**
 * How the rows of a terminal are shared out: what was said, what is on its way,
 * the status, and the line being typed at the bottom. Everything in, rows out.
 *
 * @module
 */

import { graphemes, textWidth } from "./cell_width.ts";
import type { Charset } from "./charset.ts";
import {
  type InputRows,
  layOutInput,
  type LineWithCursor,
} from "./input_rows.ts";
import type { Painter, Picture, Size } from "./picture.ts";
import { span, type Style } from "./span.ts";
import type { Row } from "./wrap.ts";

/** What is to be shown below what was said. */
export interface BottomArea {
  /** Stands before the line being typed. */
  readonly prompt: string;
  /** How prompt and line look. */
  readonly style: Style;
  readonly line: LineWithCursor;
  /** A row above the line; "" for none. */
  readonly hint: string;
  /** What is on its way, oldest first. */
  readonly pending: readonly { readonly text: string }[];
}

/** What stands above the line being typed. */
export interface UpperArea {
  readonly said: readonly Row[];
  /** A row for each row of what was said and of what is on its way. */
  readonly list?: readonly Row[] | undefined;
  readonly status?: Row;
}

/** The rows of a terminal, shared out. */
export interface Layout {
  readonly size: Size;
  /** Rows for what was said. */
  readonly chat: number;
  /** Cells of the list on the left; 0 for none. */
  readonly list: number;
  readonly pending: readonly Row[];
  readonly hasStatus: boolean;
  readonly hint: readonly Row[];
  readonly input: InputRows;
  /** The rows of the line, where they do not look plain. */
  readonly styled: readonly Row[] | undefined;
}

/** How many messages on their way are shown, the newest. */
const MAX_PENDING_ROWS = 3;
/** The part of the height that each of these may take. */
const INPUT_PART = 1 / 3;
const PENDING_PART = 1 / 4;
const EMPTY_ROW: Row = [];
/** Most rows of texts that are kept. */
const MAX_TEXT_ROWS = 50;

/**
 * Shares the rows out; the line being typed is always there.
 *
 * @param list Cells of the list on the left of what was said; 0 for none.
 */
export function layOut(
  bottom: BottomArea,
  { list, ...size }: Size & { readonly list: number },
  texts: TextRows,
): Layout {
  const { columns, rows } = size;
  const input = layOutInput(bottom.prompt, bottom.line, {
    columns,
    maxRows: Math.max(1, Math.floor(rows * INPUT_PART)),
    charset: texts.charset,
  });
  let left = rows - input.rows.length;
  const hint = left > 0 && bottom.hint !== ""
    ? [texts.row(bottom.hint, columns, "info")]
    : [];
  left -= hint.length;
  const hasStatus = left > 1;
  if (hasStatus) left--;
  const most = Math.min(MAX_PENDING_ROWS, Math.floor(left * PENDING_PART));
  const pending = pendingTexts(bottom.pending, most)
    .map((text) =>
      texts.row(`${texts.charset.ellipsis} ${text}`, columns - list, "faint")
    );
  return {
    ...{ size, list, pending, hasStatus, hint, input },
    styled: bottom.style === "plain"
      ? undefined
      : input.rows.map(({ text }) => [span(text, bottom.style)]),
    chat: left - pending.length,
  };
}

/** Puts the picture together; what was said stands right above the rest. */
export function compose(
  { size, chat, pending, hint, input, styled }: Layout,
  { said, list, status }: UpperArea,
  painter: Painter,
): Picture {
  const upper = [
    ...Array.from({ length: chat - said.length }, () => EMPTY_ROW),
    ...said,
    ...pending,
  ].map((row, at) =>
    list ? painter.paintBeside(list[at] ?? EMPTY_ROW, row) : painter.paint(row)
  );
  const above = [
    ...upper,
    ...[...(status ? [status] : []), ...hint].map((row) => painter.paint(row)),
  ];
  const typed = styled?.map((row) => painter.paint(row)) ?? input.rows;
  const { row, column } = input.cursor;
  return {
    size,
    rows: [...above, ...typed],
    cursor: { row: above.length + row, column },
  };
}

function pendingTexts(
  pending: BottomArea["pending"],
  most: number,
): readonly string[] {
  if (most === 0) return [];
  const isTooMany = pending.length > most;
  const shown = pending.slice(isTooMany ? 1 - most : -most);
  const hidden = pending.length - shown.length;
  return [
    ...(isTooMany ? [`and ${hidden} more`] : []),
    ...(most === 1 && isTooMany ? [] : shown.map(({ text }) => text)),
  ];
}

/** Texts as single rows; one that was a row before is the same again. */
export class TextRows {
  /** What the terminal can show. */
  readonly charset: Charset;
  readonly #rows = new Map<string, Row>();

  /** Begins with nothing kept. */
  constructor(charset: Charset) {
    this.charset = charset;
  }

  /** Returns other people's text as one row; what does not fit is left out. */
  row(text: string, columns: number, style: Style): Row {
    const key = `${columns} ${style} ${text}`;
    const known = this.#rows.get(key);
    if (known) return known;
    const row = [span(fitting(this.charset.safe(text), columns), style)];
    if (this.#rows.size >= MAX_TEXT_ROWS) this.#rows.clear();
    this.#rows.set(key, row);
    return row;
  }
}

function fitting(text: string, columns: number): string {
  let kept = "";
  let width = 0;
  for (const character of graphemes(text)) {
    width += textWidth(character);
    if (width > columns) break;
    kept += character;
  }
  return kept;
}
