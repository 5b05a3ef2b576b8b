/**
 * Places of many conversations in one order: found a stretch of the log at a
 * time by one read, where a read for each conversation would take longer than
 * all that a page holds.
 *
 * @module
 */

import type { DatabaseSync, StatementSync } from "node:sqlite";
import { MAX_SPAN } from "./block.ts";
import { unlessCorrupt } from "./database.ts";
import { type Place, toPlace } from "./place_table.ts";

/** Seqs of the first stretch; the next is larger where little was found. */
const FIRST_STRETCH = 4096;
const GROWTH = 4;
/** Places of one read. */
const READ = 128;
const FEW = READ / GROWTH;

/** Reads places of several conversations. */
export class MixedPlaces {
  readonly #after: StatementSync;
  readonly #before: StatementSync;
  readonly #newest: StatementSync;

  /** Prepares the statements. */
  constructor(database: DatabaseSync) {
    // In this order of tables a read takes a look-up for each conversation.
    const select = `SELECT room, first, last FROM json_each(:keys) AS keys
       CROSS JOIN places WHERE room = keys.value`;
    this.#after = database.prepare(
      `${select} AND first > :start AND first <= :end AND last > :seq
       ORDER BY first LIMIT ${READ}`,
    );
    this.#before = database.prepare(
      `${select} AND first >= :start AND first < :end
       ORDER BY first DESC LIMIT ${READ}`,
    );
    this.#newest = database.prepare("SELECT max(first) AS first FROM blocks");
  }

  /** Yields places with something after a seq, by their first seqs. */
  *after(conversations: Iterable<string>, seq: number): Generator<Place> {
    const keys = JSON.stringify([...conversations]);
    const newest = unlessCorrupt(() => this.#newest.get()?.first);
    const last = newest === undefined ? Infinity : Number(newest);
    let start = seq - MAX_SPAN;
    for (let stretch = FIRST_STRETCH; start < last;) {
      const end = Math.min(start + stretch, Number.MAX_SAFE_INTEGER);
      const places = this.#after.all({ keys, start, end, seq }).map(toPlace);
      yield* places;
      if (places.length < FEW) stretch *= GROWTH;
      start = places.length < READ ? end : places.at(-1)?.first ?? end;
      if (end === Number.MAX_SAFE_INTEGER && start === end) return;
    }
  }

  /** Yields places with something before a seq, the last first seqs first. */
  *before(conversations: Iterable<string>, seq: number): Generator<Place> {
    const keys = JSON.stringify([...conversations]);
    const newest = unlessCorrupt(() => this.#newest.get()?.first);
    let end = Math.min(seq, Number(newest ?? Number.MAX_SAFE_INTEGER) + 1);
    for (let stretch = FIRST_STRETCH; end > 0;) {
      const start = Math.max(0, end - stretch);
      const places = this.#before.all({ keys, start, end }).map(toPlace);
      yield* places;
      if (places.length < FEW) stretch *= GROWTH;
      end = places.length < READ ? start : places.at(-1)?.first ?? start;
    }
  }
}
