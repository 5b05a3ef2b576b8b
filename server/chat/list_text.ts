/**
 * A list as a text that must fit: as many whole items as there is room for, and
 * how many more there are.
 *
 * @module
 */

/** As much as " and 60000 more" needs, with what stands before it. */
const REST_BYTES = 20;

/** Returns how many items, from the first on, fit into so many bytes. */
export function countThatFit(
  items: readonly string[],
  maxBytes: number,
  bytesOf: (item: string) => number,
): number {
  let bytes = 0;
  let count = 0; // of those that leave room for the rest to be counted
  for (const [index, item] of items.entries()) {
    bytes += bytesOf(item);
    if (bytes > maxBytes) return count;
    if (bytes <= maxBytes - REST_BYTES) count = index + 1;
  }
  return items.length;
}

/** Joins the first `count` items, and adds how many more there are. */
export function joinFirst(
  items: readonly string[],
  count: number,
  separator: string,
): string {
  const rest = items.length - count;
  const last = rest > 0 ? [`and ${rest} more`] : [];
  return [...items.slice(0, count), ...last].join(separator);
}
