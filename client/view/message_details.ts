/**
 * Everything there is to know about a message, in a sentence. Knows nothing of
 * where it is shown.
 *
 * @module
 */

import type { MessageEvent } from "../../shared/event.ts";
import { type Calendar, isTime } from "./calendar.ts";

/** Returns who said the message that was told last, and when, in full. */
export function describeLast(
  last: MessageEvent | undefined,
  calendar: Calendar,
): string {
  if (!last) return "Nothing was said yet";
  const { sender = "", time, timestamp, room, seq } = last;
  const when = isTime(time) ? calendar.full(time) : timestamp;
  const where = room === undefined ? "" : `, in ${room}`;
  const place = seq === undefined ? "" : `, number ${seq} of the server`;
  return `The last message is by ${sender}, ${when}${where}${place}`;
}
