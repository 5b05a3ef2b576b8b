/**
 * What was told already: every message is shown once, whether it comes live,
 * as history, again after a cut, or as an echo of one's own words.
 * Knows nothing of connections and of how a message is shown.
 *
 * @module
 */

import type { HistoryEvent, MessageEvent } from "../../shared/event.ts";
import { foldName } from "../../shared/names.ts";
import { Ranges } from "./ranges.ts";

/** How many own words, and how many messages without a seq, are remembered. */
const REMEMBERED = 1000;

/** A place in a log. */
export interface Place {
  /** Everything up to this seq was told. */
  readonly since?: number | undefined;
  /** Which log it is; missing where that is not known. */
  readonly log?: string | undefined;
}

/** Decides which messages are news. */
export class Story {
  readonly #me: string;
  /** Own messages by id whose place is not known. */
  readonly #own = new Map<string, string>();
  /** Messages of servers that do not number them, and how often each came. */
  readonly #unnumbered = new Map<string, number>();
  /** Where own messages stand that are not behind `since` yet. */
  readonly #ownPlaces = new Ranges();
  #log: string | undefined;
  #lastSeq: number | undefined;
  #caughtUpTo: number | undefined;

  /**
   * Begins a story in which `me` is who speaks at this end.
   *
   * @param from Where an earlier story ended, if it goes on from there.
   */
  constructor(me: string, { since, log }: Place = {}) {
    this.#me = foldName(me);
    this.#caughtUpTo = since;
    this.#log = log;
  }

  /** After which seq the story goes on; missing until that is known. */
  get since(): number | undefined {
    if (this.#lastSeq === undefined) return this.#caughtUpTo;
    return Math.max(this.#lastSeq, this.#caughtUpTo ?? 0);
  }

  /** Which log the story is of; missing on servers that do not say. */
  get log(): string | undefined {
    return this.#log;
  }

  /** Notes own words, to know them again. */
  said(id: string, text: string): void {
    if (this.#own.has(id)) return;
    this.#own.set(id, text);
    forgetOldest(this.#own);
  }

  /** Notes where own words stand. */
  placed(id: string, seq: number): void {
    this.#own.delete(id);
    this.#ownPlaces.forgetUpTo(this.since ?? 0);
    this.#ownPlaces.add(seq);
  }

  /** Notes that everything up to `seq` was told. */
  caughtUp(seq: number): void {
    this.#caughtUpTo = Math.max(this.#caughtUpTo ?? 0, seq);
  }

  /**
   * Notes where the server's log stands at login.
   *
   * @param since what the login asked to go on after.
   * @param log which log it is, where the server says so.
   * @returns `false` when it is another log than before; the story then begins
   * anew there.
   */
  goOn(since: number | undefined, seq: number, log?: string): boolean {
    const isOther = (log !== undefined && (this.#log ?? log) !== log) ||
      (since !== undefined && seq < since);
    this.#log = log;
    if (seq === 0) this.caughtUp(0); // an empty log sends no history
    if (!isOther) return true;
    this.#lastSeq = undefined;
    this.#caughtUpTo = undefined;
    this.#ownPlaces.clear();
    return false;
  }

  /** Tells whether a message is news, and remembers it. */
  admit(message: MessageEvent): boolean {
    if (!this.#isNumberNew(message)) return false;
    return !this.#isOwn(message);
  }

  /** Returns the messages of a page that are news, and remembers them. */
  admitPage(page: HistoryEvent): readonly MessageEvent[] {
    const counts = new Map<string, number>();
    return page.messages.filter((message) =>
      message.seq === undefined
        ? this.#isTextNew(message, counts) && !this.#isOwn(message)
        : this.admit(message)
    );
  }

  #isNumberNew(message: MessageEvent): boolean {
    const { seq } = message;
    if (seq === undefined) {
      this.#remember(message, this.#timesTold(message) + 1);
      return true;
    }
    if (this.#lastSeq !== undefined && seq <= this.#lastSeq) return false;
    this.#lastSeq = seq;
    return true;
  }

  /**
   * Old servers tell everything again at each login: what stands in the page
   * for the second time is news if it was told only once.
   */
  #isTextNew(message: MessageEvent, counts: Map<string, number>): boolean {
    const key = keyOf(message);
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    if (count <= this.#timesTold(message)) return false;
    this.#remember(message, count);
    return true;
  }

  #timesTold(message: MessageEvent): number {
    return this.#unnumbered.get(keyOf(message)) ?? 0;
  }

  #remember(message: MessageEvent, count: number): void {
    this.#unnumbered.set(keyOf(message), count);
    forgetOldest(this.#unnumbered);
  }

  /** Own words come back as an echo, or as history after a cut. */
  #isOwn({ sender, text, seq }: MessageEvent): boolean {
    if (sender === undefined || foldName(sender) !== this.#me) return false;
    if (seq !== undefined && this.#ownPlaces.has(seq)) return true;
    return this.#own.values().some((own) => own === text);
  }
}

function keyOf({ timestamp, sender, text }: MessageEvent): string {
  return JSON.stringify([timestamp, sender, text]);
}

/** Holds what is remembered to its bound; the oldest goes first. */
function forgetOldest(kept: Map<string, unknown>): void {
  if (kept.size <= REMEMBERED) return;
  for (const oldest of kept.keys()) {
    kept.delete(oldest);
    return;
  }
}
