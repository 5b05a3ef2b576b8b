/**
 * A length of time as people write it, in milliseconds.
 *
 * @module
 */

const DURATION = /^(\d+(?:\.\d+)?)(ms|s|m|h|d|w)?$/;
const UNIT_MS: ReadonlyMap<string, number> = new Map([
  ["ms", 1],
  ["s", 1000],
  ["m", 60_000],
  ["h", 3_600_000],
  ["d", 86_400_000],
  ["w", 604_800_000],
]);

/**
 * Reads a duration such as `500ms`, `30s`, `1.5m`, `2h`, `7d` or `1w`; bare
 * numbers are seconds.
 *
 * @returns whole milliseconds, or nothing when it is none.
 */
export function parseDuration(text: string): number | undefined {
  const [, count, unit = "s"] = DURATION.exec(text) ?? [];
  if (count === undefined) return undefined;
  return Math.round(Number(count) * (UNIT_MS.get(unit) ?? NaN));
}
