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
const HAS_ZONE = /(?:Z|[+-]\d\d:\d\d)$/i;

/**
 * Reads where to begin.
 *
 * @param text A seq such as `120`; a time such as `2026-11-22`,
 * `2026-11-22T14:03` or `2026-11-22 14:03:05`, here or with `Z` or `+01:00` at
 * its end; or how long ago: `90s`, `30m`, `2h`, `7d`, `1w`.
 * @param now In milliseconds since 1970.
 * @returns nothing when it is none of these.
 */
export function readSince(text: string, now: number): Since | undefined {
  if (/^\d+$/.test(text)) {
    const seq = Number(text);
    return Number.isSafeInteger(seq) ? { kind: "seq", seq } : undefined;
  }
  const ago = HAS_UNIT.test(text) ? parseDuration(text) : undefined;
  const time = ago === undefined ? readTime(text) : now - ago;
  return time === undefined ? undefined : { kind: "time", time };
}

function readTime(text: string): number | undefined {
  try {
    if (HAS_ZONE.test(text)) {
      return Temporal.Instant.from(text).epochMilliseconds;
    }
    return Temporal.PlainDateTime.from(text, { overflow: "reject" })
      .toZonedDateTime(Temporal.Now.timeZoneId()).epochMilliseconds;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
