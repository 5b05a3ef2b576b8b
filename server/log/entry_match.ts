/**
 * Whether an entry is what a search looks for, the same for every log.
 *
 * @module
 */

import { foldName } from "../../shared/names.ts";
import { conversationKey, conversationKeys } from "./conversation.ts";
import type { Entry, SearchQuery } from "./log.ts";
import { SearchWords } from "./search_words.ts";

/** A query, read once. */
export class EntryMatch {
  /** What must be in the text. */
  readonly words: SearchWords;
  /** The conversations that are searched. */
  readonly keys: ReadonlySet<string>;
  /** The folded name of who must have said it, if that matters. */
  readonly author: string | undefined;

  /** Reads a query. */
  constructor(query: SearchQuery) {
    this.words = new SearchWords(query.words);
    this.keys = conversationKeys(query);
    this.author = query.author === undefined
      ? undefined
      : foldName(query.author);
  }

  /** Whether there can be an entry that is looked for. */
  get canMatch(): boolean {
    return this.keys.size > 0 && !this.words.isEmpty;
  }

  /** Returns whether it is one. */
  has({ target, author, text }: Entry): boolean {
    return this.keys.has(conversationKey(target, author)) &&
      (this.author === undefined || foldName(author) === this.author) &&
      this.words.areIn(text);
  }
}
