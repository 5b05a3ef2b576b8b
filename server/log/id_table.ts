/**
 * The ids clients gave to what they said: the same from the same author is
 * stored once.
 *
 * @module
 */

import type { DatabaseSync, StatementSync } from "node:sqlite";

/** Seqs by author, in any spelling of the name, and id. */
export class IdTable {
  readonly #take: StatementSync;
  readonly #seqOf: StatementSync;
  readonly #delete: StatementSync;

  /** Prepares the statements; the name is another one for a table set aside. */
  constructor(database: DatabaseSync, name = "ids") {
    this.#take = database.prepare(
      `INSERT INTO ${name} (author, id, seq) VALUES (?, ?, ?)
       ON CONFLICT DO NOTHING`,
    );
    const where = "WHERE author = ? AND id = ?";
    this.#seqOf = database.prepare(`SELECT seq FROM ${name} ${where}`);
    this.#delete = database.prepare(`DELETE FROM ${name} ${where}`);
  }

  /** Takes an id for a seq; `false` when it is taken already. */
  take(author: string, id: string, seq: number): boolean {
    return this.#take.run(author, id, seq).changes !== 0;
  }

  /** Returns the seq an id was taken for; undefined for a new one. */
  seqOf(author: string, id: string): number | undefined {
    const seq = this.#seqOf.get(author, id)?.seq;
    return typeof seq === "number" ? seq : undefined;
  }

  /** Forgets an id. */
  delete(author: string, id: string): void {
    this.#delete.run(author, id);
  }
}
