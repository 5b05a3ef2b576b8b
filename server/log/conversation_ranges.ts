/**
 * Which part of each conversation somebody reads.
 *
 * @module
 */

import { NOWHERE } from "./conversation.ts";
import type { ConversationRange, Entry } from "./log.ts";

/** Seqs of entries: after one, up to another. */
export interface SeqRange {
  readonly after: number;
  readonly upTo: number;
}

/** The ranges of a query, by conversation; one may have several. */
export class ConversationRanges {
  readonly #ranges = new Map<string, SeqRange[]>();

  /** Reads the ranges of a query. */
  constructor(conversations: readonly ConversationRange[]) {
    for (const { key, after = 0, upTo = Infinity } of conversations) {
      if (key === NOWHERE) continue;
      const ranges = this.#ranges.get(key);
      if (ranges) ranges.push({ after, upTo });
      else this.#ranges.set(key, [{ after, upTo }]);
    }
  }

  /** The keys of the conversations, each once. */
  get keys(): ReadonlySet<string> {
    return new Set(this.#ranges.keys());
  }

  /** How many conversations there are. */
  get size(): number {
    return this.#ranges.size;
  }

  /** Returns whether an entry is in one of the ranges. */
  has({ conversation, seq }: Pick<Entry, "conversation" | "seq">): boolean {
    const ranges = this.#ranges.get(conversation);
    if (!ranges) return false;
    for (const { after, upTo } of ranges) {
      if (seq > after && seq <= upTo) return true;
    }
    return false;
  }

  /** Yields each conversation, and between which seqs all its ranges are. */
  *[Symbol.iterator](): Generator<readonly [string, SeqRange]> {
    for (const [key, ranges] of this.#ranges) yield [key, hullOf(ranges)];
  }
}

function hullOf(ranges: readonly SeqRange[]): SeqRange {
  const [first, ...others] = ranges;
  if (first && others.length === 0) return first;
  return {
    after: Math.min(...ranges.map(({ after }) => after)),
    upTo: Math.max(...ranges.map(({ upTo }) => upTo)),
  };
}
