/**
 * The flags of `ktn rooms`, and the options they set. Light enough for help to
 * import.
 *
 * @module
 */

import type { Flag, FlagValues } from "../../shared/flag.ts";
import type { Parsed } from "../../shared/flags.ts";
import type { SavedServers } from "../../shared/saved_server.ts";
import { SWITCH } from "../../shared/value_type.ts";
import { ASK_FLAGS, type AskOptions, readAskOptions } from "./query_options.ts";

const OWN_FLAGS = [
  {
    name: "all",
    type: SWITCH,
    help: "Also those you may join; always so without a --name",
    cliOnly: true,
  },
] as const satisfies readonly Flag[];

/** The flags of `ktn rooms`. */
export const ROOMS_FLAGS = [...OWN_FLAGS, ...ASK_FLAGS] as const;

/** Options of `ktn rooms`. */
export interface RoomsOptions
  extends AskOptions, FlagValues<typeof OWN_FLAGS> {}

/**
 * Reads the options of `ktn rooms`.
 *
 * @throws {UsageError} when it cannot be understood.
 */
export function readRoomsOptions(
  parsed: Parsed,
  servers: SavedServers,
): RoomsOptions {
  return { ...readAskOptions(parsed, servers), ...parsed.values(OWN_FLAGS) };
}
