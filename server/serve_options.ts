/**
 * The options of a server.
 *
 * @module
 */

import type { ScryptCost } from "./directory/scrypt_string.ts";
import type { HistoryForm } from "./chat/history_page.ts";
import type { RetentionLimits } from "./log/retention.ts";
import type { AddressLimits } from "./net/admission.ts";
import type { LogFormat, LogLevel } from "./logging/logger.ts";

/** What `ktn serve` was asked for. */
export interface ServeOptions extends AddressLimits {
  /** Address to listen on. */
  readonly hostname: string;
  /** Port to listen on; 0 for any free one. */
  readonly port: number;
  /** Where the history is kept; null for in memory only. */
  readonly dataFolder: string | null;
  /** What is kept of it; nothing is forgotten without limits. */
  readonly retention: RetentionLimits;
  /** How long a lost connection keeps its name, in milliseconds. */
  readonly graceMs: number;
  /** Messages shown to whoever joins. */
  readonly historyLength: number;
  /** What old clients want their history to be. */
  readonly historyForm: HistoryForm;
  /** Names, help and history for old clients stay under so many bytes. */
  readonly bareBytes: number;
  /** How often one client may ask; null for as often as it likes. */
  readonly rate: { readonly burst: number; readonly perSecond: number } | null;
  /** What everybody has to know who logs in; missing: nothing. */
  readonly serverPassword?: string;
  /**
   * Whether people may make accounts themselves.
   *
   * @default {true}
   */
  readonly registration?: boolean;
  /**
   * What hashing a password costs.
   *
   * @default {USUAL_COST}
   */
  readonly passwordCost?: ScryptCost;
  /** Connections at once. */
  readonly maxClients: number;
  /** Files the process may have open; tried out where it is not known. */
  readonly maxFiles?: number | undefined;
  /** How soon a client must log in, in milliseconds. */
  readonly loginMs: number;
  /** How much is logged. */
  readonly logLevel: LogLevel;
  /** For people or for programs. */
  readonly logFormat: LogFormat;
}
