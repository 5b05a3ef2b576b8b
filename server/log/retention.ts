/**
 * How long entries are kept: by age, by number, by size.
 * Knows nothing of tables and timers.
 *
 * @module
 */

/** What is kept; what is not given is not limited. */
export interface RetentionLimits {
  /** How old an entry may get, in milliseconds. */
  readonly keepMs?: number;
  /** How many entries are kept. */
  readonly keepMessages?: number;
  /** How many bytes the database may use. */
  readonly maxBytes?: number;
}

/** What the limits are held against. */
export interface Kept {
  readonly last: number;
  readonly forgotten: number;
  readonly usedBytes: number;
  /** Returns the first seq, of so many after one, that is not older than `time`. */
  firstSince(time: number, after: number, count: number): number | undefined;
}

/** Entries of one step: 2 to 5 ms. */
const STEP = 200;

/**
 * Returns the seq up to which the next small step forgets; `kept.forgotten`
 * when all limits hold. The oldest go first and without gaps, so an entry from
 * a clock that ran ahead keeps those after it for as long.
 */
export function nextToForget(
  limits: RetentionLimits,
  kept: Kept,
  now: number,
): number {
  const { last, forgotten } = kept;
  const upTo = Math.max(
    byNumber(limits, kept),
    byAge(limits, kept, now),
    bySize(limits, kept),
  );
  return Math.max(forgotten, Math.min(upTo, forgotten + STEP, last));
}

function byNumber({ keepMessages }: RetentionLimits, { last }: Kept): number {
  return keepMessages === undefined ? 0 : last - keepMessages;
}

function byAge({ keepMs }: RetentionLimits, kept: Kept, now: number): number {
  if (keepMs === undefined) return 0;
  const first = kept.firstSince(now - keepMs, kept.forgotten, STEP);
  return first === undefined ? kept.forgotten + STEP : first - 1;
}

function bySize({ maxBytes }: RetentionLimits, kept: Kept): number {
  if (maxBytes === undefined || kept.usedBytes <= maxBytes) return 0;
  return kept.forgotten + STEP;
}
