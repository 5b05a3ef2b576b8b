/**
 * The log in memory (`--data none`): the newest entries, gone with the process.
 * Knows nothing of files.
 *
 * @module
 */

import { foldName } from "../../shared/names.ts";
import { GroupCommit } from "./group_commit.ts";
import type {
  Draft,
  Entry,
  Log,
  LogOptions,
  Outcome,
  PageQuery,
  SearchQuery,
} from "./log.ts";
import { wordsOf } from "./words.ts";

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

/** An entry, and the key under which its id is found again. */
interface Kept {
  readonly entry: Entry;
  readonly key: string | undefined;
}

/** A ring of the newest entries. Sequences have no gaps, so a seq is a place. */
export class MemoryLog implements Log {
  /** Tells this log from every other. */
  readonly name = crypto.randomUUID();
  readonly #onCommit: (group: readonly Entry[]) => void;
  readonly #now: () => number;
  readonly #maxEntries: number;
  readonly #gathered: GroupCommit<Draft>;
  readonly #ring: Kept[] = [];
  readonly #seqOfKey = new Map<string, number>();
  #last = 0;

  /** Makes an empty log. */
  constructor(
    { onCommit, now = Date.now, isBusy, maxEntries = MAX_ENTRIES }:
      MemoryLogOptions,
  ) {
    this.#onCommit = onCommit;
    this.#now = now;
    this.#maxEntries = maxEntries;
    this.#gathered = new GroupCommit({
      commit: (drafts) => this.#commit(drafts),
      isBusy,
    });
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
    this.#gathered.add(draft);
  }

  /** Settles every draft taken so far. */
  flush(): void {
    this.#gathered.flush();
  }

  /** Reads a page. */
  page({ room, after, before, limit }: PageQuery): Promise<readonly Entry[]> {
    const isInRoom = (entry: Entry) => entry.room === room;
    return Promise.resolve(
      after === undefined
        ? this.#newest(before, limit, isInRoom)
        : this.#oldest(after, limit, isInRoom),
    );
  }

  /** Finds entries by their words, oldest first. */
  search(
    { words, rooms, author, before, limit }: SearchQuery,
  ): Promise<readonly Entry[]> {
    const wanted = wordsOf(words);
    if (wanted.length === 0) return Promise.resolve([]);
    const name = author === undefined ? undefined : foldName(author);
    return Promise.resolve(
      this.#newest(before, limit, (entry) =>
        rooms.includes(entry.room) &&
        (name === undefined || foldName(entry.author) === name) &&
        hasWords(entry.text, wanted)),
    );
  }

  /** Settles what is left. */
  [Symbol.asyncDispose](): Promise<void> {
    this.flush();
    return Promise.resolve();
  }

  #commit(drafts: readonly Draft[]): void {
    const time = this.#now();
    const group: Entry[] = [];
    const outcomes = drafts.map((draft) => this.#store(draft, time, group));
    drafts.forEach(({ settle }, index) => {
      const outcome = outcomes[index];
      if (outcome) settle(outcome);
    });
    if (group.length > 0) this.#onCommit(group);
  }

  #store(draft: Draft, now: number, group: Entry[]): Outcome {
    const { room, author, text, id, time = now } = draft;
    const key = id === undefined ? undefined : `${foldName(author)} ${id}`;
    const first = key === undefined ? undefined : this.#seqOfKey.get(key);
    if (first !== undefined) return { kind: "duplicate", seq: first };
    const entry = { seq: this.#last + 1, time, room, author, text };
    this.#keep({ entry, key });
    group.push(entry);
    return { kind: "stored", entry };
  }

  #keep(kept: Kept): void {
    const { entry: { seq }, key } = kept;
    const place = seq % this.#maxEntries;
    const oldKey = this.#ring[place]?.key;
    if (oldKey !== undefined) this.#seqOfKey.delete(oldKey);
    this.#ring[place] = kept;
    if (key !== undefined) this.#seqOfKey.set(key, seq);
    this.#last = seq;
  }

  #oldest(
    after: number,
    limit: number,
    isWanted: (entry: Entry) => boolean,
  ): Entry[] {
    const page: Entry[] = [];
    let seq = Math.max(after, this.forgotten);
    while (seq < this.#last && page.length < limit) {
      const entry = this.#entry(++seq);
      if (entry && isWanted(entry)) page.push(entry);
    }
    return page;
  }

  #newest(
    before: number | undefined,
    limit: number,
    isWanted: (entry: Entry) => boolean,
  ): Entry[] {
    const page: Entry[] = [];
    let seq = Math.min(before ?? Infinity, this.#last + 1);
    while (seq > this.forgotten + 1 && page.length < limit) {
      const entry = this.#entry(--seq);
      if (entry && isWanted(entry)) page.push(entry);
    }
    return page.reverse();
  }

  #entry(seq: number): Entry | undefined {
    return this.#ring[seq % this.#maxEntries]?.entry;
  }
}

function hasWords(text: string, wanted: readonly string[]): boolean {
  const found = new Set(wordsOf(text));
  return wanted.every((word) => found.has(word));
}
