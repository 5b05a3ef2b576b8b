/**
 * A share of an event loop that always has time, for what is not about turns.
 *
 * @module
 */

import { Scheduler } from "../../server/scheduling/scheduler.ts";
import type { Share } from "../../server/scheduling/share.ts";

/** Returns a share for which nothing ever waits. */
export function freeShare(): Share {
  const scheduler = new Scheduler({ now: () => 0, later: () => () => {} });
  return scheduler.newShare();
}
