/**
 * How wide the column of names is in a window: as the widest name of those who
 * spoke in the room, so that texts begin in one column.
 *
 * @module
 */

import type { Room } from "../chat/room.ts";
import { type AlignChoice, AUTO_COLUMNS } from "./align_choice.ts";
import { textWidth } from "./cell_width.ts";
import type { Charset } from "./charset.ts";
import { type Columns, textColumn } from "./message_head.ts";
import { shownName } from "./shown_name.ts";

/** Widest name that makes the column wider; others have a row of their own. */
const MAX_NAMES = 16;
/** A column that cannot have so many cells is none. */
const MIN_NAMES = 3;

/** What is known of one room. */
interface Widest {
  first: number;
  end: number;
  cells: number;
}

/** Options for {@linkcode NameColumn}. */
export interface NameColumnOptions {
  readonly align: AlignChoice;
  readonly charset: Charset;
  /** Cells of a time. */
  readonly times: number;
}

/** Knows how wide names are, room by room; it never gets narrower. */
export class NameColumn {
  readonly #options: NameColumnOptions;
  readonly #rooms = new WeakMap<Room, Widest>();

  /** Begins with no room. */
  constructor(options: NameColumnOptions) {
    this.#options = options;
  }

  /** Returns the columns of a room in a window; none where nothing is aligned. */
  of(room: Room, columns: number): Columns | undefined {
    const { align, times } = this.#options;
    const isWide = columns >= AUTO_COLUMNS;
    if (align === "never" || (align === "auto" && !isWide)) return undefined;
    const names = Math.max(MIN_NAMES, this.#widest(room));
    // The text needs half of the window.
    const half = Math.floor(columns / 2) - textColumn({ times, names: 0 });
    if (half < MIN_NAMES) return undefined;
    return { times, names: Math.min(names, half) };
  }

  /** Looks only at what it has not seen. */
  #widest(room: Room): number {
    const { scrollback: { first, end } } = room;
    const known = this.#rooms.get(room) ?? { first: end, end, cells: 0 };
    for (let at = first; at < Math.min(known.first, end); at++) {
      this.#look(room, at, known);
    }
    for (let at = Math.max(known.end, first); at < end; at++) {
      this.#look(room, at, known);
    }
    known.first = first;
    known.end = end;
    this.#rooms.set(room, known);
    return known.cells;
  }

  #look(room: Room, number: number, known: Widest): void {
    const content = room.scrollback.at(number)?.content;
    if (content?.kind !== "message" || !content.sender) return;
    const { sender } = content;
    const safe = this.#options.charset.safeName(sender);
    const cells = textWidth(shownName(sender, safe));
    if (cells <= MAX_NAMES) known.cells = Math.max(known.cells, cells);
  }
}
