/**
 * `ktn` as a process, run from its sources as a script would.
 *
 * @module
 */

import { type Ended, type Running, start } from "./running.ts";

const MAIN = new URL("../../main.ts", import.meta.url).pathname;

/** How `ktn` is called. */
export const KTN: readonly string[] = [
  ...[Deno.execPath(), "run", "--no-prompt", "-A", MAIN],
];

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
