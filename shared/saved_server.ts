/**
 * Servers that the configuration file gives names.
 *
 * @module
 */

import type { Settings } from "./flags.ts";

/** A server under a name of one's own. */
export interface SavedServer {
  /** Where it is, as people type it. */
  readonly host: string;
  /** Where the file says so, for errors. */
  readonly origin: string;
  /** Defaults of the commands that use it. */
  readonly settings: Settings;
}

/** Saved servers by name. */
export type SavedServers = ReadonlyMap<string, SavedServer>;
