/**
 * The log in memory (`--data none`): the newest entries, gone with the process.
 *
 * @module
 */

import { foldName } from "../../shared/names.ts";
import { blankOf } from "./blank_entry.ts";
import { CommitQueue, type Written } from "./commit_queue.ts";
import { EntryMatch } from "./entry_match.ts";
import { isOfOthers } from "./author_counts.ts";
import { mentionsIn } from "./mentions.ts";
import {
  type Draft,
  type Entry,
  entryOf,
  type Log,
  type LogOptions,
  MAX_UNREAD,
  type Outcome,
  type PageQuery,
  type SearchQuery,
  type SearchStep,
  type Unread,
  type UnreadQuery,
} from "./log.ts";
import { outcomeOfRepeat, useOfId } from "./repeated_id.ts";
import { PageFilter } from "./page_filter.ts";
import { PageSpace } from "./page_space.ts";
import { SearchBudget } from "./search_budget.ts";

/** How many entries are kept when nobody says otherwise. */
export const MAX_ENTRIES = 10_000;

/** Options for {@linkcode MemoryLog}. */
export interface MemoryLogOptions extends LogOptions {
  /**
   * How many entries are kept; their ids are kept as long.
   *
   * @default {MAX_ENTRIES}
   */
  readonly maxEntries?: number;
}

/** A ring of the newest entries. Sequences have no gaps, so a seq is a place. */
export class MemoryLog implements Log {
  /** The unique name of this log. */
  readonly name = crypto.randomUUID();
  /** It goes on from no other. */
  readonly ancestors = [];
  readonly #now: () => number;
  readonly #maxEntries: number;
  readonly #queue: CommitQueue;
  readonly #ring: Entry[] = [];
  /** The full id of each entry of the ring: building it again takes longer. */
  readonly #ids: (string | undefined)[] = [];
  readonly #seqOfId = new Map<string, number>();
  #last = 0;

  /** Makes an empty log. */
  constructor(options: MemoryLogOptions) {
    const { now = Date.now, maxEntries = MAX_ENTRIES } = options;
    this.#now = now;
    this.#maxEntries = maxEntries;
    this.#queue = new CommitQueue((drafts) => this.#write(drafts), options);
  }

  /** The newest seq; 0 while the log is empty. */
  get last(): number {
    return this.#last;
  }

