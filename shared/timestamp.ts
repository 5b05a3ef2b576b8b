/**
 * Timestamps as servers write them, read as times. Only forms that mean one
 * time are read; everything else is shown as it was written.
 *
 * @module
 */

/** Seconds since 1970 stay below this; milliseconds are above it. */
const LARGEST_SECONDS = 1e11;
/** What `Date` can hold, in milliseconds before and after 1970. */
const LARGEST_TIME = 8.64e15;

/**
 * A number in a text: seconds of 2001 to 2286, or the same in milliseconds.
 * Fewer digits are an hour or a date in disguise, such as `02.10`.
 */
const NUMBER = /^\d{10}(?:\d{3})?(?:\.\d+)?$/;

/** `2016-02-29T12:00:00.5Z`, or with a blank and without a zone. */
const ISO =
  /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(Z|[+-]\d\d:?\d\d)?$/i;

/** C's `asctime`: `Mon Feb 29 12:00:00 2016`. */
const ASCTIME =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) +(\d{1,2}) (\d\d):(\d\d):(\d\d) (\d{4})$/;

/** Only the time of a day. */
const TIME_OF_DAY = /^(\d{1,2}):(\d\d):(\d\d)(?:\.\d+)?$/;

const MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

/**
 * Returns the time that a timestamp means, in milliseconds since 1970.
 *
 * Read are numbers (seconds or milliseconds since 1970), ISO 8601 and
 * `Y-m-d H:M:S`, C's `asctime`, and `H:M:S` as a time of `now`'s day. What says
 * no zone is of this machine's.
 *
 * @param raw Any JSON value.
 * @param now The current time, in milliseconds since 1970.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { readTimestamp } from "./timestamp.ts";
 *
 * assertEquals(readTimestamp(1456747200), Date.UTC(2016, 1, 29, 12));
 * assertEquals(readTimestamp("02.10 25 Nov"), undefined);
 * ```
 */
export function readTimestamp(
  raw: unknown,
  now: number = Date.now(),
): number | undefined {
  if (typeof raw === "number") return timeOfNumber(raw);
  if (typeof raw !== "string") return undefined;
  const text = raw.trim();
  if (NUMBER.test(text)) return timeOfNumber(Number(text));
  return timeOfIso(text) ?? timeOfAsctime(text) ?? timeOfToday(text, now);
}

function timeOfNumber(number: number): number | undefined {
  const time = number < LARGEST_SECONDS ? number * 1000 : number;
  return Math.abs(time) <= LARGEST_TIME ? time : undefined;
}

function timeOfIso(text: string): number | undefined {
  const match = ISO.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second = "0"] = match;
  const [fraction = "", zone] = match.slice(7);
  const date = [Number(year), Number(month) - 1, Number(day)] as const;
  const time = [Number(hour), Number(minute), Number(second)] as const;
  const local = localTime(date, time);
  if (local === undefined) return undefined;
  const ms = Math.floor(Number(`0.${fraction || 0}`) * 1000);
  if (zone === undefined) return local + ms;
  return Date.UTC(...date, ...time) - offsetOf(zone) + ms;
}

function timeOfAsctime(text: string): number | undefined {
  const match = ASCTIME.exec(text);
  if (!match) return undefined;
  const [, month = "", day, hour, minute, second, year] = match;
  return localTime(
    [Number(year), MONTHS.indexOf(month) / 3, Number(day)],
    [Number(hour), Number(minute), Number(second)],
  );
}

function timeOfToday(text: string, now: number): number | undefined {
  const match = TIME_OF_DAY.exec(text);
  if (!match) return undefined;
  const [, hour, minute, second] = match;
  const today = new Date(now);
  return localTime(
    [today.getFullYear(), today.getMonth(), today.getDate()],
    [Number(hour), Number(minute), Number(second)],
  );
}

/** Returns nothing for a date or time that no calendar or clock has. */
function localTime(
  [year, month, day]: readonly [number, number, number],
  [hour, minute, second]: readonly [number, number, number],
): number | undefined {
  if (hour > 23 || minute > 59 || second > 60) return undefined; // 60: a leap second
  if (!isDate(year, month, day)) return undefined;
  return new Date(year, month, day, hour, minute, second).getTime();
}

/** `Date` takes 30 February for 1 March, and the year 16 for 1916. */
function isDate(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month, day));
  return date.getUTCFullYear() === year && date.getUTCMonth() === month &&
    date.getUTCDate() === day;
}

function offsetOf(zone: string): number {
  if (zone.toUpperCase() === "Z") return 0;
  const [hours, minutes] = [zone.slice(1, 3), zone.slice(-2)].map(Number);
  const ms = ((hours ?? 0) * 60 + (minutes ?? 0)) * 60_000;
  return zone.startsWith("-") ? -ms : ms;
}
