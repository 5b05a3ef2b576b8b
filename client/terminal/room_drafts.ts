/**
 * What was begun in rooms and talks that are not looked at: each has a draft of
 * its own.
 *
 * @module
 */

import type { Room } from "../chat/room.ts";
import { lineOf } from "../editing/line.ts";
import { EMPTY_DRAFT, type LineDraft } from "../editing/line_editor.ts";

/** The drafts of all rooms. */
export class RoomDrafts {
  readonly #drafts = new WeakMap<Room, LineDraft>();

  /** Returns what was begun in a room. */
  of(room: Room): LineDraft {
    return this.#drafts.get(room) ?? EMPTY_DRAFT;
  }

  /** Keeps what was begun in a room. */
  keep(room: Room, draft: LineDraft): void {
    this.#drafts.set(room, draft);
  }

  /** Gives a text back to be edited, unless something else was begun there. */
  giveBack(room: Room, text: string): void {
    if (this.of(room).text !== "") return;
    this.keep(room, { ...EMPTY_DRAFT, ...lineOf(text) });
  }
}
