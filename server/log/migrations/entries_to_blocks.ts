/**
 * The table of entries of version 1, a row for each, and how it becomes blocks.
 *
 * @module
 */

import { crc32 } from "node:zlib";
import type { DatabaseSync } from "node:sqlite";
import { type BlockRow, toBlocks } from "../block.ts";
import type { Damage } from "../block_table.ts";
import type { Entry } from "../log.ts";

/** Version 1; `NOCASE` folds names as `foldName()` does: they are ASCII. */
export const CREATE_ENTRIES = `
  CREATE TABLE entries (
    seq INTEGER PRIMARY KEY,
    time INTEGER NOT NULL,
    room TEXT NOT NULL,
    author TEXT NOT NULL COLLATE NOCASE,
    text TEXT NOT NULL,
    id TEXT,
    checksum INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX entries_by_room ON entries (room, seq);
  CREATE UNIQUE INDEX entries_by_id ON entries (author, id)
    WHERE id IS NOT NULL;`;

/** Entries read at once. */
const PAGE = 1000;

/**
 * Moves all entries into blocks, inside the caller's transaction.
 *
 * @param onDamage Called for each entry that cannot be read and is left behind.
 */
export function moveEntries(
  database: DatabaseSync,
  onDamage: (damage: Damage) => void,
): void {
  const insertBlock = database.prepare(
    `INSERT INTO blocks (first, last, room, time, entries, checksum)
     VALUES (?, ?, ?, ?, ?, ?)`,
  );
  const insertPlace = database.prepare(
    "INSERT OR REPLACE INTO places (room, first, last) VALUES (?, ?, ?)",
  );
  const insertId = database.prepare(
    `INSERT INTO ids (author, id, seq) VALUES (?, ?, ?)
     ON CONFLICT DO NOTHING`,
  );
  for (const rows of pagesOf(database)) {
    const entries = rows.flatMap((row) => {
      const entry = readRow(row);
      if (entry) return [entry];
      onDamage({ first: Number(row.seq), last: Number(row.seq) });
      return [];
    });
    for (const block of toBlocks(entries)) {
      const { first, last, conversation, time, entries, checksum } = block;
      insertBlock.run(first, last, conversation, time, entries, checksum);
      insertPlace.run(conversation, first, last);
    }
    for (const { author, id, seq } of entries) {
      if (id !== undefined) insertId.run(author, id, seq);
    }
  }
  database.exec("DROP TABLE entries");
}

function* pagesOf(database: DatabaseSync): Generator<readonly BlockRow[]> {
  const select = database.prepare(
    "SELECT * FROM entries WHERE seq > ? ORDER BY seq LIMIT ?",
  );
  let rows: readonly BlockRow[];
  let last = 0;
  do {
    rows = select.all(last, PAGE);
    yield rows;
    last = Number(rows.at(-1)?.seq);
  } while (rows.length === PAGE);
}

/** Returns what the row holds; undefined when it is not what was stored. */
function readRow(row: BlockRow): Entry | undefined {
  const { seq, time, room, author, text, id, checksum } = row;
  if (
    typeof seq !== "number" || typeof time !== "number" ||
    typeof room !== "string" || typeof author !== "string" ||
    typeof text !== "string" || (typeof id !== "string" && id !== null)
  ) return undefined;
  const bytes = [seq, time, room, author, id ?? "", text].join("\0");
  if (checksum !== crc32(bytes)) return undefined;
  const [conversation, target] = [room, { room }];
  const entry = { seq, time, conversation, target, author, by: 0, text };
  return id === null ? entry : { ...entry, id };
}
