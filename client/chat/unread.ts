/**
 * Where the mark above what is new belongs. Knows nothing of how it looks and
 * of why something is new.
 *
 * @module
 */

import type { ReadPosition } from "../files/read_marker.ts";
import type { Room } from "./room.ts";

/** Marks what is new, unless there is a mark above what was not seen. */
export function markFrom(room: Room, number: number, time: number): void {
  const { marker, seenTo } = room.reading;
  if (marker && marker.number >= seenTo) return;
  room.reading.mark(number, time);
}

/** Marks the first that others said from a paragraph on, and goes there. */
export function markMissed(room: Room, from: number, since: number): void {
  const { scrollback, reading } = room;
  for (let at = from; at < scrollback.end; at++) {
    if (scrollback.at(at)?.said?.isMine !== false) continue;
    markFrom(room, at, since);
    if (reading.isFollowing) reading.toMarker();
    return;
  }
}

/** Marks the first that others said after a place in the log, and goes there. */
export function markUnread(room: Room, { seq, time }: ReadPosition): void {
  const { scrollback, reading } = room;
  for (let at = scrollback.first; at < scrollback.end; at++) {
    const said = scrollback.at(at)?.said;
    if (!said || said.isMine || (said.seq ?? 0) <= seq) continue;
    reading.mark(at, time);
    reading.toMarker();
    room.hadRead(at, seq);
    return;
  }
}
