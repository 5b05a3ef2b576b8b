/**
 * What stands in a room as rows of a window: each item with what stands above
 * it, a line where the day changes and the line above what is new. What did
 * not change is the same rows again.
 *
 * @module
 */

import type { Room } from "../chat/room.ts";
import type { ScrollbackItem } from "../chat/scrollback.ts";
import type { Shown, WrappedText } from "../chat/viewport.ts";
import { Calendar } from "./calendar.ts";
import { textWidth } from "./cell_width.ts";
import { type Charset, UNICODE } from "./charset.ts";
import type { Columns, HeadForm } from "./message_head.ts";
import { headUnder } from "./message_group.ts";
import type { AlignChoice } from "./align_choice.ts";
import { NameColumn } from "./name_column.ts";
import { NamedRows } from "./named_rows.ts";
import { Renderer } from "./render.ts";
import { span } from "./span.ts";
import { type Row, wrap } from "./wrap.ts";

/** Options for {@linkcode RoomRows}. */
export interface RoomRowsOptions {
  readonly calendar?: Calendar;
  readonly charset?: Charset;
  /** @default {"never"} */
  readonly align?: AlignChoice;
  /**
   * Clock in milliseconds since 1970.
   *
   * @default {Date.now}
   */
  readonly now?: () => number;
}

/** For whom rows are made, and how wide. */
export interface RowOptions {
  /** Who reads. */
  readonly me: string;
  /** Cells of a row. */
  readonly columns: number;
}

/** The rows of an item, and what they depend on besides. */
interface ItemRows {
  readonly rows: readonly Row[];
  readonly head: HeadForm;
  /** The item above, if nothing stands between. */
  readonly above: ScrollbackItem | undefined;
}

/** Most items whose rows are kept; several windows full. */
const MAX_ITEMS = 500;
/** Most lines between items that are kept. */
const MAX_LINES = 100;
/** How far up an item with a time is looked for. */
const MAX_LOOK = 20;
/** Days begin at a multiple of this in every time zone of today, in ms. */
const QUARTER_MS = 15 * 60_000;

/** Cuts rooms into rows of any width. */
export class RoomRows {
  readonly #calendar: Calendar;
  readonly #charset: Charset;
  readonly #now: () => number;
  /** Rows of what was looked at last. */
  readonly #rows = new Map<ScrollbackItem, ItemRows>();
  readonly #named = new NamedRows();
  readonly #nameColumn: NameColumn;
  #aligned: Columns | undefined;
  /** Rows between items, by their text. */
  readonly #lines = new Map<string, readonly Row[]>();
  readonly #days = new Map<number, string>();
  #columns = 0;
  #me = "";
  #renderer: Renderer;

