/**
 * What a log in an SQLite file can be told.
 *
 * @module
 */

import type { RetentionNotice } from "./forgetter.ts";
import type { LogOptions } from "./log.ts";
import type { RetentionLimits } from "./retention.ts";
import type { OnTrouble } from "./trouble_reporter.ts";

/** Options for {@linkcode SqliteLog}. */
export interface SqliteLogOptions extends LogOptions, RetentionLimits {
  /**
   * Called when the store begins to fail, and, with `undefined`, when it works
   * again; also of every damaged message that is left out of an answer.
   *
   * @default {() => {}}
   */
  readonly onTrouble?: OnTrouble;
  /**
   * Called with what was forgotten, and when the clock is not believed.
   *
   * @default {() => {}}
   */
  readonly onRetention?: (notice: RetentionNotice) => void;
}
