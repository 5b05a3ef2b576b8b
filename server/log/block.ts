/**
 * Entries of one conversation as they are stored: up to 64 in one row, with a
 * checksum. A row costs about the same with one entry as with 64, which is why
 * the log keeps up with a crowd.
 *
 * @module
 */

import { crc32 } from "node:zlib";
import type { SQLOutputValue } from "node:sqlite";
import type { Target } from "../../shared/target.ts";
import { nameOfRoom } from "./conversation.ts";
import { AuthorCounter, type AuthorCounts } from "./author_counts.ts";
import type { Change, Entry } from "./log.ts";

/** A row of the table of blocks. */
export interface Block {
  /** Seqs of its first and its last entry; others in between may be elsewhere. */
  readonly first: number;
  readonly last: number;
  /** The key of the conversation; in the column `room`. */
  readonly conversation: string;
  /** When the first was said, in milliseconds since 1970. */
  readonly time: number;
  /**
   * JSON: for each its seq and time, both less the first's, author, text, id,
   * receiver, identity, whether that is an account, and change. What is not
   * there is `null` or 0, and left out at the end.
   */
  readonly entries: string;
  readonly checksum: number;
}

/** A row as SQLite gives it. */
export type BlockRow = Readonly<Record<string, SQLOutputValue>>;

/** `last` is never further from `first`, so who looks for a seq looks near it. */
export const MAX_SPAN = 512;

/** More entries gain nothing, and a damaged block takes all of them with it. */
const MAX_ENTRIES = 64;
/** UTF-16 code units of text; one entry alone may have more. */
const MAX_CHARS = 16_384;

/** The values of one entry in a block; four at least. */
type Values = readonly [
  seq: number,
  time: number,
  author: string,
  text: string,
  id?: string | null,
  to?: string | null,
  by?: number,
  account?: 0 | 1,
  change?: Change,
];

/** A block, and what is remembered beside its place. */
export interface CountedBlock extends Block {
  readonly counts: AuthorCounts;
}

/** A block that is still being filled. */
class OpenBlock {
  readonly #conversation: string;
  readonly #start: Entry;
  readonly #values: Values[] = [];
  readonly #counts = new AuthorCounter();
  #last = 0;
  #chars = 0;

  constructor(conversation: string, start: Entry) {
    this.#conversation = conversation;
    this.#start = start;
  }

  hasSpaceFor({ seq, text }: Entry): boolean {
    return this.#values.length < MAX_ENTRIES &&
      this.#chars + text.length <= MAX_CHARS &&
      seq - this.#start.seq < MAX_SPAN;
  }

  add(entry: Entry): void {
    const { seq, time } = this.#start;
    this.#values.push(pack(entry, entry.seq - seq, entry.time - time));
    this.#counts.add(entry);
    this.#last = entry.seq;
    this.#chars += entry.text.length;
  }

  close(): CountedBlock {
    const { seq: first, time } = this.#start;
    const conversation = this.#conversation;
    const entries = JSON.stringify(this.#values);
    const block = { first, last: this.#last, conversation, time, entries };
    const { counts } = this.#counts;
    return { ...block, checksum: checksumOf(block), counts };
  }
}

/** Returns blocks of all entries, which are in the order of their seqs. */
export function toBlocks(entries: readonly Entry[]): CountedBlock[] {
  const blocks: OpenBlock[] = [];
  const open = new Map<string, OpenBlock>();
  for (const entry of entries) {
    const key = entry.conversation;
    let block = open.get(key);
    if (!block?.hasSpaceFor(entry)) {
      block = new OpenBlock(key, entry);
      open.set(key, block);
      blocks.push(block);
    }
    block.add(entry);
  }
  return blocks.map((block) => block.close());
}

/** Returns what a row holds; undefined when it is not what was stored. */
export function readBlock(row: BlockRow): Entry[] | undefined {
  const { first, last, room: conversation, time, entries, checksum } = row;
  if (
    typeof first !== "number" || typeof last !== "number" ||
    typeof conversation !== "string" || typeof time !== "number" ||
    typeof entries !== "string"
  ) return undefined;
  const block = { first, last, conversation, time, entries };
  return checksum === checksumOf(block) ? unpack(block) : undefined;
}

function checksumOf(
  { first, last, conversation, time, entries }: Omit<Block, "checksum">,
): number {
  // NUL is in none of them, so no two blocks give the same bytes.
  return crc32(`${first}\0${last}\0${time}\0${conversation}\0${entries}`);
}

function pack(
  { target: { to }, author, by, account, text, id, change }: Entry,
  offset: number,
  delay: number,
): Values {
  const [sentAs, receiver] = [id ?? null, to ?? null];
  if (change) {
    const kind = account ? 1 : 0;
    return [offset, delay, author, text, sentAs, receiver, by, kind, change];
  }
  if (account) return [offset, delay, author, text, sentAs, receiver, by, 1];
  if (by !== 0) return [offset, delay, author, text, sentAs, receiver, by];
  if (to !== undefined) return [offset, delay, author, text, sentAs, to];
  return id === undefined
    ? [offset, delay, author, text]
    : [offset, delay, author, text, id];
}

/** The checksum was right, so these are the values that were put in. */
function unpack(
  { first, conversation, time: start, entries }: Omit<Block, "checksum">,
): Entry[] {
  const all: readonly Values[] = JSON.parse(entries);
  const room: Target = { room: nameOfRoom(conversation) };
  return all.map(
    ([offset, delay, author, text, id, to, by = 0, account, change]) => ({
      seq: first + offset,
      time: start + delay,
      conversation,
      target: typeof to === "string" ? { to } : room,
      author,
      by,
      text,
      ...(account === 1 ? { account: true } as const : undefined),
      ...(typeof id === "string" ? { id } : undefined),
      ...(change ? { change } : undefined),
    }),
  );
}
