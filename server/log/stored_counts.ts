/**
 * What the SQLite log knows of a conversation without reading its texts: where
 * it ends, and how much of it somebody has not read.
 *
 * @module
 */

import type { DatabaseSync, StatementSync } from "node:sqlite";
import { isOfOthers, markOf } from "./author_counts.ts";
import { readBlock } from "./block.ts";
import type { BlockTable } from "./block_table.ts";
import { MAX_UNREAD, type Unread, type UnreadQuery } from "./log.ts";
import type { MentionTable } from "./mention_table.ts";

/** Blocks of one read, and reads at most: what only one's own are in counts too. */
const READ = 1000;
const MAX_READS = 8;

/** How many messages of a block are others'; where nobody has counted, all. */
const OTHERS = `coalesce(
  messages - CASE instr(authors, :mark) WHEN 0 THEN 0 ELSE
    CAST(substr(authors, instr(authors, :mark) + length(:mark)) AS INTEGER) END,
  (SELECT json_array_length(entries) FROM blocks
     WHERE blocks.first = places.first AND json_valid(entries)), 0)`;

/** The log that is counted in. */
export interface CountedLog {
  /** The newest seq that may be read. */
  readonly synced: number;
}

/** The tables that are read. */
export interface CountedTables {
  readonly blocks: BlockTable;
  readonly mentions: MentionTable;
}

/** Counts by the table of places. */
export class StoredCounts {
  readonly #tables: CountedTables;
  readonly #log: CountedLog;
  readonly #others: StatementSync;

  /** Prepares the statements. */
  constructor(database: DatabaseSync, tables: CountedTables, log: CountedLog) {
    this.#tables = tables;
    this.#log = log;
    this.#others = database.prepare(
      `SELECT count(*) AS blocks, max(first) AS edge, total(others) AS others
       FROM (SELECT first, ${OTHERS} AS others FROM places
         WHERE room = :room AND first > :after AND last <= :upTo
         ORDER BY first LIMIT ${READ})`,
    );
  }

  /** The seq of the newest entry of a conversation; 0 when there is none. */
  lastOf(key: string): number {
    const { places } = this.#tables.blocks;
    return places.newestOf(key, this.#log.synced)?.last ?? 0;
  }

  /** Counts what somebody has not read. */
  unread(query: UnreadQuery): Unread {
    const { key, after, reader, names } = query;
    const upTo = this.#log.synced;
    const limit = MAX_UNREAD;
    const unread = this.#countOthers(query, upTo);
    if (unread === 0) return { unread, mentions: 0 };
    const asked = { key, after, upTo, reader, names, limit };
    return { unread, mentions: this.#tables.mentions.count(asked) };
  }

  #countOthers({ key, after, reader }: UnreadQuery, upTo: number): number {
    let count = this.#countInside(key, after, reader);
    const mark = markOf(reader);
    let edge = after;
    for (let reads = 0; reads < MAX_READS && count < MAX_UNREAD; reads++) {
      const row = this.#others.get({ mark, room: key, after: edge, upTo }) ??
        {};
      count += Number(row.others);
      if (Number(row.blocks) < READ) break;
      edge = Number(row.edge);
    }
    return Math.max(0, Math.min(count, MAX_UNREAD));
  }

  /** Of the block that reaches over the seq its end is counted. */
  #countInside(key: string, after: number, reader: number): number {
    const { blocks } = this.#tables;
    const place = blocks.places.holding(key, after);
    if (!place || place.last <= after || place.last > this.#log.synced) {
      return 0;
    }
    const row = blocks.row(place.first);
    const entries = row ? readBlock(row) ?? [] : [];
    return entries.filter((entry) =>
      entry.seq > after && isOfOthers(entry, reader)
    ).length;
  }
}
