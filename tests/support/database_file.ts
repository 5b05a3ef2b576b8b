/**
 * The pages of an SQLite file, so that a test can damage just one of them.
 *
 * @module
 */

import { DatabaseSync } from "node:sqlite";

/** One page of a b-tree. */
export interface BtreePage {
  /** The table or index that it belongs to. */
  readonly name: string;
  readonly kind: "leaf" | "interior";
  /** Where it begins in the file. */
  readonly offset: number;
  /** Its bytes. */
  readonly size: number;
}

/** Returns all pages of the b-trees, without those of long values. */
export function readBtreePages(path: string): BtreePage[] {
  using database = new DatabaseSync(path, { readOnly: true });
  const rows = database.prepare(
    `SELECT name, pagetype AS kind, pgoffset AS offset, pgsize AS size
     FROM dbstat WHERE pagetype IN ('leaf', 'internal') ORDER BY offset`,
  ).all();
  return rows.map(({ name, kind, offset, size }) => ({
    name: String(name),
    kind: kind === "leaf" ? "leaf" : "interior",
    offset: Number(offset),
    size: Number(size),
  }));
}

/** Returns the bytes with one bit of them flipped. */
export function flipBit(bytes: Uint8Array, bit: number): Uint8Array {
  const flipped = bytes.slice();
  const byte = Math.floor(bit / 8);
  flipped[byte] = (flipped[byte] ?? 0) ^ (1 << (bit % 8));
  return flipped;
}
