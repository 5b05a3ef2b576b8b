/**
 * What was begun in rooms and talks that are not looked at: each has a draft of
 * its own.
 *
 * @module
 */

import type { Room } from "../chat/room.ts";
import { lineOf } from "../editing/line.ts";
import { type Draft, EMPTY_DRAFT } from "../editing/line_editor.ts";

/** The drafts of all rooms. */
export class RoomDrafts {
  readonly #drafts = new WeakMap<Room, Draft>();

  /** Returns what was begun in a room. */
  of(room: Room): Draft {
    return this.#drafts.get(room) ?? EMPTY_DRAFT;
  }

  /** Keeps what was begun in a room. */
  keep(room: Room, draft: Draft): void {
    this.#drafts.set(room, draft);
  }

  /** Gives a text back to be edited, unless something else was begun there. */
  giveBack(room: Room, text: string): void {
    if (this.of(room).text !== "") return;
    this.keep(room, { ...EMPTY_DRAFT, ...lineOf(text) });
  }
}
