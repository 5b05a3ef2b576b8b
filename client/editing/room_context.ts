/**
 * What commands about rooms and people may do.
 *
 * @module
 */

import type { Target } from "../../shared/target.ts";

/** The rooms of who types, and what can be done with them. */
export interface RoomContext {
  /** The name of who types. */
  readonly me: string;
  /** What is looked at. */
  readonly here: Target;
  /** What the room that is looked at is about; "" for nothing. */
  readonly topic: string;
  /** Who sent the last direct message, if anybody did. */
  readonly lastSender: Target | undefined;
  /** Goes to a room; `false` where one is not in it. */
  goTo(room: string): boolean;
  /** Goes to the talk with somebody. */
  openTalk(name: string): void;
  /** Takes the talk that is looked at out of the list; it stays stored. */
  closeTalk(): void;
  /** Says something somewhere else than where one looks. */
  sayTo(target: Target, text: string): void;
  /**
   * Asks for something that is not to be seen.
   *
   * @returns nothing where somebody would rather not say.
   */
  askSecret(prompt: string): Promise<string | undefined>;
}

/** Where lines are only added. */
export const NO_ROOMS_IN_LINES =
  "Not where lines are only added: ktn connect without --plain and --screen-reader has it";
/** On servers that are older than rooms. */
export const NO_ROOMS_ON_SERVER = "This server has no rooms and no accounts";
/** Before the server has said what it is. */
export const NOT_CONNECTED = "Not connected now";
