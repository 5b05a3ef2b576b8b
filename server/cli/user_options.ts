/**
 * The flags and operands of `ktn user`, and what they mean together.
 *
 * @module
 */

import type { Flag } from "../../shared/flag.ts";
import { type Parsed, UsageError } from "../../shared/flags.ts";
import { FILE, SWITCH } from "../../shared/value_type.ts";
import {
  OPERATOR_COMMANDS,
  type OperatorCommand,
} from "../directory/operator_request.ts";
import { DATA_FLAG } from "./data_options.ts";

/** The flags of `ktn user`. */
export const USER_FLAGS: readonly Flag[] = [
  {
    name: "password-file",
    type: FILE,
    help: "The password, as the first line of a file; else it is asked for",
    cliOnly: true,
  },
  {
    name: "json",
    type: SWITCH,
    help: "List accounts as JSON objects, one a line",
  },
  DATA_FLAG,
];

/** What is asked for. */
export interface UserOptions {
  readonly command: OperatorCommand;
  /** Whose account; empty for `list`. */
  readonly name: string;
}

/**
 * Reads the operands.
 *
 * @throws {UsageError} when they are none there are.
 */
export function readUserOptions({ operands }: Parsed): UserOptions {
  const [word, name = ""] = operands;
  const command = OPERATOR_COMMANDS.find((known) => known === word);
  if (!command) {
    throw new UsageError(`user needs one of ${OPERATOR_COMMANDS.join(", ")}`);
  }
  if (command !== "list" && name === "") {
    throw new UsageError(`user ${command} needs a NAME`);
  }
  if (command === "list" && name !== "") {
    throw new UsageError("user list takes no NAME");
  }
  return { command, name };
}
