/**
 * The ids clients gave to what they said, and what was said with each last; see
 * `repeated_id.ts`.
 *
 * @module
 */

import type { DatabaseSync, StatementSync } from "node:sqlite";
import { foldName } from "../../shared/names.ts";
import type { IdUse } from "./repeated_id.ts";

/** How ids were used last, by author, in any spelling of the name, and id. */
export class IdTable {
  readonly #take: StatementSync;
  readonly #takeOver: StatementSync;
  readonly #useOf: StatementSync;
  readonly #delete: StatementSync;

  /** Prepares the statements. */
  constructor(database: DatabaseSync) {
    const insert = `INSERT INTO ids (author, id, seq, identity, digest)
       VALUES (?, ?, ?, ?, ?) ON CONFLICT`;
    this.#take = database.prepare(`${insert} DO NOTHING`);
    this.#takeOver = database.prepare(
      `${insert} DO UPDATE SET seq = excluded.seq, identity = excluded.identity,
         digest = excluded.digest WHERE excluded.seq >= seq`,
    );
    this.#useOf = prepareUseOf(database, "ids");
    this.#delete = database.prepare(
      "DELETE FROM ids WHERE author = ? AND id = ? AND seq = ?",
    );
  }

  /** Takes an id; `false` when it is taken already. */
  take(author: string, id: string, { seq, by, digest }: IdUse): boolean {
    const name = foldName(author);
    return this.#take.run(name, id, seq, by, digest ?? null).changes !== 0;
  }

  /** Takes an id, unless it is taken for a greater seq. */
  takeOver(author: string, id: string, { seq, by, digest }: IdUse): void {
    this.#takeOver.run(foldName(author), id, seq, by, digest ?? null);
  }

  /** Returns how an id was used last; undefined for a new one. */
  useOf(author: string, id: string): IdUse | undefined {
    return readUse(this.#useOf, author, id);
  }

  /** Forgets an id, if it was taken last for this seq. */
  delete(author: string, id: string, seq: number): void {
    this.#delete.run(foldName(author), id, seq);
  }
}

/** Reads a table of ids that was set aside, of whichever version. */
export class IdsSetAside {
  readonly #useOf: StatementSync;

  /** Prepares the statement. */
  constructor(database: DatabaseSync, name: string) {
    this.#useOf = prepareUseOf(database, name);
  }

  /** Returns the seq an id was taken for last; undefined for a new one. */
  seqOf(author: string, id: string): number | undefined {
    return readUse(this.#useOf, author, id)?.seq;
  }
}

function prepareUseOf(database: DatabaseSync, name: string): StatementSync {
  return database.prepare(`SELECT * FROM ${name} WHERE author = ? AND id = ?`);
}

function readUse(
  statement: StatementSync,
  author: string,
  id: string,
): IdUse | undefined {
  const { seq, identity, digest } = statement.get(foldName(author), id) ?? {};
  if (typeof seq !== "number") return undefined;
  const use = { seq, by: Number(identity ?? 0) };
  return typeof digest === "number" ? { ...use, digest } : use;
}
