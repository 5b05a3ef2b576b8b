/**
 * Comings and goings as items of a room: one sentence until somebody says
 * something.
 *
 * @module
 */

import type { PresenceEvent } from "../../shared/event.ts";
import { movesWithout, sizeOf } from "./content.ts";
import { type JoinChoice, worthShowing } from "./join_filter.ts";
import { type Fold, fold, MAX_FOLDED, NOBODY } from "./presence_fold.ts";
import type { Room } from "./room.ts";

/** Options for {@linkcode PresenceItems}. */
export interface PresenceItemsOptions {
  /** The folded name of who reads. */
  readonly me: string;
  readonly joins: JoinChoice;
  /** Clock in milliseconds since 1970. */
  readonly now: () => number;
}

/** Comings and goings that the next ones are gathered with. */
interface OpenFold {
  readonly moves: Fold;
  readonly room: Room;
  /** Number of their item. */
  readonly number: number;
}

/** Adds comings and goings to rooms. */
export class PresenceItems {
  readonly #options: PresenceItemsOptions;
  #last: OpenFold | undefined;

  /** Begins with nobody. */
  constructor(options: PresenceItemsOptions) {
    this.#options = options;
  }

  /** Adds who came and left, as far as that is worth showing. */
  add(room: Room, { joined, left }: PresenceEvent): void {
    const { me, joins: choice, now } = this.#options;
    const policy = { choice, room, now: now() };
    const [came = [], went = []] = [joined, left].map((names) =>
      worthShowing(names, policy)
    );
    const open = this.#openIn(room);
    const moves = fold(open?.moves ?? NOBODY, came, went);
    const content = movesWithout(moves, me);
    if (!content) return;
    const item = { time: now(), size: sizeOf(content), content };
    if (open) room.scrollback.replaceLast(item);
    else room.scrollback.append(item);
    this.#last = { moves, room, number: room.scrollback.end - 1 };
  }

  #openIn(room: Room): OpenFold | undefined {
    const last = this.#last;
    const isLast = last?.room === room &&
      last.number === room.scrollback.end - 1;
    return isLast && last.moves.size < MAX_FOLDED ? last : undefined;
  }
}
