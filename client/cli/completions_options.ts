/**
 * The flags of `ktn completions`, as a table; light enough for help to import.
 *
 * @module
 */

import type { Flag } from "../../shared/flags.ts";

/** The flags of `ktn completions`. */
export const COMPLETIONS_FLAGS: readonly Flag[] = [
  {
    name: "servers",
    help: "What can stand for a server, a line each; for the scripts",
    once: true,
    hidden: true,
  },
];
