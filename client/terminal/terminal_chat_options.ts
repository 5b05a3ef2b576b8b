/**
 * What a chat on a terminal is made with, and how it ends.
 *
 * @module
 */

import type { Target } from "../../shared/target.ts";
import type { Alert } from "../chat/mentions.ts";
import type { Room } from "../chat/room.ts";
import type { Transcript } from "../chat/transcript.ts";
import type { CloseReason } from "../connection/close_reason.ts";
import type { ConnectionOptions } from "../connection/connection.ts";
import type { Outgoing } from "../connection/unacked_messages.ts";
import type { UnackedStore } from "../connection/unacked_store.ts";
import type { ReadMarkerStore } from "../files/read_marker.ts";
import type { Calendar } from "../view/calendar.ts";
import type { ChatModel } from "./chat_model.ts";
import type { ChatView } from "./chat_view.ts";
import type { SecretOptions } from "./secret_prompt.ts";

/** Who types, as a chat needs them. */
export interface Typist {
  /** Gives a refused text back to who typed it, where it was typed. */
  readonly giveBack: (text: string, room: Room) => void;
  /**
   * Asks for something that is not to be seen.
   *
   * @returns nothing where somebody would rather not say.
   */
  readonly askSecret: (
    prompt: string,
    options?: SecretOptions,
  ) => Promise<string | undefined>;
  /** An answer was right, or is not asked for again. */
  readonly secretChecked: () => void;
}

/** Options for `TerminalChat`. */
export interface TerminalChatOptions extends Typist {
  readonly connection: Omit<
    ConnectionOptions,
    "listener" | "name" | "pending"
  >;
  readonly name: string;
  /**
   * Where to begin.
   *
   * @default the lobby
   */
  readonly target?: Target;
  /** What was called to get here, for people. */
  readonly address: string;
  /** What an earlier run left, and where this one's is kept. */
  readonly store: Pick<UnackedStore, "load" | "save">;
  /** Where it is kept how far was read. */
  readonly readMarkers: Pick<ReadMarkerStore, "save">;
  readonly transcript: Transcript;
  readonly model: ChatModel;
  readonly view: ChatView;
  readonly calendar: Calendar;
  /** Hears of what was said just now, not of the past. */
  readonly onAlert: (alert: Alert) => void;
  /** Hears that somebody is logged in, each time. */
  readonly onOnline?: () => void;
}

/** How a chat on a terminal ended. */
export interface TerminalEnding {
  readonly reason: CloseReason;
  /** What was called to get there, for people. */
  readonly address: string;
  /** What nobody confirmed. */
  readonly unsent: readonly Outgoing[];
  /** Whether it is kept and will be sent next time. */
  readonly isKept: boolean;
  /** Whether a time to give up after was asked for. */
  readonly hasTimeout: boolean;
}
