/**
 * Waiting in line for a name: programs that speak under one name speak one
 * after another, as long as none of them keeps it.
 *
 * @module
 */

import { type Disconnect, isNameTaken } from "./close_reason.ts";
import { retryMsOf } from "./retry_schedule.ts";

/** Decides how long to wait for a name. */
export class NameQueue {
  readonly #maxMs: number;
  #since: number | undefined;

  /** Takes the longest wait. */
  constructor(maxMs: number) {
    this.#maxMs = maxMs;
  }

  /** Whether a session that ended so was refused a name worth waiting for. */
  waits(end: Disconnect): boolean {
    if (!isNameTaken(end)) return false;
    const now = performance.now();
    this.#since ??= now;
    return now - this.#since + retryMsOf(end) < this.#maxMs;
  }
}
