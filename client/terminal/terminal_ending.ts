/**
 * How a chat on a terminal ended, for whoever says goodbye. Types only.
 *
 * @module
 */

import type { Ending } from "../connection/ending.ts";
import type { Outgoing } from "../connection/pending.ts";

/** How a chat on a terminal ended. */
export interface TerminalEnding {
  readonly ending: Ending;
  /** What nobody confirmed. */
  readonly unsent: readonly Outgoing[];
  /** Whether it is kept and will be sent next time. */
  readonly isKept: boolean;
  /** Whether a time to give up after was asked for. */
  readonly hasTimeout: boolean;
}
