/**
 * What was told in a room as rows of a window: each with what stands above it,
 * a line where the day changes and the mark above what is new.
 * Knows nothing of which rows are shown.
 *
 * @module
 */

import { Calendar } from "./calendar.ts";
import type { Room } from "../chat/room.ts";
import { span } from "./span.ts";
import type { Told } from "../chat/told.ts";
import type { Layout } from "../chat/viewport.ts";
import { type Row, wrap } from "./wrap.ts";

/** Options for {@linkcode RoomLayout}. */
export interface RoomLayoutOptions {
  readonly calendar?: Calendar;
  /**
   * Clock in milliseconds since 1970.
   *
   * @default {Date.now}
   */
  readonly now?: () => number;
}

/** Most things whose rows are kept; several windows full. */
const MAX_LAID_OUT = 500;
/** How far up something with a time is looked for. */
const MAX_LOOK = 20;

/** Lays rooms out for windows of any width. */
export class RoomLayouts {
  readonly #calendar: Calendar;
  readonly #now: () => number;
  /** Rows of what was looked at last, in the width used last. */
  readonly #rows = new Map<Told, readonly Row[]>();
  #columns = 0;

  /** Makes a maker of layouts. */
  constructor({ calendar, now }: RoomLayoutOptions = {}) {
    this.#calendar = calendar ?? new Calendar();
    this.#now = now ?? Date.now;
  }

  /** Returns a room as rows of so many cells. */
  of(room: Room, columns: number): Layout {
    if (columns !== this.#columns) this.#rows.clear();
    this.#columns = columns;
    const { first, end } = room.scrollback;
    return { first, end, rowsOf: (number) => this.#rowsOf(room, number) };
  }

  #rowsOf(room: Room, number: number): readonly Row[] {
    const told = room.scrollback.at(number);
    if (!told) return [];
    const above = [...this.#day(room, number), ...this.#marker(room, number)];
    const rows = this.#wrapped(told);
    return above.length > 0 ? [...above, ...rows] : rows;
  }

  #wrapped(told: Told): readonly Row[] {
    const known = this.#rows.get(told);
    if (known) return known;
    const rows = wrap(told.paragraph(), this.#columns);
    if (this.#rows.size >= MAX_LAID_OUT) this.#rows.clear();
    this.#rows.set(told, rows);
    return rows;
  }

  /** Today needs no line before anything else was told. */
  #day({ scrollback }: Room, number: number): readonly Row[] {
    const time = scrollback.at(number)?.time;
    if (time === undefined) return [];
    const day = this.#calendar.day(time);
    const before = timeBefore(scrollback, number) ?? this.#now();
    if (this.#calendar.day(before) === day) return [];
    return this.#line(`--- ${day} ---`, "faint");
  }

  #marker({ reading: { marker } }: Room, number: number): readonly Row[] {
    if (marker?.number !== number) return [];
    const since = this.#calendar.since(marker.time, this.#now());
    return this.#line(`--- new since ${since} ---`, "info");
  }

  #line(text: string, style: "faint" | "info"): readonly Row[] {
    const lines = [[span(text, style)]];
    return wrap({ head: [], lines, indent: 0 }, this.#columns);
  }
}

function timeBefore(
  scrollback: Room["scrollback"],
  number: number,
): number | undefined {
  const first = Math.max(scrollback.first, number - MAX_LOOK);
  for (let at = number - 1; at >= first; at--) {
    const time = scrollback.at(at)?.time;
    if (time !== undefined) return time;
  }
  return undefined;
}
