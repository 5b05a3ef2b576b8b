/**
 * Entries of one room as they are stored: up to 64 in one row, with a checksum.
 * A row costs about the same with one entry as with 64, which is why the log
 * keeps up with a crowd. Knows nothing of statements.
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

/** A row of the table of blocks. */
export interface Block {
  /** Seqs of its first and its last entry; others in between may be elsewhere. */
  readonly first: number;
  readonly last: number;
  readonly room: string;
  /** When the first was said, in milliseconds since 1970. */
  readonly time: number;
  /** JSON: for each its seq and time, both less the first's, author, text, id. */
  readonly entries: string;
  readonly checksum: number;
}

/** A row as SQLite gives it. */
export type Row = Readonly<Record<string, SQLOutputValue>>;

/** `last` is never further from `first`, so who looks for a seq looks near it. */
export const MAX_SPAN = 512;

/** More entries gain nothing, and a damaged block takes all of them with it. */
const MAX_ENTRIES = 64;
/** UTF-16 code units of text; one entry alone may have more. */
const MAX_CHARS = 16_384;

/** The values of one entry in a block; an entry without an id has four. */
type Values = readonly [
  seq: number,
  time: number,
  author: string,
  text: string,
  id?: string,
];

/** A block that is still being filled. */
class OpenBlock {
  readonly #start: StoredEntry;
  readonly #values: Values[] = [];
  #last = 0;
  #chars = 0;

  constructor(start: StoredEntry) {
    this.#start = start;
  }

  hasSpaceFor({ seq, text }: StoredEntry): boolean {
    return this.#values.length < MAX_ENTRIES &&
      this.#chars + text.length <= MAX_CHARS &&
      seq - this.#start.seq < MAX_SPAN;
  }

  add({ seq, time, author, text, id }: StoredEntry): void {
    const offset = seq - this.#start.seq;
    const delay = time - this.#start.time;
    this.#values.push(
      id === undefined
        ? [offset, delay, author, text]
        : [offset, delay, author, text, id],
    );
    this.#last = seq;
    this.#chars += text.length;
  }

  close(): Block {
    const { seq: first, room, time } = this.#start;
    const entries = JSON.stringify(this.#values);
    const block = { first, last: this.#last, room, time, entries };
    return { ...block, checksum: checksumOf(block) };
  }
}

/** Returns blocks of all entries, which are in the order of their seqs. */
export function toBlocks(entries: readonly StoredEntry[]): Block[] {
  const blocks: OpenBlock[] = [];
  const open = new Map<string, OpenBlock>();
  for (const entry of entries) {
    let block = open.get(entry.room);
    if (!block?.hasSpaceFor(entry)) {
      block = new OpenBlock(entry);
      open.set(entry.room, block);
      blocks.push(block);
    }
    block.add(entry);
  }
  return blocks.map((block) => block.close());
}

/** Returns what a row holds; undefined when it is not what was stored. */
export function readBlock(row: Row): StoredEntry[] | undefined {
  const { first, last, room, time, entries, checksum } = row;
  if (
    typeof first !== "number" || typeof last !== "number" ||
    typeof room !== "string" || typeof time !== "number" ||
    typeof entries !== "string"
  ) return undefined;
  const block = { first, last, room, time, entries };
  return checksum === checksumOf(block) ? unpack(block) : undefined;
}

/** Returns the entry as people may see it. */
export function withoutId(
  { seq, time, room, author, text }: StoredEntry,
): Entry {
  return { seq, time, room, author, text };
}

function checksumOf(
  { first, last, room, time, entries }: Omit<Block, "checksum">,
): number {
  // NUL is in none of them, so no two blocks give the same bytes.
  return crc32(`${first}\0${last}\0${time}\0${room}\0${entries}`);
}

/** The checksum was right, so these are the values that were put in. */
function unpack(
  { first, room, time, entries }: Omit<Block, "checksum">,
): StoredEntry[] {
  const all: readonly Values[] = JSON.parse(entries);
  return all.map(([offset, delay, author, text, id]) => {
    const entry = { seq: first + offset, time: time + delay };
    return id === undefined
      ? { ...entry, room, author, text }
      : { ...entry, room, author, text, id };
  });
}
