/**
 * Whether an entry is what a search looks for, the same for every log.
 *
 * @module
 */

import { foldName } from "../../shared/names.ts";
import { ConversationRanges } from "./conversation_ranges.ts";
import type { Entry, SearchQuery } from "./log.ts";
import { SearchWords } from "./search_words.ts";

/** A query, read once. */
export class EntryMatch {
  /** What must be in the text. */
  readonly words: SearchWords;
  /** What is searched of each conversation. */
  readonly ranges: ConversationRanges;
  /** The folded name of who must have said it, if that matters. */
  readonly author: string | undefined;

  /** Reads a query. */
  constructor(query: SearchQuery) {
    this.words = new SearchWords(query.words);
    this.ranges = new ConversationRanges(query.conversations);
    this.author = query.author === undefined
      ? undefined
      : foldName(query.author);
  }

  /** Whether there can be an entry that is looked for. */
  get canMatch(): boolean {
    return this.ranges.size > 0 && !this.words.isEmpty;
  }

  /** Returns whether it is one. */
  has(entry: Entry): boolean {
    const { author, text, change } = entry;
    return this.ranges.has(entry) && !change &&
      (this.author === undefined || foldName(author) === this.author) &&
      this.words.areIn(text);
  }
}
