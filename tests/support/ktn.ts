/**
 * `ktn` as a process, run as a script would.
 *
 * @module
 */

import { PROGRAM } from "./program.ts";
import { type Ended, type Running, start } from "./running.ts";

/** How `ktn` is called. */
export const KTN: readonly string[] = PROGRAM;

/** Starts `ktn`; it is killed at the end of the test. */
export function startKtn(...args: readonly string[]): Running {
  return start([...KTN, ...args]);
}

/** Runs `ktn` to its end, with nothing more to read than this. */
export async function ktn(
  args: readonly string[],
  input?: string,
): Promise<Ended> {
  await using running = startKtn(...args);
  return await running.ended(input);
}

/** The objects of its output, one a line. */
export function objectsIn(out: string): readonly Record<string, unknown>[] {
  return out.split("\n").filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}
