/**
 * Which rows of a long text a window shows. A place is a paragraph and a row
 * of it, so that it stays where it is while text is added at either end, and
 * nothing but what is shown is ever cut into rows.
 *
 * @module
 */

/** A text in paragraphs, each cut into at least one row. */
export interface WrappedText<Row = unknown> {
  /** Number of the first paragraph. */
  readonly first: number;
  /** Number behind the last one. */
  readonly end: number;
  rowsOf(number: number): readonly Row[];
}

/** A row of a paragraph. */
export interface RowPlace {
  readonly number: number;
  readonly row: number;
}

/** What a window shows. */
export interface Shown<Row = unknown> {
  readonly rows: readonly Row[];
  /** The first row. */
  readonly top: RowPlace;
  /** The first row that is not shown any more. */
  readonly next: RowPlace;
}

/** Returns the place so many rows further up, or the very first. */
export function placeAbove(
  text: WrappedText,
  from: RowPlace,
  rows: number,
): RowPlace {
  let { number, row } = inside(text, from);
  let left = rows;
  while (left > row && number > text.first) {
    left -= row + 1;
    number--;
    row = text.rowsOf(number).length - 1;
    if (left <= 0) return { number, row };
  }
  return { number, row: Math.max(0, row - left) };
}

/** Returns the place so many rows further down, or the end. */
export function placeBelow(
  text: WrappedText,
  from: RowPlace,
  rows: number,
): RowPlace {
  let { number, row } = inside(text, from);
  row += rows;
  while (number < text.end) {
    const count = text.rowsOf(number).length;
    if (row < count) return { number, row };
    row -= count;
    number++;
  }
  return { number, row: 0 };
}

/** Returns the place from which a window of this height shows the end. */
export function lastPage(text: WrappedText, height: number): RowPlace {
  return placeAbove(text, { number: text.end, row: 0 }, height);
}

/** Returns what a window of this height shows from a place on. */
export function showFrom<Row>(
  text: WrappedText<Row>,
  from: RowPlace,
  height: number,
): Shown<Row> {
  const top = inside(text, from);
  const rows: Row[] = [];
  let { number, row } = top;
  while (number < text.end && rows.length < height) {
    const all = text.rowsOf(number);
    const part = all.slice(row, row + height - rows.length);
    rows.push(...part);
    row += part.length;
    if (row >= all.length) {
      number++;
      row = 0;
    }
  }
  return { rows, top, next: { number, row } };
}

/** Tells whether the first place is above the second. */
export function isAbove(a: RowPlace, b: RowPlace): boolean {
  return a.number < b.number || (a.number === b.number && a.row < b.row);
}

/** A place may be gone, or be in a paragraph that has fewer rows now. */
function inside(text: WrappedText, { number, row }: RowPlace): RowPlace {
  if (number < text.first) return { number: text.first, row: 0 };
  if (number >= text.end) return { number: text.end, row: 0 };
  return { number, row: Math.min(row, text.rowsOf(number).length - 1) };
}
