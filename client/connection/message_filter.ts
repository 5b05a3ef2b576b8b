/**
 * Which messages are new: each is shown once, whether it comes live, as history,
 * again after a reconnect, or as an echo of one's own.
 *
 * @module
 */

import { entriesOf } from "../../shared/entry_event.ts";
import type {
  ChangeEvent,
  EntryEvent,
  HistoryEvent,
  MessageEvent,
} from "../../shared/event.ts";
import {
  hasPlace,
  type LogOrigin,
  type LogPlace,
} from "../../shared/log_place.ts";
import { foldName } from "../../shared/names.ts";
import { conversationKey } from "./conversation.ts";
import { isEchoOf } from "./legacy_event.ts";
import { Ranges } from "./ranges.ts";

/** How many own messages, and how many without a seq, are remembered. */
const MAX_REMEMBERED = 1000;
/** Conversations with a position of their own; the longest unused goes first. */
const MAX_POSITIONS = 1000;

/** Up to where a log was received. */
export interface LogPosition {
  /** Everything up to this seq was received. */
  readonly since?: number | undefined;
  /** Which log it is; missing where that is not known. */
  readonly log?: string | undefined;
}

/** What is new in a page, of each sort the oldest first. */
export interface NewEntries {
  readonly messages: readonly MessageEvent[];
  readonly changes: readonly ChangeEvent[];
}

/** Decides which messages are new. */
export class MessageFilter {
  readonly #me: string;
  /** Texts of own messages by id, until it is known where they stand. */
  readonly #own = new Map<string, string>();
  /** Where own messages stand that are not behind `since` yet. */
  readonly #ownSeqs = new Ranges();
  /** The highest seq of each conversation: one joined later has its own past. */
  readonly #positions = new Map<string, number>();
  /** Messages of old servers, which have no seq, and how often each came. */
  readonly #withoutSeq = new Map<string, number>();
  #log: string | undefined;
  #lastSeq: number | undefined;
  #caughtUpTo: number | undefined;

  /**
   * Makes a filter for the messages that `me` receives.
   *
   * @param from Up to where an earlier filter received, to continue from there.
   */
  constructor(me: string, { since, log }: LogPosition = {}) {
    this.#me = foldName(me);
    this.#caughtUpTo = since;
    this.#log = log;
  }

