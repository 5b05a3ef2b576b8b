/**
 * Waits for something that happens by itself, as long as it takes.
 *
 * @module
 */

/** Longest wait before a test fails, where it says nothing else. */
const MAX_MS = 10_000;

/** Resolves when `isTrue()` is; rejects when that takes too long. */
export async function until(
  isTrue: () => boolean | Promise<boolean>,
  what: string,
  maxMs = MAX_MS,
): Promise<void> {
  const end = performance.now() + maxMs;
  while (!await isTrue()) {
    if (performance.now() > end) throw new Error(`Waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
