/**
 * What was said in a room before all that stands there: where that begins, and
 * whether there is unread among it.
 *
 * @module
 */

import { entriesOf } from "../../shared/entry_event.ts";
import type { EntryEvent, HistoryEvent } from "../../shared/event.ts";
import type { ReadPlace, Room } from "./room.ts";
import type { ScrollbackItem } from "./scrollback.ts";

/** Options for {@linkcode RoomPast}. */
export interface RoomPastOptions {
  readonly room: Room;
  /** Returns an entry as it stands in the room. */
  readonly itemOf: (entry: EntryEvent) => ScrollbackItem;
  /** Returns up to where was read in an earlier run, where that is known. */
  readonly readBefore: () => ReadPlace | undefined;
  /** Tells whether all that stands there is in the log the server has now. */
  readonly hasOneLog: () => boolean;
}

/** The past of one room. */
export class RoomPast {
  /** The room whose past it is. */
  readonly room: Room;
  readonly #options: RoomPastOptions;
  /** Whether nothing was said before what stands here. */
  #isWhole = false;
  /** A page may reach further back than its oldest message. */
  #lookedTo = Infinity;

  /** Takes what stands in the room. */
  constructor(options: RoomPastOptions) {
    this.#options = options;
    this.room = options.room;
  }

  /**
   * The oldest place in the server's order that stands here; missing where
   * that is in another log than the server has now.
   */
  get oldestSeq(): number | undefined {
    if (!this.#options.hasOneLog()) return undefined;
    const { scrollback } = this.room;
    for (let at = scrollback.first; at < scrollback.end; at++) {
      const seq = scrollback.at(at)?.message?.seq;
      if (seq !== undefined) return seq;
    }
    return undefined;
  }

  /** The place before which everything is missing here, where that is known. */
  get before(): number | undefined {
    if (!this.#options.hasOneLog()) return undefined;
    const oldest = this.oldestSeq ?? this.room.liveFrom;
    return oldest === undefined ? undefined : Math.min(oldest, this.#lookedTo);
  }

  /** Whether there is unread from before what stands here. */
  get hasOlderUnread(): boolean {
    const place = this.#options.readBefore();
    const { oldestSeq } = this;
    return place !== undefined && oldestSeq !== undefined &&
      !this.#isWhole && oldestSeq > place.seq + 1;
  }

  /** Whether there is no room for older messages. */
  get isFull(): boolean {
    return this.room.scrollback.isFull;
  }

  /** Puts older messages in front; returns how many there was room for. */
  prepend(page: HistoryEvent): number {
    const { scrollback } = this.room;
    const before = scrollback.first;
    const items = entriesOf(page).map((each) => this.#options.itemOf(each));
    scrollback.prepend(items);
    if (page.first !== undefined) {
      this.#lookedTo = Math.min(page.first, this.#lookedTo);
    }
    return before - scrollback.first;
  }

  /** Notes that nothing was said before what stands here. */
  noteBeginning(): void {
    this.#isWhole = true;
  }

  /** Goes to the oldest message that was not read in an earlier run. */
  jumpToFirstUnread(): void {
    const { room } = this;
    const place = this.#options.readBefore();
    if (!place) room.passTo(room.scrollback.end);
    else room.jumpToFirstUnread(place, this.hasOlderUnread);
  }
}
