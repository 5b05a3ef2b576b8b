/**
 * Messages as lines, one each: for people, or for programs.
 *
 * @module
 */

import type { HistoryEvent, MessageEvent } from "../../shared/event.ts";
import { escapeUnsafe } from "../../shared/text.ts";
import { limitCombiningMarks } from "../view/cell_width.ts";
import { shownName } from "../view/shown_name.ts";
import { span, textOf } from "../view/span.ts";
import { wrap } from "../view/wrap.ts";
import { jsonLine, newPayloads } from "./json_line.ts";

/** Returns the lines of a message, or of a page of them. */
export type MessageLines = (
  event: MessageEvent | HistoryEvent,
  payload: unknown,
) => readonly string[];

/** `{"type":"message",...}`, with all the fields of the payload. */
export function jsonLines(
  event: MessageEvent | HistoryEvent,
  payload: unknown,
): readonly string[] {
  const payloads = event.kind === "history"
    ? newPayloads(event, payload)
    : [payload];
  return payloads.map((one) => jsonLine("message", one));
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
}

/** Stands before every further row of a message on a terminal. */
const MARGIN = { indent: 6, mark: "| " } as const;

/**
 * `2026-11-22 14:03:05 ada: text` with line breaks and everything a terminal
 * would act on as visible escapes: one line, and on a terminal rows of it, the
 * further ones marked.
 */
export function textLines(
  { timeZone, columns = () => undefined }: TextOptions = {},
): MessageLines {
  // Swedish is the language that writes dates and times as ISO 8601 does.
  const clock = new Intl.DateTimeFormat("sv-SE", {
    dateStyle: "short",
    timeStyle: "medium",
    ...(timeZone === undefined ? {} : { timeZone }),
  });
  const line = ({ time, timestamp, sender = "", text }: MessageEvent) => {
    const when = time === undefined
      ? escapeUnsafe(timestamp)
      : clock.format(time);
    return `${when} ${shownName(sender)}: ${escapeUnsafe(text)}`;
  };
  return (event) => {
    const messages = event.kind === "history" ? event.messages : [event];
    const lines = messages.map(line);
    const width = columns();
    return width === undefined
      ? lines
      : lines.flatMap((text) => rowsOf(text, width));
  };
}

function rowsOf(line: string, columns: number): readonly string[] {
  const text = limitCombiningMarks(line);
  return wrap({ ...MARGIN, head: [], lines: [[span(text)]] }, columns)
    .map(textOf);
}
