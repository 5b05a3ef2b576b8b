/**
 * How long, as people write it. Knows nothing of what takes so long.
 *
 * @module
 */

import type { Parsed } from "../../shared/flags.ts";

const DURATION = /^(\d+(?:\.\d+)?)(ms|s|m|h|d|w)?$/;
const UNIT_MS: ReadonlyMap<string, number> = new Map([
  ["ms", 1],
  ["s", 1000],
  ["m", 60_000],
  ["h", 3_600_000],
  ["d", 86_400_000],
  ["w", 604_800_000],
]);
/** Longest time a timer can wait; longer ones would fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * Reads the duration a flag is set to; at most what a timer can wait.
 *
 * @returns milliseconds, or nothing when nobody set the flag.
 * @throws {UsageError} when it is none.
 */
export function readDuration(parsed: Parsed, name: string): number | undefined {
  const text = parsed.text(name);
  if (text === undefined) return undefined;
  const ms = parseDuration(text) ?? 0;
  if (ms === 0) throw parsed.refusal(name, "a time such as 30s or 5m");
  return Math.min(ms, MAX_TIMER_MS);
}

/**
 * Reads a duration such as `500ms`, `30s`, `5m`, `2h`, `7d` or `1w`; bare
 * numbers are seconds.
 *
 * @returns milliseconds, or nothing when it is none.
 */
export function parseDuration(text: string): number | undefined {
  const match = DURATION.exec(text);
  const unit = UNIT_MS.get(match?.[2] ?? "s");
  return match && unit ? Number(match[1]) * unit : undefined;
}
