/**
 * The index of words of the SQLite log: where a word may be. It is made after
 * the commit, when it is quiet, in small steps; what it does not have yet is
 * looked for in the entries themselves. A search trusts it only where it says
 * that a word is not there.
 *
 * @module
 */

import type { DatabaseSync } from "node:sqlite";
import { foldName } from "../../shared/names.ts";
import { isBlank } from "./blank_entry.ts";
import type { BlockTable } from "./block_table.ts";
import type { EntryMatch } from "./entry_match.ts";
import type { Entry } from "./log.ts";
import type { MetadataTable } from "./metadata_table.ts";
import { CREATE_WORDS } from "./schema.ts";
import type { SearchBudget } from "./search_budget.ts";
import { searchedText, type Term } from "./search_words.ts";
import { indexTerms } from "./tokenizer.ts";
import { Candidates, placeOf, startOf, windowOf } from "./window.ts";
import { WordTable } from "./word_table.ts";

/** Entries of one step, 1 to 3 ms; fewer where they are long, or differ much. */
const STEP = 128;
const STEP_WORDS = 1000;
const STEP_CHARS = 32_768;

/** Entries that are read at once. */
const READ = 64;

/**
 * Author and conversation are indexed as words too, behind marks no word begins
 * with: so that a rare author's common word is found without reading every
 * entry that has the word.
 */
const AUTHOR_MARK = "~";
const CONVERSATION_MARK = "#";

/** More words that begin alike, or conversations, are not looked up. */
const MAX_BEGINNINGS = 256;
const MAX_CONVERSATIONS = 16;

/** What a look-up takes, in entries that could be read meanwhile. */
const LOOK_UP_COST = 4;

/** Knows the words of the entries up to a seq; in its caller's transactions. */
export class WordIndex {
  readonly #database: DatabaseSync;
  readonly #blocks: BlockTable;
  readonly #metadata: MetadataTable;
  #words: WordTable;

  /** Prepares the statements. */
  constructor(
    database: DatabaseSync,
    blocks: BlockTable,
    metadata: MetadataTable,
  ) {
    this.#database = database;
    this.#blocks = blocks;
    this.#metadata = metadata;
    this.#words = new WordTable(database);
  }

  /** The words of every entry up to this seq are in it. */
  get position(): number {
    return this.#metadata.seq("indexed");
  }

  /** Indexes the next few entries, up to a seq; returns whether there are more. */
  step(last: number): boolean {
    const { position } = this;
    const window = windowOf(position + 1);
    const end = Math.min(last, position + STEP, startOf(window + 1) - 1);
    const places = new PlacesOfWords();
    let upTo = position;
    while (upTo < end && !places.isFull) {
      upTo = this.#gather(upTo, Math.min(upTo + READ, end), places);
    }
    for (const [word, list] of places) this.#words.add(window, word, list);
    this.#metadata.set("indexed", upTo);
    return upTo < last;
  }

  /**
   * Returns which entries of a window may be what is looked for; undefined when
   * none is.
   */
  candidates(
    window: number,
    match: EntryMatch,
    budget: SearchBudget,
  ): Candidates | undefined {
    const candidates = new Candidates(window);
    for (const lists of this.#lists(window, match)) {
      budget.spend(LOOK_UP_COST + lists.length);
      if (lists.every((places) => places === "")) return undefined;
      candidates.keep(lists);
    }
    return candidates;
  }

  /** Forgets entries, which were the oldest, up to a seq. */
  forget(entries: readonly Entry[], upTo: number): void {
    const newest = new Map<string, number>();
    for (const { seq, ...entry } of entries) {
      for (const word of wordsOf(entry)) {
        newest.set(word, Math.max(seq, newest.get(word) ?? 0));
      }
    }
    for (const [word, seq] of newest) {
      this.#words.forget(windowOf(seq), word, placeOf(seq));
    }
    this.#words.forgetBefore(windowOf(upTo + 1));
    if (upTo > this.position) this.#metadata.set("indexed", upTo);
  }

  /** Forgets what was said in entries that were erased. */
  erase(entries: readonly Entry[]): void {
    const { position } = this;
    for (const { seq, ...entry } of entries) {
      if (seq > position) continue;
      for (const word of wordsOf(entry)) {
        this.#words.remove(windowOf(seq), word, placeOf(seq));
      }
    }
  }

  /**
   * Begins to make the index anew, step by step. The old one stays in the file
   * under another name: freeing pages that a wrong one names could free those of
   * the messages.
   */
  reset(): void {
    this.#database.exec(
      `ALTER TABLE words RENAME TO ${
        nextName(this.#database)
      }; ${CREATE_WORDS}`,
    );
    this.#words = new WordTable(this.#database);
    this.#metadata.set("indexed", 0);
  }

  /** Reads entries until there is enough of them; returns up to which seq. */
  #gather(after: number, upTo: number, places: PlacesOfWords): number {
    for (const entry of this.#blocks.between(after, upTo)) {
      if (isBlank(entry)) continue;
      places.add(entry);
      if (places.isFull) return entry.seq;
    }
    return upTo;
  }

  /** Yields, for each thing that is looked for, where it may be. */
  *#lists(
    window: number,
    { words, author, ranges }: EntryMatch,
  ): Generator<readonly string[]> {
    if (author !== undefined) {
      yield [this.#words.places(window, AUTHOR_MARK + author)];
    }
    for (const term of words.terms) {
      const lists = this.#listsOf(window, term);
      if (lists) yield lists;
    }
    if (ranges.size > MAX_CONVERSATIONS) return;
    yield Array.from(
      ranges,
      ([key]) => this.#words.places(window, CONVERSATION_MARK + key),
    );
  }

  /** Returns undefined for a beginning that too many words have. */
  #listsOf(
    window: number,
    { text, isBeginning }: Term,
  ): readonly string[] | undefined {
    if (!isBeginning) return [this.#words.places(window, text)];
    const lists = this.#words.placesOfAll(window, text, MAX_BEGINNINGS);
    return lists.length < MAX_BEGINNINGS ? lists : undefined;
  }
}

/** Where in a window the words of a few entries are. */
class PlacesOfWords {
  readonly #places = new Map<string, string>();
  #chars = 0;

  /** Whether it is enough for one step. */
  get isFull(): boolean {
    return this.#places.size >= STEP_WORDS || this.#chars >= STEP_CHARS;
  }

  add({ seq, ...entry }: Entry): void {
    this.#chars += entry.text.length;
    const place = placeOf(seq);
    for (const word of wordsOf(entry)) {
      this.#places.set(word, (this.#places.get(word) ?? "") + place);
    }
  }

  /** Yields them in their order, so that neighbours are written together. */
  *[Symbol.iterator](): Generator<readonly [string, string]> {
    for (const word of [...this.#places.keys()].sort()) {
      yield [word, this.#places.get(word) ?? ""];
    }
  }
}

/** Returns a name that no index that was set aside has. */
function nextName(database: DatabaseSync): string {
  const { count } = database.prepare(
    "SELECT count(*) AS count FROM sqlite_schema WHERE name GLOB 'damaged_words_*'",
  ).get() ?? {};
  return `damaged_words_${Number(count) + 1}`;
}

function wordsOf({ text, author, conversation }: Omit<Entry, "seq">): string[] {
  return [
    ...indexTerms(searchedText(text)),
    AUTHOR_MARK + foldName(author),
    CONVERSATION_MARK + conversation,
  ];
}
