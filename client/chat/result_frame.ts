/**
 * What stands around messages that somebody asked for, so that nobody takes
 * them for new ones: a heading with their number, and a line behind them.
 *
 * @module
 */

import type { Event, HistoryEvent } from "../../shared/event.ts";
import type { Request } from "../../shared/request.ts";
import { SearchPages } from "./search_pages.ts";

/** Messages, and the lines around them; nothing stands behind none. */
export interface ResultFrame {
  readonly found: HistoryEvent;
  readonly head: string;
  readonly foot: string | undefined;
}

/** A question as it was typed, and what was found so far. */
interface Asked {
  readonly request: Request;
  readonly pages: SearchPages | undefined;
}

/** Most questions that wait for their answer; the first go first. */
export const MAX_ASKED = 100;

/** Remembers what was asked for, and asks on where a search is not over. */
export class ResultFrames {
  readonly #ask: (request: Request) => string | undefined;
  readonly #asked = new Map<string, Asked>();

  /**
   * Remembers nothing yet.
   *
   * @param ask Sends a request; returns its id, or nothing when it cannot.
   */
  constructor(ask: (request: Request) => string | undefined) {
    this.#ask = ask;
  }

  /** Sends a question; returns whether it went out. */
  ask(request: Request): boolean {
    const pages = request.request === "search"
      ? new SearchPages(request)
      : undefined;
    return this.#send(request, { request, pages });
  }

  /**
   * Returns what stands around an answer, if it is one with messages; "more"
   * while further pages are on their way.
   */
  take(event: Event): ResultFrame | "more" | undefined {
    const id = "id" in event ? event.id : undefined;
    const asked = id === undefined ? undefined : this.#asked.get(id);
    if (id === undefined || !asked) return undefined;
    this.#asked.delete(id);
    if (event.kind !== "history") return undefined;
    const { request, pages } = asked;
    const next = pages?.take(event);
    if (next && this.#send(next, asked)) return "more";
    const found = pages?.found ?? event;
    return { found, ...linesAround(found, request) };
  }

  #send(request: Request, asked: Asked): boolean {
    const id = this.#ask(request);
    if (id === undefined) return false;
    this.#asked.set(id, asked);
    const [oldest] = this.#asked.keys();
    if (this.#asked.size > MAX_ASKED && oldest !== undefined) {
      this.#asked.delete(oldest);
    }
    return true;
  }
}

function linesAround(
  { messages: { length: count }, more }: HistoryEvent,
  request: Request,
): Omit<ResultFrame, "found"> {
  const search = request.request === "search" ? request.content : undefined;
  if (count === 0) {
    const head = search === undefined
      ? "Nothing was said yet"
      : `Nothing found with "${search}"${more ? " so far" : hintFor(search)}`;
    return { head, foot: undefined };
  }
  const messages = count === 1 ? "message" : "messages";
  if (search === undefined) {
    const last = count === 1 ? "" : `${count} `;
    return {
      head: `The last ${last}${messages}:`,
      foot: `End of the last ${messages}`,
    };
  }
  const newest = more ? ", the newest" : "";
  return {
    head: `${count} ${messages} with "${search}"${newest}:`,
    foot: `End of what was found with "${search}"`,
  };
}

/** A word of a script in which words are looked for whole. */
const WORD_AT_END = /[\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}\p{Nd}]+$/v;

/** Somebody may have typed but the beginning of a word. */
function hintFor(words: string): string {
  const [word] = WORD_AT_END.exec(words) ?? [];
  return word === undefined ? "" : `; ${word}* finds words that begin so`;
}
