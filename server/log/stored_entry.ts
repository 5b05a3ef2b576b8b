/**
 * One row of the table of entries: its checksum, and the doubt about what a
 * disk gives back. Knows nothing of statements.
 *
 * @module
 */

import { crc32 } from "node:zlib";
import type { SQLOutputValue } from "node:sqlite";
import type { Entry } from "./log.ts";

/** An entry with the id its client gave it. */
export interface StoredEntry extends Entry {
  readonly id?: string;
}

/** A row as SQLite gives it. */
export type Row = Readonly<Record<string, SQLOutputValue>>;

/** Returns the checksum of an entry as it is to be stored. */
export function checksumOf(
  { seq, time, room, author, text }: Entry,
  id: string | undefined,
): number {
  // NUL is in none of them, so no two entries give the same bytes.
  return crc32(`${seq}\0${time}\0${room}\0${author}\0${id ?? ""}\0${text}`);
}

/** Returns what the row holds; undefined when it is not what was stored. */
export function readRow(row: Row): StoredEntry | undefined {
  const { seq, time, room, author, text, id, checksum } = row;
  if (
    typeof seq !== "number" || typeof time !== "number" ||
    typeof room !== "string" || typeof author !== "string" ||
    typeof text !== "string" || (typeof id !== "string" && id !== null)
  ) return undefined;
  const entry = { seq, time, room, author, text };
  if (checksum !== checksumOf(entry, id ?? undefined)) return undefined;
  return id === null ? entry : { ...entry, id };
}

/** Returns the entry as people may see it. */
export function withoutId(
  { seq, time, room, author, text }: StoredEntry,
): Entry {
  return { seq, time, room, author, text };
}
