/**
 * What a feed is made of: where it reads, to whom it sends, and whom it tells.
 *
 * @module
 */

import type { Dialect } from "../chat/entry_json.ts";
import type { Log } from "../log/log.ts";
import type { PageTurns } from "../log/page_turns.ts";
import type { RecentEntries } from "../log/recent_entries.ts";
import type { Link } from "../net/link.ts";

/** What a feed needs of its link. */
export type FeedLink = Pick<
  Link,
  "deliver" | "drained" | "isCongested" | "isOpen" | "send" | "share"
>;

/** Where a feed reads. */
export interface FeedSource {
  readonly log: Log;
  /** What many read at once. */
  readonly recent: RecentEntries;
  /** Who reads when. */
  readonly turns: PageTurns;
}

/** Who is notified when a feed cannot go on. */
export interface FeedOwner {
  /** What comes next is no longer in the log. */
  fellBehind(): void;
  /** What comes next cannot be read at the moment. */
  cannotRead(error: unknown): void;
}

/** Whose feed it is. */
export interface FeedUser {
  /** The identity. */
  readonly identity: number;
  /** Whether its program knows presence, and its own messages by their id. */
  readonly knowsOwnIds: boolean;
  /** What its program knows of beside that. */
  readonly dialect: Dialect;
}
