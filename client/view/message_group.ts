/**
 * Messages of one person in a row, who is named once: what the head of a
 * message has to say below the one above it.
 *
 * @module
 */

import type { MessageEvent } from "../../shared/event.ts";
import { isTime } from "../chat/content.ts";
import type { ScrollbackItem } from "../chat/scrollback.ts";
import type { HeadForm } from "./message_head.ts";

const MINUTE_MS = 60_000;

/**
 * Returns what the head of an item has to say.
 *
 * @param above The item above, if nothing stands between.
 * @param isMention Tells whether a message names who reads; those say it.
 */
export function headUnder(
  above: ScrollbackItem | undefined,
  { content }: ScrollbackItem,
  isMention: (event: MessageEvent) => boolean,
): HeadForm {
  const before = above?.content;
  if (before?.kind !== "message" || content.kind !== "message") return "full";
  const isSame = content.sender !== undefined && content.sender !== "" &&
    content.sender === before.sender;
  if (!isSame || isMention(content)) return "full";
  if (!isTime(before.time) || !isTime(content.time)) return "full";
  return minuteOf(before.time) === minuteOf(content.time) ? "none" : "time";
}

/** Minutes begin alike in every time zone of today. */
function minuteOf(time: number): number {
  return Math.floor(time / MINUTE_MS);
}
