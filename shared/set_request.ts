/**
 * The request that changes the settings of a room.
 *
 * @module
 */

import type { Identified } from "./call.ts";
import { conversationOf } from "./conversation_fields.ts";
import { ChatError } from "./errors.ts";
import { passwordOf } from "./password.ts";
import type { Fields } from "./fields.ts";
import { numbersOf, switchesOf, textOf } from "./request_fields.ts";

/**
 * What a member may read of what was said: all, only since the joining, or
 * only what is needed to resume.
 */
export type RoomHistory = "all" | "joined" | "none";

/** All settings of a room's history. */
export const ROOM_HISTORIES: readonly RoomHistory[] = ["all", "joined", "none"];

/** Longest time between two messages of one person, in seconds: a day. */
export const MAX_SLOW_S = 24 * 60 * 60;

/** Changes the settings of a room; what is missing stays. */
export interface SetRequest extends Identified {
  /** The name of the request. */
  readonly request: "set";
  /** The room; the lobby when missing. */
  readonly room?: string;
  /** Whether only the invited see it. */
  readonly private?: boolean;
  /** Its password, in NFC, 8-128 characters; "" takes it away. */
  readonly password?: string;
  /** What a member may read. */
  readonly history?: RoomHistory;
  /** Seconds between two messages of one person, up to a day; 0 for none. */
  readonly "slow_s"?: number;
  /** Whether only moderators and those with a voice may say something. */
  readonly moderated?: boolean;
}

/**
 * Reads a change of settings.
 *
 * @param version What the login asked for.
 * @throws {ChatError} `bad_request`, `bad_text` or `weak_password`.
 */
export function readSet(fields: Fields, version = 1): SetRequest {
  return {
    request: "set",
    ...conversationOf(fields, ["room"], version),
    ...switchesOf(fields, ["private", "moderated"]),
    ...passwordSettingOf(fields),
    ...historySettingOf(fields),
    ...slowSettingOf(fields),
  };
}

function passwordSettingOf(fields: Fields): { password?: string } {
  const { password } = fields;
  if ((password ?? undefined) === undefined) return {};
  return {
    password: password === "" ? password : passwordOf(fields, "password"),
  };
}

function historySettingOf(fields: Fields): { history?: RoomHistory } {
  if ((fields.history ?? undefined) === undefined) return {};
  const given = textOf(fields, "history");
  const history = ROOM_HISTORIES.find((each) => each === given);
  if (history !== undefined) return { history };
  throw new ChatError(
    "bad_request",
    `Cannot use this history: expected ${ROOM_HISTORIES.join(", ")}`,
  );
}

function slowSettingOf(fields: Fields): { "slow_s"?: number } {
  const slow = numbersOf(fields, ["slow_s"]);
  if ((slow.slow_s ?? 0) <= MAX_SLOW_S) return slow;
  throw new ChatError(
    "bad_request",
    `Cannot use this slow_s: expected 0 to ${MAX_SLOW_S}`,
  );
}
