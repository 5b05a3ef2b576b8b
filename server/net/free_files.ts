/**
 * How many more files this process may open. Only the system knows the limit
 * and Deno has no way to ask for it, so it is tried out.
 *
 * @module
 */

const NOTHING = "/dev/null";

/**
 * Returns how many more files can be open, counted up to `max`; a thousand take
 * about 15 ms. Where it cannot be tried, such as on Windows, it is `max`.
 */
export function countFreeFiles(max: number): number {
  const files: Deno.FsFile[] = [];
  try {
    while (files.length < max) files.push(Deno.openSync(NOTHING));
  } catch (error) {
    return isOutOfFiles(error) ? files.length : max;
  } finally {
    for (const file of files) file.close();
  }
  return max;
}

/** Whether the limit of open files, of the process or the system, is reached. */
export function isOutOfFiles(error: unknown): boolean {
  return error instanceof Error && /os error (23|24)\b/.test(error.message);
}
