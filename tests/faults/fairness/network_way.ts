/**
 * A process that tries one way, for a network of its own. Lines that it is
 * asked: anything, answered when the way was tried.
 *
 * @module
 */

import { serveLines } from "../../support/helper_process.ts";
import { StoredFolders } from "./stored.ts";
import type { Way } from "./way.ts";
import { runWay, type WayOutcome, type WayTimes } from "./way_run.ts";

/** What it is given at its start. */
export interface NetworkWaySpec {
  readonly way: Way;
  readonly times: WayTimes;
  /** Where databases are kept; missing for nowhere. */
  readonly stored?: string | undefined;
}

/** What came of it. */
export interface NetworkWayOutcome extends Omit<WayOutcome, "memoryAfter"> {
  /** Bytes resident some time after. */
  readonly after: number;
}

if (import.meta.main) {
  // Who starts this process is ours and gives a whole spec.
  const spec = JSON.parse(Deno.args[0] ?? "") as NetworkWaySpec;
  await serveLines(async (): Promise<NetworkWayOutcome> => {
    await using folders = new StoredFolders(spec.stored);
    const outcome = await runWay(spec.way, spec.times, folders);
    const { memoryAfter, ...rest } = outcome;
    return { ...rest, after: await memoryAfter };
  });
}