  /** Begins with nothing kept. */
  constructor(
    { calendar, charset, now, align = "never" }: RoomRowsOptions = {},
  ) {
    this.#calendar = calendar ?? new Calendar();
    this.#charset = charset ?? UNICODE;
    this.#nameColumn = new NameColumn({
      align,
      charset: this.#charset,
      times: textWidth(this.#calendar.clock(0)),
    });
    this.#now = now ?? Date.now;
    this.#renderer = this.#rendererFor("");
  }

  /** Returns a room in rows. */
  of(room: Room, { me, columns }: RowOptions): WrappedText<Row> {
    const aligned = this.#nameColumn.of(room, columns);
    const isSame = columns === this.#columns && me === this.#me &&
      aligned?.names === this.#aligned?.names;
    if (!isSame) {
      this.#rows.clear();
      this.#lines.clear();
    }
    this.#aligned = aligned;
    if (me !== this.#me) this.#renderer = this.#rendererFor(me);
    this.#columns = columns;
    this.#me = me;
    const { first, end } = room.scrollback;
    return { first, end, rowsOf: (number) => this.#rowsOf(room, number) };
  }

  #rendererFor(me: string): Renderer {
    const [calendar, charset] = [this.#calendar, this.#charset];
    return new Renderer({ me, form: "window", calendar, charset });
  }

  /**
   * Returns the rows of a window. The first one says whose it is, also where
   * that is said above the window.
   */
  withAuthor(room: Room, { rows, top }: Shown<Row>): readonly Row[] {
    const columns = this.#aligned;
    const item = room.scrollback.at(top.number);
    const known = item && this.#rows.get(item);
    const [first] = rows;
    if (!columns || !known || !first) return rows;
    const { content } = item;
    if (content.kind !== "message") return rows;
    const row = top.row - this.#linesAbove(room, top.number).length;
    const isNamed = row < 0 || (row === 0 && known.head === "full");
    if (isNamed) return rows;
    const head = () => this.#renderer.fittedHead(content, columns);
    return rows.with(0, this.#named.rowOf(first, head));
  }

  #rowsOf(room: Room, number: number): readonly Row[] {
    const item = room.scrollback.at(number);
    if (!item) return [];
    const lines = this.#linesAbove(room, number);
    const isBelow = lines.length === 0;
    const above = isBelow ? room.scrollback.at(number - 1) : undefined;
    const rows = this.#wrapped(room, item, above);
    return isBelow ? rows : [...lines, ...rows];
  }

  #linesAbove(room: Room, number: number): readonly Row[] {
    const day = this.#dayLine(room, number);
    const unread = this.#unreadLine(room, number);
    return day.length + unread.length > 0 ? [...day, ...unread] : day;
  }

  #wrapped(
    room: Room,
    item: ScrollbackItem,
    above: ScrollbackItem | undefined,
  ): readonly Row[] {
    const known = this.#rows.get(item);
    if (known?.above === above && known) return known.rows;
    const [columns, renderer] = [this.#aligned, this.#renderer];
    const head = columns
      ? headUnder(above, item, (event) => renderer.isMention(event))
      : "full";
    const isKnown = (name: string) => room.members.knows(name);
    const setting = { isKnown, columns, head };
    const paragraph = renderer.paragraph(item.content, setting);
    const rows = wrap(paragraph, this.#columns);
    const value = { rows, head, above };
    return keep(this.#rows, item, { value, max: MAX_ITEMS }).rows;
  }

  /** Today needs no line before anything else was said. */
  #dayLine({ scrollback }: Room, number: number): readonly Row[] {
    const time = scrollback.at(number)?.time;
    if (time === undefined) return [];
    const day = this.#dayOf(time);
    const before = timeBefore(scrollback, number) ?? this.#now();
    if (this.#dayOf(before) === day) return [];
    return this.#line(`--- ${day} ---`, "faint");
  }

  #unreadLine({ scroll: { unreadLine } }: Room, number: number) {
    if (unreadLine?.number !== number) return [];
    const { time } = unreadLine;
    if (time === undefined) return this.#rule(["new"]);
    const since = this.#calendar.since(time, this.#now());
    return this.#rule([`new since ${since}`, "new"]);
  }

  /** A line across with the first of the texts that fits. */
  #rule(texts: readonly string[]): readonly Row[] {
    const [first = ""] = texts;
    const key = `rule ${first}`;
    const known = this.#lines.get(key);
    if (known) return known;
    const { rule } = this.#charset;
    const lines = texts.map((text) => `${rule.repeat(3)} ${text} ${rule}`);
    const fits = (line: string) => textWidth(line) <= this.#columns;
    const line = (lines.find(fits) ?? "").padEnd(this.#columns, rule);
    const value = [[span(line, "info")]];
    return keep(this.#lines, key, { value, max: MAX_LINES });
  }

  #line(text: string, style: "faint" | "info"): readonly Row[] {
    const known = this.#lines.get(text);
    if (known) return known;
    const lines = [[span(text, style)]];
    const value = wrap({ head: [], lines, indent: 0 }, this.#columns);
    return keep(this.#lines, text, { value, max: MAX_LINES });
  }

  #dayOf(time: number): string {
    const quarter = Math.floor(time / QUARTER_MS);
    const known = this.#days.get(quarter);
    if (known !== undefined) return known;
    const value = this.#calendar.day(time);
    return keep(this.#days, quarter, { value, max: MAX_ITEMS });
  }
}

/** Keeps a value; with too many of them it begins anew. */
function keep<K, V>(
  map: Map<K, V>,
  key: K,
  { value, max }: { readonly value: V; readonly max: number },
): V {
  if (map.size >= max) map.clear();
  map.set(key, value);
  return value;
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
