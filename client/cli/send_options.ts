/**
 * The flags of `ktn send`, and the options they set. Light enough for help to
 * import.
 *
 * @module
 */

import type { Address } from "../../shared/address.ts";
import type { Flag, FlagValues } from "../../shared/flag.ts";
import { type Parsed, UsageError } from "../../shared/flags.ts";
import { isLegalId, MAX_ID_LENGTH } from "../../shared/ids.ts";
import type { SavedServers } from "../../shared/saved_server.ts";
import type { Target } from "../../shared/target.ts";
import { SWITCH, text } from "../../shared/value_type.ts";
import { findServer } from "./server_operand.ts";
import {
  NAME,
  PASSWORD_FLAGS,
  readTarget,
  ROOM_FLAG,
  TO_FLAG,
} from "./conversation_options.ts";
import { TIMEOUT_FLAG } from "./query_options.ts";

/** The flags of `ktn send`. */
export const SEND_FLAGS = [
  {
    name: "name",
    type: NAME,
    help: "Who says it; your login name if not said",
  },
  ROOM_FLAG,
  TO_FLAG,
  {
    name: "id",
    type: text("ID"),
    help:
      "Stored once however often it is sent, by the same NAME, which it needs where there is no login name; line N is ID.N",
    cliOnly: true,
  },
  {
    name: "whole",
    type: SWITCH,
    help: "All of standard input is one message, and not each line one",
    cliOnly: true,
  },
  ...PASSWORD_FLAGS,
  TIMEOUT_FLAG,
] as const satisfies readonly Flag[];

/** What is sent. */
export type TextSource =
  | { readonly kind: "text"; readonly text: string }
  /** Each line of standard input, or all of them as one. */
  | { readonly kind: "lines" | "whole" };

/** Options of `ktn send`. */
export interface SendOptions
  extends Omit<FlagValues<typeof SEND_FLAGS>, "room" | "to" | "whole"> {
  readonly address: Address;
  /** Where it goes. */
  readonly target: Target;
  readonly source: TextSource;
}

/** What is left for `.` and the number of a line. */
const NUMBER_LENGTH = 11;

/**
 * Reads the options of `ktn send`.
 *
 * @param isTyped whether somebody sits at standard input.
 * @throws {UsageError} when it cannot be understood.
 */
export function readSendOptions(
  parsed: Parsed,
  servers: SavedServers,
  isTyped: boolean,
): SendOptions {
  const [server, text] = parsed.operands;
  const address = findServer(server, servers);
  const { whole, room: _, to: __, ...options } = parsed.values(SEND_FLAGS);
  const source = sourceOf(text, whole, isTyped);
  checkId(parsed, source);
  return { ...options, address, target: readTarget(parsed), source };
}

function sourceOf(
  text: string | undefined,
  isWhole: boolean,
  isTyped: boolean,
): TextSource {
  if (text === undefined || text === "-") {
    if (text === undefined && isTyped) {
      throw new UsageError("Cannot send nothing: ktn send HOST TEXT");
    }
    return { kind: isWhole ? "whole" : "lines" };
  }
  if (isWhole) {
    throw new UsageError("--whole is for standard input, and not for a TEXT");
  }
  if (text === "") throw new UsageError("Cannot send an empty message");
  return { kind: "text", text };
}

/** How long an id may be depends on what is sent. */
function checkId(parsed: Parsed, { kind }: TextSource): void {
  const id = parsed.text("id");
  if (id === undefined) return;
  const most = MAX_ID_LENGTH - (kind === "lines" ? NUMBER_LENGTH : 0);
  if (isLegalId(id) && id.length <= most) return;
  throw parsed.refusal("id", `1 to ${most} of A-Z a-z 0-9 . _ -`);
}
