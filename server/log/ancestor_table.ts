/**
 * The logs that this one goes on from: each a backup or another copy, from whose
 * end on this log has a name of its own. So no two entries have the same name
 * of a log and the same seq, however often a copy is started.
 *
 * @module
 */

import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { LogPlace } from "../../shared/log_place.ts";

/** Clients hear of so many, the newest. */
export const MAX_ANCESTORS = 32;

/** Names and ends of older logs, in the transaction of whoever adds one. */
export class AncestorTable {
  readonly #newest: StatementSync;
  readonly #firstWith: StatementSync;
  readonly #end: StatementSync;
  readonly #limit: StatementSync;
  readonly #insert: StatementSync;

  /** Prepares the statements. */
  constructor(database: DatabaseSync) {
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

  /** Returns the log that gave a seq first; undefined when it was this one. */
  nameOf(seq: number): string | undefined {
    const name = this.#firstWith.get(seq)?.log;
    return name === undefined ? undefined : String(name);
  }

  /** Returns up to which seq a log is the same; undefined for another log. */
  endOf(name: string): number | undefined {
    const last = this.#end.get(name)?.last;
    return last === undefined ? undefined : Number(last);
  }

  /** Adds a log that is the same up to a seq. */
  add(name: string, last: number): void {
    this.#limit.run(last, last);
    this.#insert.run(name, last);
  }
}
