/**
 * The pages of one search: a server answers before the end where there is much
 * to look at, with few messages or none, and says where to go on.
 *
 * @module
 */

import type { HistoryEvent } from "../../shared/event.ts";
import type { SearchRequest } from "../../shared/request.ts";

/** Messages that are wanted when nobody says how many: what servers give. */
export const DEFAULT_FOUND = 100;

/** Gathers what is found until it is enough. */
export class SearchPages {
  readonly #wanted: number;
  #request: SearchRequest;
  #found: HistoryEvent | undefined;

  /** Begins with a request. */
  constructor(request: SearchRequest) {
    this.#wanted = request.limit ?? DEFAULT_FOUND;
    this.#request = request;
  }

  /** All that was found, as one page; missing before there is one. */
  get found(): HistoryEvent | undefined {
    return this.#found;
  }

  /** Where to go on if there is more; missing where nobody knows. */
  get before(): number | undefined {
    if (!this.#found?.more) return undefined;
    return this.#found.first ?? this.#found.messages[0]?.seq;
  }

  /** Takes a page; returns what to ask next, if it is not enough yet. */
  take(page: HistoryEvent): SearchRequest | undefined {
    const messages = [...page.messages, ...this.#found?.messages ?? []];
    this.#found = { ...page, messages };
    const { before } = this;
    const limit = this.#wanted - messages.length;
    const from = this.#request.before ?? Infinity;
    // A server that does not get on is asked no more.
    if (before === undefined || before >= from || limit <= 0) return undefined;
    return this.#request = { ...this.#request, before, limit };
  }
}
