/**
 * Messages as lines, one each: for people, or for programs.
 *
 * @module
 */

import type { HistoryEvent, MessageEvent } from "../../shared/event.ts";
import { escapeUnsafe, escapeUnsafeName } from "../../shared/text.ts";
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

/**
 * `2026-11-22 14:03:05 ada: text` with line breaks and everything a terminal
 * would act on as visible escapes.
 *
 * @param timeZone By its IANA name; else the one of this machine.
 */
export function textLines(timeZone?: string): MessageLines {
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
    return `${when} ${escapeUnsafeName(sender)}: ${escapeUnsafe(text)}`;
  };
  return (event) =>
    event.kind === "history" ? event.messages.map(line) : [line(event)];
}