  /** The newest seq that was dropped; 0 when nothing ever was. */
  get forgotten(): number {
    return Math.max(0, this.#last - this.#maxEntries);
  }

  /** Takes a draft; it is settled at the end of the turn or soon after. */
  append(draft: Draft): void {
    this.#queue.append(draft);
  }

  /** Settles every draft taken so far, before it returns. */
  drain(): Promise<void> {
    return this.#queue.drain();
  }

  /** Reads a page. */
  page(query: PageQuery): Promise<readonly Entry[]> {
    const { after, before } = query;
    const filter = new PageFilter(query);
    return Promise.resolve(
      after === undefined
        ? this.#newest(before, new PageSpace(query), filter)
        : this.#oldest(after, new PageSpace(query), filter),
    );
  }

  /** Counts what somebody has not read in a conversation. */
  unread({ key, after, reader, names }: UnreadQuery): Promise<Unread> {
    let [unread, mentions] = [0, 0];
    const start = Math.max(after, this.forgotten);
    for (let seq = start + 1; seq <= this.#last; seq++) {
      const entry = this.#entry(seq);
      if (entry?.conversation !== key || !isOfOthers(entry, reader)) continue;
      unread++;
      const mentioned = mentionsIn(entry.text);
      if (names.some((name) => mentioned.has(name))) mentions++;
    }
    return Promise.resolve({
      unread: Math.min(unread, MAX_UNREAD),
      mentions: Math.min(mentions, MAX_UNREAD),
    });
  }

  /** Returns the seq of the newest entry of a conversation; 0 without one. */
  lastOf(key: string): Promise<number> {
    let seq = this.#last;
    while (seq > this.forgotten && this.#entry(seq)?.conversation !== key) {
      seq--;
    }
    return Promise.resolve(seq > this.forgotten ? seq : 0);
  }

  /** Erases the entries of a conversation up to a seq. */
  erase(key: string, upTo: number): Promise<void> {
    const last = Math.min(upTo, this.#last);
    for (let seq = this.forgotten + 1; seq <= last; seq++) {
      const entry = this.#entry(seq);
      if (entry?.conversation === key) this.#erase(entry);
    }
    return Promise.resolve();
  }

  /** Finds entries by their words, the newest first, a step at a time. */
  search(
    query: SearchQuery,
    budget = new SearchBudget(),
  ): Promise<SearchStep> {
    const match = new EntryMatch(query);
    const oldest = this.forgotten + 1;
    let first = Math.min(query.before ?? Infinity, this.#last + 1);
    if (!match.canMatch) first = oldest;
    const found: Entry[] = [];
    while (first > oldest) {
      const entry = this.#entry(--first);
      budget.spend(1);
      if (entry && match.has(entry)) found.push(entry);
      if (found.length >= query.limit || budget.isSpent) break;
    }
    const isDone = first <= oldest;
    const entries = found.reverse();
    return Promise.resolve({ entries, first, isDone, isIndexing: false });
  }

  /** Settles what is left. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.drain();
  }

  #write(drafts: readonly Draft[]): Written {
    const time = this.#now();
    const group: Entry[] = [];
    const outcomes = drafts.map((draft) => this.#store(draft, time, group));
    return { outcomes, group };
  }

  #store(draft: Draft, now: number, group: Entry[]): Outcome {
    const id = fullIdOf(draft);
    const first = id === undefined ? undefined : this.#seqOfId.get(id);
    const stored = first === undefined ? undefined : this.#entry(first);
    const repeat = stored && outcomeOfRepeat(
      useOfId(draft, this.#last + 1),
      useOfId(stored, stored.seq),
    );
    if (repeat) return repeat;
    const entry = entryOf(draft, this.#last + 1, now);
    this.#keep(entry, id);
    group.push(entry);
    return { kind: "stored", entry };
  }

  #keep(entry: Entry, id: string | undefined): void {
    const { seq } = entry;
    const place = seq % this.#maxEntries;
    const oldId = this.#ids[place];
    const isOldest = oldId !== undefined &&
      this.#seqOfId.get(oldId) === seq - this.#maxEntries;
    if (isOldest) this.#seqOfId.delete(oldId);
    this.#ring[place] = entry;
    this.#ids[place] = id;
    if (id !== undefined) this.#seqOfId.set(id, seq);
    this.#last = seq;
  }

  #erase(entry: Entry): void {
    const place = entry.seq % this.#maxEntries;
    const id = this.#ids[place];
    if (id !== undefined && this.#seqOfId.get(id) === entry.seq) {
      this.#seqOfId.delete(id);
    }
    this.#ring[place] = blankOf(entry);
    this.#ids[place] = undefined;
  }

  #oldest(
    after: number,
    space: PageSpace,
    filter: PageFilter,
  ): Entry[] {
    const page: Entry[] = [];
    let seq = Math.max(after, this.forgotten);
    while (seq < this.#last && !space.isFull) {
      const entry = this.#entry(++seq);
      if (!entry || !filter.has(entry)) continue;
      space.take(entry);
      page.push(entry);
    }
    return page;
  }

  #newest(
    before: number | undefined,
    space: PageSpace,
    filter: PageFilter,
  ): Entry[] {
    const page: Entry[] = [];
    let seq = Math.min(before ?? Infinity, this.#last + 1);
    while (seq > this.forgotten + 1 && !space.isFull) {
      const entry = this.#entry(--seq);
      if (!entry || !filter.has(entry)) continue;
      space.take(entry);
      page.push(entry);
    }
    return page.reverse();
  }

  #entry(seq: number): Entry | undefined {
    return this.#ring[seq % this.#maxEntries];
  }
}

/** Returns the id together with whose it is; undefined when there is none. */
function fullIdOf({ author, id }: Draft): string | undefined {
  return id === undefined ? undefined : `${foldName(author)} ${id}`;
}
