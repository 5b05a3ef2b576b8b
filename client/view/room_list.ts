/**
 * The list on the left: every room and talk by its number, which of them is
 * looked at, and what goes on in the others.
 *
 * @module
 */

import type { Room } from "../chat/room.ts";
import { isForReader, type Rooms } from "../chat/rooms.ts";
import { graphemes, textWidth } from "./cell_width.ts";
import type { Charset } from "./charset.ts";
import { LIST_FROM_COLUMNS, type RoomListChoice } from "./room_list_choice.ts";
import { type Span, span, type Style } from "./span.ts";
import { countsOf } from "./status_line.ts";
import type { Row } from "./wrap.ts";

/** One room of the list. */
interface Entry {
  /** As Alt with it goes there; 0 for none. */
  readonly number: number;
  readonly name: string;
  readonly isCurrent: boolean;
  /** What is new there; "" for nothing. */
  readonly news: string;
  readonly style: Style;
}

/** Cells of the list, the line on its right and a blank behind that included. */
export const LIST_COLUMNS = 20;
/** Cells for a name and what is new there. */
const BODY = LIST_COLUMNS - 6;
/** Cells that the chat beside the list needs at least. */
const LEAST_CHAT = 20;
/** Rooms that have a key. */
const MAX_NUMBER = 9;

/** Returns the cells of the list in a window; 0 where there is none. */
export function listColumns(
  rooms: Rooms,
  choice: RoomListChoice,
  columns: number,
): number {
  const isRoomy = columns >= LIST_COLUMNS + LEAST_CHAT;
  if (choice === "never" || !isRoomy) return 0;
  const isWorthIt = columns >= LIST_FROM_COLUMNS && rooms.list.length > 1;
  return choice === "always" || isWorthIt ? LIST_COLUMNS : 0;
}

/** Returns what the list depends on, to compare it. */
export function listKey({ list, current }: Rooms): string {
  return JSON.stringify([
    list.indexOf(current),
    list.map(({ activity }) => activity),
  ]);
}

/** Returns the list, a row each; rows that are empty have the line, too. */
export function roomList(
  rooms: Rooms,
  height: number,
  charset: Charset,
): readonly Row[] {
  const entries = rooms.list.map((room, at) => entryOf(room, at, rooms));
  const shown = around(entries, rooms.list.indexOf(rooms.current), height);
  const rows = shown.map((entry) => rowOf(entry, charset));
  const bar = span(`${charset.bar} `, "faint");
  return Array.from({ length: height }, (_, at) => [
    ...(rows[at] ?? [span(" ".repeat(LIST_COLUMNS - 2))]),
    bar,
  ]);
}

function entryOf(room: Room, at: number, rooms: Rooms): Entry {
  const { activity, kind, name } = room;
  const isCurrent = room === rooms.current;
  const hasNews = !isCurrent && activity.messages > 0;
  return {
    number: at < MAX_NUMBER ? at + 1 : 0,
    name: kind === "talk" ? `@${name}` : name,
    isCurrent,
    news: hasNews ? countsOf(activity) : "",
    style: styleOf(room, hasNews),
  };
}

function styleOf({ activity, kind }: Room, hasNews: boolean): Style {
  if (!hasNews) return kind === "talk" ? "private" : "plain";
  return isForReader(activity) ? "mention" : "info";
}

/** The rows around the current one, and how many are left out. */
function around(
  entries: readonly Entry[],
  current: number,
  height: number,
): readonly Entry[] {
  if (entries.length <= height || height < 2) return entries.slice(0, height);
  const room = height - 1;
  const first = Math.max(0, Math.min(current - room + 1, entries.length));
  const shown = entries.slice(first, first + room);
  const hidden = entries.filter((entry) => !shown.includes(entry));
  const busy = hidden.filter(({ news }) => news !== "");
  const isForMe = busy.some(({ style }) => style === "mention");
  return [...shown, {
    number: 0,
    name: `and ${hidden.length} more`,
    isCurrent: false,
    news: "",
    style: isForMe ? "mention" : busy.length > 0 ? "info" : "faint",
  }];
}

function rowOf(
  { number, name, isCurrent, news, style }: Entry,
  charset: Charset,
): readonly Span[] {
  const most = news === "" ? BODY : BODY - news.length - 1;
  const safe = fitting(charset.safeName(name), most, charset.ellipsis);
  const gap = BODY - textWidth(safe) - news.length;
  return [
    span(isCurrent ? ">" : " ", "own"),
    span(number === 0 ? " " : `${number}`, "faint"),
    span(" "),
    span(safe, isCurrent ? "own" : news === "" ? style : "plain"),
    span(" ".repeat(gap)),
    span(news, style),
    span(" "),
  ].filter(({ text }) => text !== "");
}

/** A name in so many cells, its end left out where it is longer. */
function fitting(name: string, columns: number, ellipsis: string): string {
  if (textWidth(name) <= columns) return name;
  const end = textWidth(ellipsis) < columns ? ellipsis : "";
  let kept = "";
  for (const character of graphemes(name)) {
    if (textWidth(kept + character + end) > columns) break;
    kept += character;
  }
  return kept + end;
}
