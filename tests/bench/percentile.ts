/**
 * Order statistics of measurements.
 *
 * @module
 */

/**
 * Returns the value below which a share of the values is; NaN of nothing.
 *
 * @param sorted Ascending.
 * @param share From 0 to 1.
 */
export function percentile(sorted: ArrayLike<number>, share: number): number {
  const index = Math.min(
    Math.floor(sorted.length * share),
    sorted.length - 1,
  );
  return sorted[index] ?? NaN;
}

/** Returns the middle value, the mean of the two middle ones if need be. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(half) - 1], sorted[Math.floor(half)]];
  return low === undefined || high === undefined ? NaN : (low + high) / 2;
}
