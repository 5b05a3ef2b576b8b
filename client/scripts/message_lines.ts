/**
 * Messages as lines, one each: for people, or for programs.
 *
 * @module
 */

import { entriesOf } from "../../shared/entry_event.ts";
import type { EntryEvent, HistoryEvent } from "../../shared/event.ts";
import { escapeUnsafe } from "../../shared/text.ts";
import { limitCombiningMarks } from "../view/cell_width.ts";
import { placePrefix, shownName } from "../view/shown_name.ts";
import { span, textOf } from "../view/span.ts";
import { wrap } from "../view/wrap.ts";
import { jsonLine, payloadsOf } from "./json_line.ts";

/** Returns the lines of an entry, or of a page of them. */
export type MessageLines = (
  event: EntryEvent | HistoryEvent,
  payload: unknown,
) => readonly string[];

/** `{"type":"message",...}`, with all the fields of the payload. */
export function jsonLines(
  event: EntryEvent | HistoryEvent,
  payload: unknown,
): readonly string[] {
  if (event.kind !== "history") return [jsonLine(event.kind, payload)];
  const entries = entriesOf(event);
  const payloads = payloadsOf(entries, payload);
  return entries.map(({ kind }, at) => jsonLine(kind, payloads[at]));
}

/** Options for {@linkcode textLines}. */
export interface TextOptions {
  /**
   * By its IANA name.
   *
   * @default the one of this machine
   */
  readonly timeZone?: string;
  /**
   * Cells of a row of the terminal where the lines go.
   *
   * @default {() => undefined} there is no terminal
   */
  readonly columns?: () => number | undefined;
  /**
   * Whether a line says where it was said, but in the lobby.
   *
   * @default {false}
   */
  readonly tellsWhere?: boolean;
}

/** Stands before every further row of a message on a terminal. */
const MARGIN = { indent: 6, mark: "| " } as const;

/**
 * `2026-11-22 14:03:05 ada: text` with line breaks and everything a terminal
 * would act on as visible escapes: one line, and on a terminal rows of it, the
 * further ones marked.
 */
export function textLines(
  { timeZone, columns = () => undefined, tellsWhere = false }: TextOptions = {},
): MessageLines {
  // Swedish is the language that writes dates and times as ISO 8601 does.
  const clock = new Intl.DateTimeFormat("sv-SE", {
    dateStyle: "short",
    timeStyle: "medium",
    ...(timeZone === undefined ? {} : { timeZone }),
  });
  const line = (entry: EntryEvent) => {
    const { time, timestamp } = entry;
    const when = time === undefined
      ? escapeUnsafe(timestamp)
      : clock.format(time);
    return `${when} ${tellsWhere ? placePrefix(entry) : ""}${saidIn(entry)}`;
  };
  return (event) => {
    const entries = event.kind === "history" ? entriesOf(event) : [event];
    const lines = entries.map(line);
    const width = columns();
    return width === undefined
      ? lines
      : lines.flatMap((text) => rowsOf(text, width));
  };
}

/** Who said what, or what has changed. */
function saidIn(entry: EntryEvent): string {
  const text = escapeUnsafe(entry.text);
  if (entry.kind !== "message") return `* ${text}`;
  return `${shownName(entry.sender ?? "")}: ${text}`;
}

function rowsOf(line: string, columns: number): readonly string[] {
  const text = limitCombiningMarks(line);
  return wrap({ ...MARGIN, head: [], lines: [[span(text)]] }, columns)
    .map(textOf);
}
