/**
 * What stands around messages that somebody asked for, so that nobody takes
 * them for the talk: a heading with their number, and a line behind them.
 *
 * @module
 */

import type { Event, HistoryEvent } from "../../shared/event.ts";
import type { Request } from "../../shared/request.ts";

/** Messages, and the lines around them; nothing stands behind none. */
export interface ResultFrame {
  readonly found: HistoryEvent;
  readonly head: string;
  readonly foot: string | undefined;
}

/** Most questions that wait for their answer; the first go first. */
export const MAX_ASKED = 100;

/** Remembers what was asked for. */
export class ResultFrames {
  readonly #asked = new Map<string, Request>();

  /** Notes a question, by the id that its answer carries. */
  asked(id: string, request: Request): void {
    this.#asked.set(id, request);
    const [oldest] = this.#asked.keys();
    if (this.#asked.size > MAX_ASKED && oldest !== undefined) {
      this.#asked.delete(oldest);
    }
  }

  /** Returns what stands around an answer, if it is one with messages. */
  take(event: Event): ResultFrame | undefined {
    const id = "id" in event ? event.id : undefined;
    const request = id === undefined ? undefined : this.#asked.get(id);
    if (id === undefined || !request) return undefined;
    this.#asked.delete(id);
    if (event.kind !== "history") return undefined;
    return { found: event, ...linesAround(event, request) };
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
      : `Nothing found with "${search}"`;
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
