/**
 * What has a place in the server's order, as an item of a scrollback.
 *
 * @module
 */

import type {
  ChangeEvent,
  EntryEvent,
  MessageEvent,
} from "../../shared/event.ts";
import { contentsOf, isBy, isTime, note, sizeOf } from "./content.ts";
import type { ScrollbackItem } from "./scrollback.ts";

/**
 * Returns an entry as an item.
 *
 * @param me The reader's folded name.
 * @param now Stands for the time where a server does not say it.
 */
export function entryItem(
  event: EntryEvent,
  me: string,
  now: number,
): ScrollbackItem {
  return event.kind === "message"
    ? messageItem(event, me)
    : changeItem(event, me, now);
}

function messageItem(event: MessageEvent, me: string): ScrollbackItem {
  const { time, seq } = event;
  const isMine = isBy(event, me);
  return {
    ...(isTime(time) ? { time } : {}),
    message: seq === undefined ? { isMine } : { isMine, seq },
    size: sizeOf(event),
    content: event,
  };
}

/** What a room is about is news to nobody. */
function changeItem(
  event: ChangeEvent,
  me: string,
  now: number,
): ScrollbackItem {
  const [content = note(event.text)] = contentsOf(event, me);
  const time = isTime(event.time) ? event.time : now;
  return { time, size: sizeOf(content), content };
}
