/**
 * The end of a process at the end of a test, whether it still runs or not.
 *
 * @module
 */

import { within } from "./within.ts";

/** Kills a process, if it still runs; resolves when it has ended. */
export async function endProcess(process: Deno.ChildProcess): Promise<void> {
  try {
    process.kill("SIGKILL");
  } catch {
    // It has ended already.
  }
  await within(process.status, "the end of a killed process");
}
