/**
 * What a connection is made with.
 *
 * @module
 */

import type { ConnectionEvents } from "./connection_events.ts";
import type { CredentialsOptions } from "./credentials.ts";
import type { Dial } from "./dial_in_time.ts";
import type { LoginOptions } from "./login.ts";
import type { Backoff } from "./retry_schedule.ts";
import type { Timeouts } from "./timeouts.ts";
import type { UnackedMessages } from "./unacked_messages.ts";

/** Options for `Connection`. */
export interface ConnectionOptions extends CredentialsOptions {
  readonly dial: Dial;
  readonly name: string;
  readonly pending: UnackedMessages;
  readonly nextId: () => string;
  readonly backoff: Backoff;
  readonly listener: ConnectionEvents;
  /** What it asks for when it logs in. */
  readonly login?: LoginOptions;
  /** Whether it goes on trying when not even the first try worked. */
  readonly keepsTrying?: boolean;
  /**
   * Longest wait for a name that another has at the first login, in
   * milliseconds; `keepsTrying` waits as long as for everything else.
   *
   * @default {0}
   */
  readonly nameWaitMs?: number;
  /**
   * Longest time without being online, in milliseconds.
   *
   * @default {Infinity}
   */
  readonly giveUpMs?: number | undefined;
  /** How long a session waits for what. */
  readonly timeouts?: Timeouts;
  /**
   * Clock in milliseconds since 1970.
   *
   * @default {Date.now}
   */
  readonly now?: () => number;
}
