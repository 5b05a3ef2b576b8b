/**
 * Rows that say whose they are in place of the blanks they begin with.
 *
 * @module
 */

import { textWidth } from "./cell_width.ts";
import { type Span, textOf } from "./span.ts";
import type { Row } from "./wrap.ts";

/** Makes such rows; one that was made before is the same again. */
export class NamedRows {
  readonly #rows = new WeakMap<Row, Row>();

  /** Returns a row with a head in place of as many cells. */
  rowOf(row: Row, makeHead: () => readonly Span[]): Row {
    const known = this.#rows.get(row);
    if (known) return known;
    const head = makeHead();
    const named = joined(head, behind(row, textWidth(textOf(head))));
    this.#rows.set(row, named);
    return named;
  }
}

/** The end of the head and the text may well be one piece. */
function joined(head: Row, [first, ...others]: Row): Row {
  const last = head.at(-1);
  if (!first || last?.style !== "plain" || first.style !== "plain") {
    return [...head, ...(first ? [first, ...others] : [])];
  }
  const text = last.text + first.text;
  return [...head.slice(0, -1), { ...first, text }, ...others];
}

/** What is left out is blanks and times, of one cell each. */
function behind(row: Row, cells: number): Row {
  let left = cells;
  return row.flatMap((piece) => {
    const text = piece.text.slice(left);
    left = Math.max(0, left - piece.text.length);
    return text === "" ? [] : [{ ...piece, text }];
  });
}
