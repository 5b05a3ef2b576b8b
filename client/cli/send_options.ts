/**
 * What `ktn send` can be told: its flags, and the options they make. Light
 * enough for help to import.
 *
 * @module
 */

import type { Address } from "../../shared/address.ts";
import type { SavedServers } from "../../shared/config.ts";
import { type Flag, type Parsed, UsageError } from "../../shared/flags.ts";
import { isLegalId, MAX_ID_LENGTH } from "../../shared/ids.ts";
import { readDuration } from "../scripts/duration.ts";
import { findServer } from "./server_operand.ts";

/** The flags of `ktn send`. */
export const SEND_FLAGS: readonly Flag[] = [
  {
    name: "name",
    value: "NAME",
    help: "Who says it; your login name if not said",
  },
  {
    name: "id",
    value: "ID",
    help:
      "Stored once however often it is sent, by the same NAME; line N is ID.N",
    once: true,
  },
  {
    name: "whole",
    help: "All of standard input is one message, and not each line one",
    once: true,
  },
  {
    name: "timeout",
    value: "DURATION",
    help:
      "Try for so long, also when nothing listens yet; without it 60s, and only where something does",
  },
];

/** What is sent. */
export type Source =
  | { readonly kind: "text"; readonly text: string }
  /** Each line of standard input, or all of them as one. */
  | { readonly kind: "lines" | "whole" };

/** What `ktn send` was told. */
export interface SendOptions {
  readonly address: Address;
  /** Who to be; missing when nobody said. */
  readonly name?: string;
  readonly source: Source;
  /** Of the message, or what the ids of lines begin with. */
  readonly id?: string;
  /** How long to try, in milliseconds; missing when nobody said. */
  readonly timeoutMs?: number;
}

/** What is left for `.` and the number of a line. */
const NUMBER_LENGTH = 11;

/**
 * Reads what `ktn send` was told.
 *
 * @param isTyped whether somebody sits at standard input.
 * @throws {UsageError} when it cannot be understood.
 */
export function readSendOptions(
  parsed: Parsed,
  servers: SavedServers,
  isTyped: boolean,
): SendOptions {
  const [server, text, ...more] = parsed.operands;
  const address = findServer(server, servers);
  if (more.length > 0) {
    throw new UsageError(
      `Cannot use "${more.join(" ")}" after the text: quote all of it`,
    );
  }
  const source = sourceOf(text, parsed.isOn("whole"), isTyped);
  const id = readId(parsed, source);
  const name = parsed.text("name");
  const timeoutMs = readDuration(parsed, "timeout");
  return {
    address,
    source,
    ...(name === undefined ? {} : { name }),
    ...(id === undefined ? {} : { id }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  };
}

function sourceOf(
  text: string | undefined,
  isWhole: boolean,
  isTyped: boolean,
): Source {
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

function readId(parsed: Parsed, { kind }: Source): string | undefined {
  const id = parsed.text("id");
  if (id === undefined) return undefined;
  const most = MAX_ID_LENGTH - (kind === "lines" ? NUMBER_LENGTH : 0);
  if (isLegalId(id) && id.length <= most) return id;
  throw parsed.refusal("id", `1 to ${most} of A-Z a-z 0-9 . _ -`);
}
