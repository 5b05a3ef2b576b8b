/**
 * Everything about a chat that is not said in it, in words and on one row:
 * where one is, how the connection is, what goes on elsewhere and below.
 *
 * @module
 */

import { graphemes, textWidth } from "./cell_width.ts";
import type { Charset } from "./charset.ts";
import type { EarlierHistory } from "../chat/history_loader.ts";
import type { Activity } from "../chat/room.ts";
import { isForReader } from "../chat/rooms.ts";
import { type Span, span, type Style } from "./span.ts";
import type { Row } from "./wrap.ts";

/** How the connection is. */
export type ConnectionPhase =
  | { readonly kind: "none" | "connecting" | "online" | "leaving" }
  /** It is tried again in so many seconds. */
  | { readonly kind: "waiting"; readonly seconds: number };

/** What the row says. */
export interface StatusFacts {
  /** Name of the room, or of the other in a talk. */
  readonly room: string;
  /** Set for a talk between two. */
  readonly isTalk?: boolean | undefined;
  /** How many are there; missing until that is known. */
  readonly people?: number | undefined;
  readonly connection: ConnectionPhase;
  /** How many messages wait, where that is worth a word. */
  readonly unsent: number;
  /** Whether others can read along on the way; missing until that is known. */
  readonly isEncrypted?: boolean | undefined;
  /** Whether one's name is kept for oneself; missing until that is known. */
  readonly isRegistered?: boolean | undefined;
  /** How long the server takes to answer, where that is worth a word. */
  readonly lagMs?: number | undefined;
  /** What goes on in other rooms. */
  readonly others: readonly Activity[];
  /** What there is before all that stands here. */
  readonly earlier: EarlierHistory;
  /** Whether the first row of that is shown. */
  readonly isTop: boolean;
  /** How many messages below were not seen. */
  readonly newBelow: number;
  /** Whether there is anything below. */
  readonly isScrolled: boolean;
}

/** A part of the row; the lowest ranks go first where there is no room. */
interface Part {
  readonly text: string;
  /** The same in less room. */
  readonly short?: string;
  readonly style: Style;
  readonly rank: number;
  readonly side: "left" | "right";
}

/** The key is one of `editing/key_bindings.ts`. */
const RETRY_HINT = "Alt-R: at once";
/** Up to so many unread messages are counted. */
const MAX_COUNTED = 1000;
/** Cells of the line before the first part and behind the last. */
const MARGIN = 2;

/** Returns the row, as wide as the window. */
export function statusLine(
  facts: StatusFacts,
  columns: number,
  charset: Charset,
): Row {
  const parts = fitting(partsOf(facts, charset), columns, charset);
  const [left, right] = (["left", "right"] as const).map((side) =>
    joined(parts.filter((part) => part.side === side), charset)
  );
  const spans = [...left ?? [], ...right ?? []];
  if (spans.length === 0) return [rule(columns, charset)];
  const spare = Math.max(0, columns - widthOf(left) - widthOf(right));
  const margin = Math.min(MARGIN, Math.floor(spare / 3));
  return cut([
    rule(margin, charset),
    ...left ?? [],
    rule(spare - 2 * margin, charset),
    ...right ?? [],
    rule(margin, charset),
  ], columns);
}

function partsOf(facts: StatusFacts, charset: Charset): readonly Part[] {
  const { room, people, connection, unsent, lagMs, others, newBelow } = facts;
  const below = newBelow > 0 ? `${newBelow} new below` : "more below";
  const above = wordsAbove(facts);
  const isWell = connection.kind === "online" || connection.kind === "none";
  const parts: readonly (Part | false)[] = [
    room !== "" && placePart(facts, charset),
    people !== undefined && part("left", 5, counted(people)),
    connection.kind !== "none" &&
    part(
      "left",
      isWell ? 1 : 11,
      wordsFor(connection),
      isWell ? "faint" : "error",
    ),
    connection.kind === "waiting" && connection.seconds > 0 &&
    part("left", 3, RETRY_HINT),
    unsent > 0 && part("left", 9, `${unsent} unsent`, "error"),
    lagMs !== undefined && part("left", 3, `lag ${seconds(lagMs)}`, "error"),
    facts.isEncrypted === false && part("left", 4, "not encrypted"),
    facts.isRegistered === false &&
    { ...part("left", 2, "name not registered"), short: "unregistered" },
    ...others.map((activity) => activityPart(activity, charset)),
    above !== undefined && part("right", 9, above, "info"),
    facts.isScrolled && part("right", 10, below, "info"),
  ];
  return parts.filter((each) => each !== false);
}

