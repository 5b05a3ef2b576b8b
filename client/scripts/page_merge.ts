/**
 * The past of several conversations read as one, in the order of seq: a page of
 * each at a time, so that the memory it takes depends on no length.
 *
 * @module
 */

import { entriesOf } from "../../shared/entry_event.ts";
import type { EntryEvent, HistoryEvent } from "../../shared/event.ts";
import type { Target } from "../../shared/target.ts";
import type { HistoryRequest } from "../../shared/request.ts";
import { readingOf } from "../connection/conversation.ts";
import { payloadsOf } from "./json_line.ts";

/** Entries of one page. */
const PAGE = 200;

/** An entry, and what it was read from. */
export interface ReadEntry {
  readonly seq: number;
  readonly event: EntryEvent;
  readonly payload: unknown;
}

/** A page of a conversation, and what it was read from. */
export interface ReadPage {
  readonly event: HistoryEvent;
  readonly payload: unknown;
}

/** Asks for a page; resolves with nothing where the answer was lost. */
export type AskPage = (
  request: HistoryRequest,
) => Promise<ReadPage | undefined>;

/** Where the reading begins: after a seq, or with the newest of all. */
export type MergeBegin =
  | { readonly after: number }
  | { readonly newest: number };

/** Where one conversation stands. */
interface Source {
  readonly target: Target;
  entries: readonly ReadEntry[];
  /** Everything up to here was read of it. */
  readTo: number;
  hasMore: boolean;
}

/** Reads until everything was read that was stored at the beginning. */
export class PageMerge {
  readonly #sources: readonly Source[];
  readonly #begin: MergeBegin;
  readonly #ask: AskPage;
  /** Where the log stood: a page of a server that does not say goes so far. */
  readonly #stood: number;

  /** Prepares to read conversations. */
  constructor(
    targets: readonly Target[],
    begin: MergeBegin & { readonly stood: number },
    ask: AskPage,
  ) {
    const readTo = "after" in begin ? begin.after : 0;
    this.#sources = targets.map((target) => ({
      ...{ target, entries: [], readTo, hasMore: true },
    }));
    this.#begin = begin;
    this.#stood = begin.stood;
    this.#ask = ask;
  }

  /** Everything up to here was read of every conversation. */
  get readTo(): number {
    return Math.min(...this.#sources.map(({ readTo }) => readTo));
  }

  /**
   * Returns what is read next, oldest first; nothing when all is read.
   *
   * @throws {LostError} when the connection is lost meanwhile.
   */
  async next(): Promise<readonly ReadEntry[] | undefined> {
    if (this.#sources.every(({ hasMore }) => !hasMore)) return undefined;
    const lowest = this.readTo;
    for (const source of this.#sources) {
      // One that is ahead waits for the others, also for what came since they
      // were read to their ends.
      const isBehind = source.hasMore || source.readTo === lowest;
      if (isBehind && source.entries.length === 0) await this.#read(source);
    }
    const { readTo } = this;
    const entries = this.#sources.flatMap(({ entries }) => entries)
      .filter(({ seq }) => seq <= readTo)
      .sort((one, other) => one.seq - other.seq);
    for (const source of this.#sources) {
      source.entries = source.entries.filter(({ seq }) => seq > readTo);
    }
    return "newest" in this.#begin
      ? entries.slice(entries.length - this.#begin.newest)
      : entries;
  }

  async #read(source: Source): Promise<void> {
    const { target, readTo } = source;
    const range = "newest" in this.#begin
      ? { limit: Math.max(1, this.#begin.newest) }
      : { after: readTo, limit: PAGE };
    const page = await this.#ask({
      request: "history",
      ...readingOf(target),
      ...range,
    });
    if (!page) throw new LostError();
    source.entries = readEntries(page);
    const { more, last } = page.event;
    source.hasMore = more && "after" in this.#begin;
    const end = source.hasMore ? source.entries.at(-1)?.seq : this.#stood;
    source.readTo = Math.max(readTo, last ?? end ?? readTo);
    // A page that goes no further would be asked for for ever.
    if (source.readTo === readTo) source.hasMore = false;
  }
}

/** The connection was lost before the answer. */
export class LostError extends Error {
  /** Names the class in logs. */
  override readonly name = "LostError";
}

/** Returns the entries of a page that have a place in the order. */
function readEntries({ event, payload }: ReadPage): readonly ReadEntry[] {
  const entries = entriesOf(event);
  const payloads = payloadsOf(entries, payload);
  return entries.flatMap((entry, at) =>
    entry.seq === undefined
      ? []
      : [{ seq: entry.seq, event: entry, payload: payloads[at] }]
  );
}
