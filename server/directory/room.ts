/**
 * A room as the directory keeps it: how it is called and what its rules are, not
 * who is in it.
 *
 * @module
 */

import type { Json } from "../../shared/json.ts";
import { LOBBY } from "../../shared/names.ts";
import {
  count,
  fieldsOf,
  flag,
  optionalCount,
  optionalText,
  text,
  word,
} from "./record_fields.ts";

/** What of a room may be read by whom joins later: see the protocol. */
export type RoomHistory = "all" | "joined" | "none";

/** What owners set. */
export type RoomSettings = {
  readonly private: boolean;
  /** The scrypt string of what one needs to join. */
  readonly password?: string;
  readonly history: RoomHistory;
  /** Seconds between two messages of one member; 0: as fast as anywhere. */
  readonly slow: number;
  /** Only moderators may say something. */
  readonly moderated: boolean;
};

/** What is stored of a room. */
export type RoomRecord = RoomSettings & {
  readonly name: string;
  /** Empty where none was set. */
  readonly topic: string;
  /** Who set it, as spelled. */
  readonly topicBy?: string;
  /** The seq of the entry that set it. */
  readonly topicSeq?: number;
  /** The seq of the entry that set the rules last. */
  readonly setSeq?: number;
  /** When it was made, in milliseconds since 1970. */
  readonly made: number;
  /** The identity that made it; 0: nobody did. */
  readonly by: number;
  /** Since when nobody is in it. */
  readonly emptySince?: number;
};

/** A room as others know it; never changed, but replaced. */
export interface RoomState extends Readonly<RoomRecord> {
  /** Given once; 0 is the lobby. */
  readonly number: number;
}

/** The number of the lobby, in which everybody is. */
export const LOBBY_NUMBER = 0;

/** The lobby as long as nobody has changed it. */
export const NEW_LOBBY: RoomState = {
  number: LOBBY_NUMBER,
  name: LOBBY,
  topic: "",
  private: false,
  history: "all",
  slow: 0,
  moderated: false,
  made: 0,
  by: 0,
};

/**
 * Returns under which key the log keeps what is said in a room: another one for
 * a room that is made again under the same name.
 */
export function roomConversation({ number, name }: RoomState): string {
  return number === LOBBY_NUMBER ? LOBBY : `${number}#${name}`;
}

/** Returns the key of a room's record. */
export function roomKey(number: number): string {
  return `room/${number}`;
}

/** Returns what is stored of a room. */
export function roomRecordOf({ number: _, ...record }: RoomState): RoomRecord {
  return record;
}

/** Reads a stored room; @throws {RecordDamage} */
export function readRoom(value: Json): RoomRecord {
  const fields = fieldsOf(value);
  const password = optionalText(fields, "password");
  const topicBy = optionalText(fields, "topicBy");
  const topicSeq = optionalCount(fields, "topicSeq");
  const setSeq = optionalCount(fields, "setSeq");
  const emptySince = optionalCount(fields, "emptySince");
  return {
    name: text(fields, "name"),
    topic: text(fields, "topic"),
    ...(topicBy !== undefined && { topicBy }),
    ...(topicSeq !== undefined && { topicSeq }),
    ...(setSeq !== undefined && { setSeq }),
    private: flag(fields, "private"),
    ...(password !== undefined && { password }),
    history: word(fields, "history", ["all", "joined", "none"]),
    slow: count(fields, "slow"),
    moderated: flag(fields, "moderated"),
    made: count(fields, "made"),
    by: count(fields, "by"),
    ...(emptySince !== undefined && { emptySince }),
  };
}
