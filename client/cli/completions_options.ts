/**
 * The flags of `ktn completions`, as a table; light enough for help to import.
 *
 * @module
 */

import type { Flag } from "../../shared/flag.ts";
import { SWITCH } from "../../shared/value_type.ts";

/** The flags of `ktn completions`. */
export const COMPLETIONS_FLAGS: readonly Flag[] = [
  {
    name: "servers",
    type: SWITCH,
    help: "What can stand for a server, a line each; for the scripts",
    cliOnly: true,
    hidden: true,
  },
];
