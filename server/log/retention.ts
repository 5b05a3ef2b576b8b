/**
 * How long entries are kept: by age, by number, by size.
 *
 * @module
 */

/** What is kept; what is not given is not limited. */
export interface RetentionLimits {
  /** How old an entry may get, in milliseconds. */
  readonly keepMs?: number;
  /** How many entries are kept, the newest. */
  readonly keepMessages?: number;
  /** How many bytes the database may use. */
  readonly maxBytes?: number;
}

/** What a log holds, to compare with the limits. */
export interface LogExtent {
  readonly last: number;
  readonly forgotten: number;
  readonly usedBytes: number;
  /** Returns the first seq, of so many after one, that is not older than `time`. */
  firstSince(time: number, after: number, count: number): number | undefined;
}

/** Entries of one step: 2 to 5 ms. */
const STEP = 200;

/**
 * Returns the seq up to which the next small step forgets; `extent.forgotten`
 * when all limits hold. The oldest go first and without gaps, so an entry from
 * a clock that ran ahead keeps those after it for as long.
 */
export function nextToForget(
  limits: RetentionLimits,
  extent: LogExtent,
  now: number,
): number {
  const { last, forgotten } = extent;
  const upTo = Math.max(
    byNumber(limits, extent),
    byAge(limits, extent, now),
    bySize(limits, extent),
  );
  return Math.max(forgotten, Math.min(upTo, forgotten + STEP, last));
}

function byNumber(
  { keepMessages }: RetentionLimits,
  { last }: LogExtent,
): number {
  return keepMessages === undefined ? 0 : last - keepMessages;
}

function byAge(
  { keepMs }: RetentionLimits,
  extent: LogExtent,
  now: number,
): number {
  if (keepMs === undefined) return 0;
  const first = extent.firstSince(now - keepMs, extent.forgotten, STEP);
  return first === undefined ? extent.forgotten + STEP : first - 1;
}

function bySize({ maxBytes }: RetentionLimits, extent: LogExtent): number {
  if (maxBytes === undefined || extent.usedBytes <= maxBytes) return 0;
  return extent.forgotten + STEP;
}