function part(
  side: Part["side"],
  rank: number,
  text: string,
  style: Style = "plain",
): Part {
  return { side, rank, text, style };
}

/** Where one is: what is said in a talk is for one person only. */
function placePart({ room, isTalk }: StatusFacts, charset: Charset): Part {
  const name = charset.safeName(room);
  return isTalk
    ? part("left", 12, `only to ${name}`, "private")
    : part("left", 7, name);
}

function activityPart(activity: Activity, charset: Charset): Part {
  const { room, mentions, isTalk } = activity;
  const text = `${isTalk ? "@" : "#"}${charset.safeName(room)} ${
    countsOf(activity)
  }`;
  const style = mentions > 0 ? "mention" : isTalk ? "private" : "plain";
  return part("right", isForReader(activity) ? 8 : 6, text, style);
}

/** Returns how much is new, `12 @1`: one of the twelve names who reads. */
export function countsOf({ messages, mentions }: Activity): string {
  const named = mentions > 0 ? ` @${upToBound(mentions)}` : "";
  return `${upToBound(messages)}${named}`;
}

/** Servers count no further. */
function upToBound(count: number): string {
  return count >= MAX_COUNTED ? `${MAX_COUNTED}+` : `${count}`;
}

function wordsFor(connection: ConnectionPhase): string {
  if (connection.kind !== "waiting") return connection.kind;
  return connection.seconds > 0
    ? `reconnecting in ${connection.seconds} s`
    : "reconnecting";
}

/** What is before the first row, where that is shown or asked for. */
function wordsAbove(
  { earlier, isTop, isScrolled }: StatusFacts,
): string | undefined {
  if (earlier === "loading") return "loading earlier";
  if (!isTop) return undefined;
  if (earlier === "nothing") return "the beginning";
  if (!isScrolled) return undefined;
  return earlier === "full" ? "the oldest kept here" : "more above";
}

function counted(people: number): string {
  return people === 1 ? "1 person" : `${people} people`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

/** Shortens what can be, and leaves out what matters least, until it fits. */
function fitting(
  parts: readonly Part[],
  columns: number,
  charset: Charset,
): readonly Part[] {
  const width = widthOf(joined(parts, charset));
  const long = parts.find(({ short }) => short !== undefined);
  if (long?.short !== undefined && width + 3 * MARGIN > columns) {
    const { short: text, ...rest } = long;
    const shorter = parts.with(parts.indexOf(long), { ...rest, text });
    return fitting(shorter, columns, charset);
  }
  if (parts.length <= 1 || width <= columns) return parts;
  const lowest = Math.min(...parts.map(({ rank }) => rank));
  const index = parts.findLastIndex(({ rank }) => rank === lowest);
  return fitting(parts.toSpliced(index, 1), columns, charset);
}

/** A blank stands on both sides of what is said. */
function joined(parts: readonly Part[], charset: Charset): readonly Span[] {
  if (parts.length === 0) return [];
  return [
    span(" "),
    ...parts.flatMap(({ text, style }, index) => [
      ...(index === 0 ? [] : [span(` ${charset.dot} `, "faint")]),
      span(text, style),
    ]),
    span(" "),
  ];
}

function rule(width: number, { rule }: Charset): Span {
  return span(rule.repeat(Math.max(0, width)), "faint");
}

function widthOf(spans: readonly Span[] = []): number {
  return spans.reduce((sum, { text }) => sum + textWidth(text), 0);
}

/** A single part may still be wider than the window. */
function cut(spans: readonly Span[], columns: number): Row {
  let room = columns;
  return spans.flatMap((each) => {
    const kept: string[] = [];
    for (const character of graphemes(each.text)) {
      room -= textWidth(character);
      if (room < 0) break;
      kept.push(character);
    }
    return kept.length === 0 ? [] : [{ ...each, text: kept.join("") }];
  });
}
