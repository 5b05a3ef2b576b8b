/**
 * How many more files this process may open. Only the system knows the limit
 * and Deno has no way to ask for it, so it is tried out.
 *
 * @module
 */

const NOTHING = "/dev/null";

/**
 * Returns how many more files can be open, counted up to `max`; a thousand take
 * about 45 ms, in which Linux makes room for them in five steps. Where it cannot be tried, such as on Windows, it is `max`.
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

/**
 * Opens so many files beside the event loop and closes them. Linux makes room
 * for the files of a process in steps, whenever twice as many are open, and whoever
 * opens one waits 8 ms for it; so it is better done before clients come.
 *
 * @param signal Ends it early.
 */
export async function makeRoomForFiles(
  count: number,
  signal: AbortSignal,
): Promise<void> {
  const files: Deno.FsFile[] = [];
  try {
    while (files.length < count && !signal.aborted) {
      files.push(await Deno.open(NOTHING));
    }
  } catch {
    // then clients wait for it
  } finally {
    for (const file of files) file.close();
  }
}

/** Whether the limit of open files, of the process or the system, is reached. */
export function isOutOfFiles(error: unknown): boolean {
  return error instanceof Error && /os error (23|24)\b/.test(error.message);
}
