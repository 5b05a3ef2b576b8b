/**
 * Who somebody is, in words, with times as the reader's locale has them.
 *
 * @module
 */

import type { WhoisEvent } from "../../shared/event.ts";
import { inOneLine } from "../chat/room_words.ts";
import type { Calendar } from "./calendar.ts";

/** A time below this is not worth a word, in seconds. */
const LEAST_IDLE_S = 60;
const MINUTE_S = 60;
const HOUR_S = 60 * MINUTE_S;
const DAY_S = 24 * HOUR_S;

/** Returns who somebody is, one line under the other. */
export function whoisWords(
  event: WhoisEvent,
  calendar: Calendar,
  now: number,
): string {
  const { user, account, since, seen, idleS = 0, away, rooms, address } = event;
  const isHere = since !== undefined;
  const last = seen !== undefined && !isHere;
  return [
    `${user} ${account ? "has an account" : "is a guest"}`,
    ...(isHere ? [`here since ${calendar.since(since, now)}`] : []),
    ...(last ? [`last here at ${calendar.since(seen, now)}`] : []),
    ...(isHere || last || !account ? [] : ["not here"]),
    ...(idleS < LEAST_IDLE_S ? [] : [`said nothing for ${duration(idleS)}`]),
    ...(away === undefined ? [] : [`away: ${inOneLine(away)}`]),
    ...(rooms.length === 0 ? [] : [`in your rooms ${rooms.join(", ")}`]),
    ...(address === undefined ? [] : [`from ${address}`]),
  ].join("\n");
}

function duration(seconds: number): string {
  if (seconds < HOUR_S) return `${Math.floor(seconds / MINUTE_S)} min`;
  if (seconds < DAY_S) return `${Math.floor(seconds / HOUR_S)} h`;
  const days = Math.floor(seconds / DAY_S);
  return days === 1 ? "1 day" : `${days} days`;
}
