/**
 * The table of mentions: in which messages of a conversation a name is
 * mentioned, and by whom. Made of the blocks.
 *
 * @module
 */

import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Entry } from "./log.ts";
import { mentionsIn } from "./mentions.ts";

/** Reads and writes mentions; every call is in its caller's transaction. */
export class MentionTable {
  readonly #insert: StatementSync;
  readonly #delete: StatementSync;
  readonly #has: StatementSync;
  readonly #count: StatementSync;

  /** Prepares the statements. */
  constructor(database: DatabaseSync) {
    const where = "WHERE room = ? AND name = ? AND seq = ?";
    this.#insert = database.prepare(
      "INSERT OR REPLACE INTO mentions (room, name, seq, identity) VALUES (?, ?, ?, ?)",
    );
    this.#delete = database.prepare(`DELETE FROM mentions ${where}`);
    this.#has = database.prepare(
      `SELECT 1 FROM mentions ${where} AND identity = ?`,
    );
    this.#count = database.prepare(
      `SELECT count(*) AS count FROM (SELECT DISTINCT seq FROM mentions
         WHERE room = ? AND name IN (SELECT value FROM json_each(?))
           AND seq > ? AND seq <= ? AND identity <> ? LIMIT ?)`,
    );
  }

  /** Remembers who is mentioned in entries. */
  insert(entries: readonly Entry[]): void {
    for (const { conversation, text, seq, by } of entries) {
      for (const name of mentionsIn(text)) {
        this.#insert.run(conversation, name, seq, by);
      }
    }
  }

  /** Forgets who is mentioned in entries. */
  delete(entries: readonly Entry[]): void {
    for (const { conversation, text, seq } of entries) {
      for (const name of mentionsIn(text)) {
        this.#delete.run(conversation, name, seq);
      }
    }
  }

  /** Returns whether exactly what an entry says is remembered. */
  has({ conversation, text, seq, by }: Entry): boolean {
    for (const name of mentionsIn(text)) {
      if (!this.#has.get(conversation, name, seq, by)) return false;
    }
    return true;
  }

  /**
   * Counts messages of others after a seq up to another in which one of the
   * names is mentioned.
   */
  count(
    { key, names, after, upTo, reader, limit }: {
      readonly key: string;
      readonly names: readonly string[];
      readonly after: number;
      readonly upTo: number;
      readonly reader: number;
      readonly limit: number;
    },
  ): number {
    const list = JSON.stringify(names);
    const row = this.#count.get(key, list, after, upTo, reader, limit);
    return Number(row?.count ?? 0);
  }
}
