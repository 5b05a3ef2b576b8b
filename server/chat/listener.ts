/**
 * Who hears what is said, and what there is to hear: a room, or all that is said
 * to one person alone.
 *
 * @module
 */

import type { Batch } from "./batch.ts";
import type { Payload } from "./payload.ts";

/** What somebody can hear as one. */
export interface Conversation {
  /** Under which keys the log has it: a room one, a person one for each talk. */
  readonly keys: readonly string[];
  /** Everything in it up to this seq was shown to those who hear it. */
  readonly shown: number;
}

/** A conversation with those who hear it at the moment. */
export interface Audience extends Conversation {
  shown: number;
  readonly listeners: Iterable<Listener>;
}

/** A conversation, and from where on somebody may read it. */
export interface Hearing {
  readonly conversation: Conversation;
  /** Only what comes after this seq. */
  readonly after: number;
}

/** Somebody who hears what is said. */
export interface Listener {
  /** Shows entries of the conversations it hears; what it throws is a bug. */
  show(batch: Batch): void;
  /** Reads on from the log, after a bug in `show()`. */
  readOn(): void;
  /** Sends who came and left, if the listener's program knows presence. */
  tell(presence: Payload): void;
  /** Hears one more conversation from here on. */
  hear(hearing: Hearing): void;
  /**
   * Hears a conversation no longer.
   *
   * @param upTo The last seq that it may still show.
   * @param then Called once it has shown all up to there.
   */
  ignore(conversation: Conversation, upTo: number, then: () => void): void;
}
