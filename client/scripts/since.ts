/**
 * Where to begin in a log, as people write it: a seq, a date and time, or how
 * long ago.
 *
 * @module
 */

import { parseDuration } from "../../shared/duration.ts";

/** From where on. */
export type Since =
  /** After the message with this seq. */
  | { readonly kind: "seq"; readonly seq: number }
  /** From this time on, in milliseconds since 1970. */
  | { readonly kind: "time"; readonly time: number };

const HAS_UNIT = /[a-z]$/;
const HAS_ZONE = /[T ]\d.*(?:Z|[+-]\d\d(?::?\d\d)?)$/i;
/** The seconds of 2001 to 2286, as `date +%s` writes them, or milliseconds. */
const EPOCH = /^\d{10}(?:\d{3})?$/;
/** Digits that are a date, perhaps with a time, and could be a seq as well. */
const DATE_OR_SEQ =
  /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:(?:\d\d){2,3})?$/;
const DAY = /^(today|yesterday)(?:[T ](.+))?$/;
const TIME_OF_DAY = /^\d{1,2}:\d\d(?::\d\d)?$/;

/**
 * Reads where to begin.
 *
 * @param text A seq such as `120`, or `seq:20261122` where it reads like
 * something else; a time such as `2026-11-22`, `2026-11-22T14:03` or
 * `2026-11-22 14:03:05`, here or with `Z` or `+01:00` at its end; `today`,
 * `yesterday`, or `yesterday 14:03`; `14:03`, the last time it was; seconds or
 * milliseconds since 1970; or how long ago: `90s`, `30m`, `2h`, `7d`, `1w`.
 * @param now In milliseconds since 1970.
 * @returns nothing when it is none of these, or could be two of them.
 */
export function readSince(text: string, now: number): Since | undefined {
  if (isDateOrSeq(text)) return undefined;
  if (EPOCH.test(text)) {
    const time = Number(text) * (text.length > 10 ? 1 : 1000);
    return { kind: "time", time };
  }
  const [, digits] = /^(?:seq:)?(\d+)$/.exec(text) ?? [];
  if (digits !== undefined) {
    const seq = Number(digits);
    return Number.isSafeInteger(seq) ? { kind: "seq", seq } : undefined;
  }
  const ago = HAS_UNIT.test(text) ? parseDuration(text) : undefined;
  const time = ago === undefined ? readTime(text, now) : now - ago;
  return time === undefined ? undefined : { kind: "time", time };
}

/** Tells whether digits could be meant as a date as well as a seq. */
export function isDateOrSeq(text: string): boolean {
  return DATE_OR_SEQ.test(text);
}

function readTime(text: string, now: number): number | undefined {
  try {
    if (HAS_ZONE.test(text)) {
      return Temporal.Instant.from(text).epochMilliseconds;
    }
    return localTime(text, now).epochMilliseconds;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** @throws {RangeError} when it is no time. */
function localTime(text: string, now: number): Temporal.ZonedDateTime {
  const timeZone = Temporal.Now.timeZoneId();
  const today = Temporal.Instant.fromEpochMilliseconds(now)
    .toZonedDateTimeISO(timeZone).toPlainDate();
  const yesterday = today.subtract({ days: 1 });
  const at = (date: Temporal.PlainDate, hour: string) =>
    date.toZonedDateTime({
      timeZone,
      plainTime: Temporal.PlainTime.from(hour.replace(/^\d:/, "0$&")),
    });
  const [, day, hour = "00:00"] = DAY.exec(text) ?? [];
  if (day !== undefined) return at(day === "today" ? today : yesterday, hour);
  if (TIME_OF_DAY.test(text)) {
    const time = at(today, text);
    return time.epochMilliseconds > now ? at(yesterday, text) : time;
  }
  return Temporal.PlainDateTime.from(text, { overflow: "reject" })
    .toZonedDateTime(timeZone);
}
