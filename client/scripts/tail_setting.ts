/**
 * What a tail is made with.
 *
 * @module
 */

import type { Target } from "../../shared/target.ts";
import type { ConnectionOptions } from "../connection/connection_options.ts";
import type { ReadUpTo } from "./cursor_file.ts";
import type { MessageLines } from "./message_lines.ts";
import type { Notifier } from "./notifier.ts";
import type { Output } from "./output.ts";

/** Where a tail begins. */
export type Begin =
  | { readonly kind: "newest"; readonly count: number }
  | {
    readonly kind: "after";
    readonly position: ReadUpTo;
    /** Whether it was found by its time. */
    readonly isVague: boolean;
    /** Nothing older is wanted, in milliseconds since 1970. */
    readonly notBefore?: number;
    /** Whether a seq that is not there yet is no sign of another log. */
    readonly mayBeAhead?: true;
  };

/** Options for `Tail`. */
export interface TailSetting {
  readonly connection: Omit<
    ConnectionOptions,
    "listener" | "giveUpMs" | "login"
  >;
  readonly begin: Begin;
  /** Which conversations; all that one is in where it is missing. */
  readonly targets?: readonly Target[] | undefined;
  /** Whether it goes on with what comes. */
  readonly follows: boolean;
  /**
   * The version to log in with.
   *
   * @default {PROTOCOL_VERSION}
   */
  readonly version?: number | undefined;
  /** Longest time without a connection. */
  readonly giveUpMs: number;
  /** Whether that time was asked for. */
  readonly hasTimeout: boolean;
  /** Where messages go. */
  readonly out: Output;
  readonly notifier: Notifier;
  readonly toLines: MessageLines;
  /** Whether programs read what is written. */
  readonly json: boolean;
  /** Remembers up to where everything was written; throws when it cannot. */
  readonly remember: (position: ReadUpTo) => void;
}
