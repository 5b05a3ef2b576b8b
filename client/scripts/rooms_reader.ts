/**
 * What is said in some conversations, each entry once and in order: first what
 * is stored, then what comes, which is held until then.
 *
 * @module
 */

import type { Target } from "../../shared/target.ts";
import { isIn } from "../connection/conversation.ts";
import {
  type AskPage,
  type MergeBegin,
  PageMerge,
  type ReadEntry,
} from "./page_merge.ts";

/** Most entries that are held; above them it reads from the log again. */
const MAX_HELD = 10_000;

/** Options for {@linkcode RoomsReader}. */
export interface RoomsReaderOptions {
  readonly targets: readonly Target[];
  readonly ask: AskPage;
  /** Takes entries, and up to where everything was given with them. */
  readonly onEntries: (entries: readonly ReadEntry[], upTo: number) => void;
}

/** Reads conversations on one connection. */
export class RoomsReader {
  readonly #options: RoomsReaderOptions;
  #held: ReadEntry[] = [];
  #hasDropped = false;
  #isLive = false;
  /** Up to where everything was given. */
  #upTo = 0;

  /** Holds what comes until {@linkcode RoomsReader.read} has read the past. */
  constructor(options: RoomsReaderOptions) {
    this.#options = options;
  }

  /** Takes what comes. */
  take(entry: ReadEntry): void {
    const { targets } = this.#options;
    if (!targets.some((target) => isIn(target, entry.event))) return;
    // A page may have had what comes late.
    if (this.#isLive && entry.seq <= this.#upTo) return;
    if (this.#isLive) return this.#give([entry], entry.seq);
    if (this.#held.length < MAX_HELD) this.#held.push(entry);
    else this.#hasDropped = true;
  }

  /**
   * Reads what is stored, and gives from then on what comes.
   *
   * @param stood Where the log stood at the login, after all rooms were joined.
   * @throws {LostError} when the connection is lost.
   */
  async read(begin: MergeBegin, stood: number): Promise<void> {
    let from = begin;
    do {
      this.#hasDropped = false;
      this.#held = [];
      await this.#readPages(from, stood);
      from = { after: this.#upTo };
    } while (this.#hasDropped);
    this.#isLive = true;
    const held = this.#held.filter(({ seq }) => seq > this.#upTo);
    this.#held = [];
    const last = held.at(-1);
    if (last) this.#give(held, last.seq);
  }

  async #readPages(begin: MergeBegin, stood: number): Promise<void> {
    const { targets, ask } = this.#options;
    const merge = new PageMerge(targets, { ...begin, stood }, ask);
    for (;;) {
      const entries = await merge.next();
      if (!entries) return;
      this.#give(entries, merge.readTo);
    }
  }

  #give(entries: readonly ReadEntry[], upTo: number): void {
    this.#upTo = upTo;
    this.#options.onEntries(entries, upTo);
  }
}
