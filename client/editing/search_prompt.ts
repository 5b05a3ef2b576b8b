/**
 * A search in the history as it is typed: keys in, the line it leads to out.
 * Knows nothing of what becomes of that.
 *
 * @module
 */

import { visible } from "../../shared/text.ts";
import { graphemes } from "../view/cell_width.ts";
import {
  beginSearch,
  foundLine,
  type HistorySearch,
  searchFor,
  searchOn,
} from "./history_search.ts";
import type { Action } from "./key_bindings.ts";
import { cleaned, type Line } from "./line.ts";

/** A search under way. */
export class SearchPrompt {
  readonly #lines: readonly string[];
  #search: HistorySearch;

  /** Begins at the newest of some lines. */
  constructor(lines: readonly string[]) {
    this.#lines = lines;
    this.#search = beginSearch(lines);
  }

  /** What stands before the line. */
  get prompt(): string {
    const { words, isFailing } = this.#search;
    return `${isFailing ? "not found" : "search"} "${visible(words)}": `;
  }

  /** The line that was found; missing while there is none. */
  get line(): Line | undefined {
    return foundLine(this.#search, this.#lines);
  }

  /** Looks for more words than before. */
  type(text: string): void {
    const [first = ""] = cleaned(text).split("\n");
    this.#lookFor(this.#search.words + first);
  }

  /** Does what keys do in a search; tells whether this one does something. */
  act(action: Action): boolean {
    if (action === "reverse-search-history") this.#goOn(-1);
    else if (action === "forward-search-history") this.#goOn(1);
    else if (action === "backward-delete-char") this.#shorten();
    else return false;
    return true;
  }

  #goOn(direction: -1 | 1): void {
    this.#search = searchOn(this.#search, this.#lines, direction);
  }

  #shorten(): void {
    this.#lookFor(graphemes(this.#search.words).slice(0, -1).join(""));
  }

  #lookFor(words: string): void {
    this.#search = searchFor(this.#search, this.#lines, words);
  }
}
