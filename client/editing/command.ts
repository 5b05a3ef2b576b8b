/**
 * One command, and what it may do.
 *
 * @module
 */

import type { Request } from "../../shared/request.ts";
import type { CommandHelp } from "./help.ts";
import type { KeyHelp } from "./key_bindings.ts";
import type { RoomContext } from "./room_context.ts";

/** What a command may do. */
export interface CommandContext {
  /** Whether the server is an old one, which may know requests of its own. */
  readonly isLegacyServer: boolean;
  /** What can be done with rooms; or why there are none, as a sentence. */
  readonly rooms: RoomContext | string;
  /** The keys there are where it is typed. */
  readonly keys: readonly KeyHelp[];
  /** Sends a request; its answer is shown like everything else. */
  ask(request: Request): void;
  /** Shows a text of the client itself. */
  note(text: string): void;
  /** Shows what is wrong. */
  warn(text: string): void;
  /** Shows when the last message was said, in full. */
  info(): void;
  /** Connects again without waiting. */
  reconnect(): void;
  /** Leaves the chat. */
  quit(): void;
}

/** What a word of a command stands for, so that Tab can complete it. */
export type ArgumentKind = "command" | "number" | "person" | "room" | "text";

/** One command. */
export interface ChatCommand extends CommandHelp {
  /** What follows it, in order; the last one stands for all that follow. */
  readonly arguments: readonly ArgumentKind[];
  /** Whether a line with it is forgotten: it may hold a password. */
  readonly isSecret?: true | ((argument: string) => boolean);
  /** Why it cannot be done where the server has no rooms; set if it cannot. */
  readonly withoutRooms?: string;
  readonly run: (context: CommandContext, argument: string) => void;
}
