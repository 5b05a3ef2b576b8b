/**
 * Everything on a terminal, row by row, as it is written there; and the rows
 * painted, each once.
 *
 * @module
 */

import type { Paint } from "./colours.ts";
import type { Row } from "./wrap.ts";

/** Size of a terminal, in cells. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** A row as it is written. */
export interface PaintedRow {
  readonly text: string;
}

/** A place on the screen, counted from 0. */
export interface CursorPlace {
  readonly row: number;
  readonly column: number;
}

/** Everything on the screen. */
export interface Picture {
  readonly size: Size;
  /** From the top; those that are missing are empty. */
  readonly rows: readonly PaintedRow[];
  readonly cursor: CursorPlace;
}

/** Paints rows; one that was painted before is the same again. */
export class Painter {
  readonly #paint: Paint;
  readonly #painted = new WeakMap<Row, PaintedRow>();
  readonly #beside = new WeakMap<Row, WeakMap<Row, PaintedRow>>();

  /** Takes how a piece of a row is written. */
  constructor(paint: Paint) {
    this.#paint = paint;
  }

  /** Returns a row as it is written. */
  paint(row: Row): PaintedRow {
    const known = this.#painted.get(row);
    if (known) return known;
    const painted = { text: row.map(this.#paint).join("") };
    this.#painted.set(row, painted);
    return painted;
  }

  /** Returns two rows beside each other as they are written. */
  paintBeside(left: Row, right: Row): PaintedRow {
    const rights = this.#beside.get(left) ?? new WeakMap<Row, PaintedRow>();
    this.#beside.set(left, rights);
    const known = rights.get(right);
    if (known) return known;
    const text = this.paint(left).text + this.paint(right).text;
    const painted = { text };
    rights.set(right, painted);
    return painted;
  }
}
