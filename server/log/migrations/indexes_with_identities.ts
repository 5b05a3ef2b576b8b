/**
 * Tables of version 5 that learn of identities: ids, places and mentions.
 *
 * @module
 */

import type { DatabaseSync } from "node:sqlite";
import { foldName } from "../../../shared/names.ts";
import { unlessCorrupt } from "../database.ts";

/** Entries stored until then have identity 0, and are counted when asked for. */
const ADD_IDENTITIES = `
  ALTER TABLE ids ADD COLUMN identity INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE ids ADD COLUMN digest INTEGER;
  ALTER TABLE places ADD COLUMN messages INTEGER;
  ALTER TABLE places ADD COLUMN authors TEXT;
  CREATE TABLE mentions (
    room TEXT NOT NULL,
    name TEXT NOT NULL,
    seq INTEGER NOT NULL,
    identity INTEGER NOT NULL,
    PRIMARY KEY (room, name, seq)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO facts VALUES
    ('mentioned', coalesce((SELECT max(last) FROM
      (SELECT last FROM blocks ORDER BY first DESC LIMIT 512)), 0));`;

/** Adds them, inside the caller's transaction. */
export function addIdentities(database: DatabaseSync): void {
  database.exec(ADD_IDENTITIES);
  // Where the table is damaged it is made anew soon.
  unlessCorrupt(() => foldAuthors(database));
}

/** Names that are not of ASCII alone were told apart by their case. */
function foldAuthors(database: DatabaseSync): void {
  const update = database.prepare(
    "UPDATE OR IGNORE ids SET author = ? WHERE author = ?",
  );
  const names = database.prepare(
    "SELECT DISTINCT author FROM ids WHERE author GLOB '*[^ -~]*'",
  ).all();
  for (const { author } of names) {
    const name = String(author);
    if (foldName(name) !== name) update.run(foldName(name), name);
  }
}
