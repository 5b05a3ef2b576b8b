/**
 * The logs that this one goes on from: each a backup or another copy, from whose
 * end on this log has a name of its own. So no two entries have the same name
 * of a log and the same seq, however often a copy is started.
 *
 * @module
 */

import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { LogPlace } from "../../shared/log_place.ts";
import type { MetadataTable } from "./metadata_table.ts";

/** Clients hear of so many, the newest. */
export const MAX_ANCESTORS = 32;

/** Names and ends of older logs, in the transaction of whoever adds one. */
export class AncestorTable {
  readonly #metadata: MetadataTable;
  readonly #newest: StatementSync;
  readonly #firstWith: StatementSync;
  readonly #end: StatementSync;
  readonly #limit: StatementSync;
  readonly #insert: StatementSync;

  /** Prepares the statements. */
  constructor(database: DatabaseSync, metadata: MetadataTable) {
    this.#metadata = metadata;
    this.#newest = database.prepare(
      "SELECT log, last FROM ancestors ORDER BY generation DESC LIMIT ?",
    );
    this.#firstWith = database.prepare(
      "SELECT log FROM ancestors WHERE last >= ? ORDER BY generation LIMIT 1",
    );
    this.#end = database.prepare("SELECT last FROM ancestors WHERE log = ?");
    this.#limit = database.prepare(
      "UPDATE ancestors SET last = ? WHERE last > ?",
    );
    this.#insert = database.prepare(
      "INSERT INTO ancestors (log, last) VALUES (?, ?)",
    );
  }

  /** Returns up to where the newest of them are the same as this log. */
  newest(): readonly LogPlace[] {
    return this.#newest.all(MAX_ANCESTORS).map(({ log, last }) => ({
      log: String(log),
      seq: Number(last),
    }));
  }

  /** Returns the name of the log that gave a seq first. */
  nameAt(seq: number): string {
    const name = this.#firstWith.get(seq)?.log;
    return name === undefined ? this.#metadata.logName : String(name);
  }

  /**
   * Returns whether an entry of some log came from there with all others.
   *
   * @param last The newest seq of this log.
   */
  owns(name: string, seq: number, last: number): boolean {
    const end = name === this.#metadata.logName
      ? last
      : Number(this.#end.get(name)?.last ?? 0);
    return seq >= 1 && seq <= end;
  }

  /** Gives the log a new name from a seq on. */
  beginLog(last: number): void {
    this.#limit.run(last, last);
    this.#insert.run(this.#metadata.logName, last);
    this.#metadata.logName = newName();
  }
}

/** Returns a name that no other log has. */
export function newName(): string {
  return crypto.randomUUID().replaceAll("-", "").slice(0, 16);
}
