/**
 * The flags of the commands for stored messages, as a table.
 *
 * @module
 */

import type { Flag } from "../../shared/flag.ts";
import { FOLDER, SWITCH } from "../../shared/value_type.ts";
import { usualDataFolder } from "../log/data_folder.ts";

/** Where the history is; the same folder as of `ktn serve`. */
export const DATA_FLAG: Flag = {
  name: "data",
  type: FOLDER,
  usual: usualDataFolder,
  help: "Where the history is, if not in the usual place",
};

/** The flags of `ktn export`. */
export const EXPORT_FLAGS: readonly Flag[] = [
  {
    name: "json",
    type: SWITCH,
    help: "One JSON object a line, which ktn import reads",
  },
  {
    name: "with-secrets",
    type: SWITCH,
    help: "With --json: with hashes of passwords and tokens, for a move",
    cliOnly: true,
  },
  DATA_FLAG,
];
