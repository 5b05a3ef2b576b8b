/**
 * The log: everything people must see in the same order, and the order itself.
 *
 * @module
 */

import type { ChatError } from "../../shared/errors.ts";
import type { Json } from "../../shared/json.ts";
import type { LogPlace } from "../../shared/log_place.ts";
import type { Target } from "../../shared/target.ts";
import type { SearchBudget } from "./search_budget.ts";

/**
 * What of a conversation is no message: it has its place in the order, and no
 * text.
 */
export interface Change {
  /** What changed: the code of the payload. */
  readonly code: "topic" | "room_changed";
  /** The fields of the payload. */
  readonly fields: Readonly<Record<string, Json>>;
}

/** One message, or one change, that has its place in the order. */
export interface Entry {
  /** Grows with every entry of the whole server; given at commit, never before. */
  readonly seq: number;
  /** When the log took it, in milliseconds since 1970; says nothing about order. */
  readonly time: number;
  /** The key of the conversation it is in; see `conversation.ts`. */
  readonly conversation: string;
  /** To whom it was said, in the words of the wire. */
  readonly target: Target;
  /** The name of who said it, as it was spelled then. */
  readonly author: string;
  /** The identity of who said it; 0 where it is not known. */
  readonly by: number;
  /** Whether that is an account. */
  readonly account?: true;
  /** What was said; empty in a change. */
  readonly text: string;
  /** The id it was sent with; for its author alone, and for an export. */
  readonly id?: string;
  /** What changed; missing in a message. */
  readonly change?: Change;
}

/** A message that wants a place in the log. */
export interface Draft extends Omit<Entry, "seq" | "time"> {
  /** When it was said, for what comes from another log; else the log's clock. */
  readonly time?: number;
  /**
   * Called once, when the entry is in this log and before anybody is shown it;
   * or when the draft is refused, whatever the reason.
   */
  readonly settle: (outcome: Outcome) => void;
}

/**
 * Returns the entry that a draft becomes.
 *
 * @param now In milliseconds since 1970; for a draft that says no time.
 */
export function entryOf(draft: Draft, seq: number, now: number): Entry {
  const { conversation, target, author, by, text, time = now } = draft;
  const entry: Writable<Entry> = {
    seq,
    time,
    conversation,
    target,
    author,
    by,
    text,
  };
  if (draft.account) entry.account = true;
  if (draft.id !== undefined) entry.id = draft.id;
  if (draft.change) entry.change = draft.change;
  return entry;
}

/** One that is being made. */
type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** What became of a draft. */
export type Outcome =
  | { readonly kind: "stored"; readonly entry: Entry }
  /** The id was stored before, with this seq. */
  | { readonly kind: "duplicate"; readonly seq: number }
  | { readonly kind: "refused"; readonly error: ChatError };

/** Which entries of a conversation somebody reads. */
export interface ConversationRange {
  /** The key of the conversation. */
  readonly key: string;
  /**
   * Only entries after this seq.
   *
   * @default {0}
   */
  readonly after?: number;
  /** Only entries up to this seq. */
  readonly upTo?: number;
}

/** Which conversations somebody reads. */
export interface ConversationQuery {
  /** In any order; of one with several ranges, what is in any of them. */
  readonly conversations: readonly ConversationRange[];
}

/** Which entries a page holds; always oldest first, over all conversations. */
export interface PageQuery extends ConversationQuery {
  /** The oldest entries after this seq. */
  readonly after?: number;
  /** Without `after`: the newest entries before this seq. */
  readonly before?: number;
  /** At most so many. */
  readonly limit: number;
  /**
   * No more after so many UTF-16 code units of text; the last entry may go
   * beyond.
   *
   * @default {MAX_PAGE_CHARS}
   */
  readonly maxChars?: number;
  /** Changes with one of these codes are left out. */
  readonly without?: ReadonlySet<Change["code"]>;
}