  /** The seq to resume after; missing until one is known. */
  get since(): number | undefined {
    if (this.#lastSeq === undefined) return this.#caughtUpTo;
    return Math.max(this.#lastSeq, this.#caughtUpTo ?? 0);
  }

  /** Which log it is; missing on servers that do not say. */
  get log(): string | undefined {
    return this.#log;
  }

  /** Remembers an own message, to recognize it. */
  sent(id: string, text: string): void {
    if (this.#own.has(id)) return;
    this.#own.set(id, text);
    trim(this.#own, MAX_REMEMBERED);
  }

  /** Remembers where an own message stands. */
  acked(id: string, seq: number): void {
    this.#own.delete(id);
    this.#ownSeqs.forgetUpTo(this.since ?? 0);
    this.#ownSeqs.add(seq);
  }

  /** Everything up to `seq` was received. */
  caughtUp(seq: number): void {
    this.#caughtUpTo = Math.max(this.#caughtUpTo ?? 0, seq);
  }

  /**
   * Takes where the server's log stands at login.
   *
   * @param since The seq that the login resumed after.
   * @param log Which log it is, where the server says so.
   * @param ancestors Up to where older logs are the same as that one.
   * @returns `false` when it is another log than before, of which nothing was
   * received yet.
   */
  onWelcome(
    since: number | undefined,
    seq: number,
    log?: string,
    ancestors?: readonly LogPlace[],
  ): boolean {
    const isOther = !this.#isIn({ log, ancestors }) ||
      (since !== undefined && seq < since);
    this.#log = log;
    if (seq === 0) this.caughtUp(0); // an empty log sends no history
    if (!isOther) return true;
    this.#lastSeq = undefined;
    this.#caughtUpTo = undefined;
    this.#positions.clear();
    this.#ownSeqs.clear();
    return false;
  }

  /** Tells whether a message is new, and remembers it. */
  accept(message: MessageEvent): boolean {
    const { seq } = message;
    if (seq === undefined) {
      this.#remember(message, this.#timesSeen(message) + 1);
      return !this.#isEcho(message);
    }
    return this.#isNewSeq(message, seq) && !this.#isOwn(message, seq);
  }

  /** Tells whether a change is new, and remembers it. */
  acceptChange(change: ChangeEvent): boolean {
    return change.seq === undefined || this.#isNewSeq(change, change.seq);
  }

  /** Returns what is new in a page, and remembers it. */
  acceptPage(page: HistoryEvent): NewEntries {
    const counts = new Map<string, number>();
    const messages: MessageEvent[] = [];
    const changes: ChangeEvent[] = [];
    for (const entry of entriesOf(page)) {
      if (entry.kind !== "message") {
        if (this.acceptChange(entry)) changes.push(entry);
      } else if (this.#isNewIn(counts, entry)) messages.push(entry);
    }
    return { messages, changes };
  }

  #isNewIn(counts: Map<string, number>, message: MessageEvent): boolean {
    if (message.seq !== undefined) return this.accept(message);
    return this.#isNewText(message, counts) && !this.#isEcho(message);
  }

  /** Tells whether all that was received is in a log as well. */
  #isIn({ log, ancestors }: LogOrigin): boolean {
    if (log === undefined || this.#log === undefined) return true;
    if (this.#log === log) return true;
    const place = { log: this.#log, seq: this.since ?? 0 };
    // What was stored behind it is not in the log that goes on from there.
    this.#ownSeqs.forgetAfter(place.seq);
    return hasPlace({ log, ancestors }, place);
  }

  /** Within a conversation entries come in the order of their seqs. */
  #isNewSeq(entry: EntryEvent, seq: number): boolean {
    const key = conversationKey(entry);
    const position = this.#positions.get(key) ?? -1;
    if (seq <= position) return false;
    this.#positions.delete(key);
    this.#positions.set(key, seq);
    trim(this.#positions, MAX_POSITIONS);
    this.#lastSeq = Math.max(this.#lastSeq ?? seq, seq);
    return true;
  }

  /** An own message comes back in a login's pages, before or after its ack. */
  #isOwn({ ownId }: MessageEvent, seq: number): boolean {
    if (this.#ownSeqs.has(seq)) return true;
    return ownId !== undefined && this.#own.has(ownId);
  }

  /** An old server knows no ids: there an own message is known by its text. */
  #isEcho({ sender, text }: MessageEvent): boolean {
    if (sender === undefined || foldName(sender) !== this.#me) return false;
    return this.#own.values().some((own) => isEchoOf(text, own));
  }

  /**
   * Old servers send everything again at each login: what stands in the page
   * for the second time is new if it came only once before.
   */
  #isNewText(message: MessageEvent, counts: Map<string, number>): boolean {
    const key = keyOf(message);
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    if (count <= this.#timesSeen(message)) return false;
    this.#remember(message, count);
    return true;
  }

  #timesSeen(message: MessageEvent): number {
    return this.#withoutSeq.get(keyOf(message)) ?? 0;
  }

  #remember(message: MessageEvent, count: number): void {
    this.#withoutSeq.set(keyOf(message), count);
    trim(this.#withoutSeq, MAX_REMEMBERED);
  }
}

function keyOf({ timestamp, sender, text }: MessageEvent): string {
  return JSON.stringify([timestamp, sender, text]);
}

/** Removes the oldest entry above a bound. */
function trim(entries: Map<string, unknown>, max: number): void {
  if (entries.size <= max) return;
  for (const oldest of entries.keys()) {
    entries.delete(oldest);
    return;
  }
}