/** What a search looks for; it finds no changes. */
export interface SearchQuery extends ConversationQuery {
  /**
   * All of these words must be in the text, in any spelling and order; `word*`
   * stands for one that begins so.
   */
  readonly words: string;
  /** Only what this author said, in any spelling of the name. */
  readonly author?: string;
  /** Only entries before this seq. */
  readonly before?: number;
  /** At most so many, the newest. */
  readonly limit: number;
}

/** What one step of a search found. */
export interface SearchStep {
  /** The newest before `before`, oldest first; at most `limit`. */
  readonly entries: readonly Entry[];
  /** Everything from this seq on was looked at: go on with it as `before`. */
  readonly first: number;
  /** Whether there is nothing before `first`. */
  readonly isDone: boolean;
  /** Whether an index is being made, and the search takes longer meanwhile. */
  readonly isIndexing: boolean;
}

/** Whose unread messages are counted, and where. */
export interface UnreadQuery {
  /** The key of the conversation. */
  readonly key: string;
  /** What is read: everything up to this seq. */
  readonly after: number;
  /** The identity that reads; its own messages are not counted. */
  readonly reader: number;
  /** Folded names, any of which mentions the reader: its own one, and `all`. */
  readonly names: readonly string[];
}

/** At most so many are counted. */
export const MAX_UNREAD = 1000;

/** Messages of others that somebody has not read, up to {@linkcode MAX_UNREAD}. */
export interface Unread {
  readonly unread: number;
  /** Those in which the reader is mentioned. */
  readonly mentions: number;
}

/** Options every log takes. */
export interface LogOptions {
  /**
   * Shows a committed group, oldest first. Called in the same turn as the
   * commit, after every draft in it was settled: store, then ack, then show.
   */
  readonly onCommit: (group: readonly Entry[]) => void;
  /**
   * Clock in milliseconds since 1970.
   *
   * @default {Date.now}
   */
  readonly now?: () => number;
  /**
   * Called with what a commit, a `settle` or `onCommit` throws: a bug, which
   * stops nobody else's draft.
   *
   * @default {reportError}
   */
  readonly onBug?: (error: unknown) => void;
  /**
   * Whether a commit may be delayed, because nobody waits for an answer. Then
   * the log gathers until `drain()`, or for at most a few milliseconds.
   *
   * @default {() => false}
   */
  readonly mayDelay?: () => boolean;
}

/**
 * The one order of the server. Drafts that arrive in one turn are committed as
 * one group, when the storage has it: in this turn or a later one. `last` grows
 * before `onCommit` is called, in the same turn.
 */
export interface Log extends AsyncDisposable {
  /** The unique name of this log; seqs of different logs say nothing. */
  readonly name: string;
  /** Up to where the logs that this one goes on from are the same. */
  readonly ancestors: readonly LogPlace[];
  /** The newest seq; 0 while the log is empty. */
  readonly last: number;
  /** Everything after this seq is still there; 0 when nothing ever went. */
  readonly forgotten: number;
  /** Takes a draft; it is settled later, never from inside this call. */
  append(draft: Draft): void;
  /** Resolves when every draft taken so far is settled, and shown if stored. */
  drain(): Promise<void>;
  /** Reads a page. */
  page(query: PageQuery): Promise<readonly Entry[]>;
  /** Counts what somebody has not read in a conversation. */
  unread(query: UnreadQuery): Promise<Unread>;
  /** Returns the seq of the newest entry of a conversation; 0 without one. */
  lastOf(key: string): Promise<number>;
  /**
   * Erases the entries of a conversation up to a seq: what was said, by whom and
   * with which id is nowhere any more, also in files; seqs have no holes. What
   * could not be erased because the disk fails is so by the next call.
   */
  erase(key: string, upTo: number): Promise<void>;
  /**
   * Finds entries by their words. Does as much as may be done at once, so it may
   * find few, or nothing, where there is more.
   *
   * @param budget What may be done; by default a few milliseconds.
   */
  search(query: SearchQuery, budget?: SearchBudget): Promise<SearchStep>;
}
