/**
 * Entries and drafts for benchmarks, all alike.
 *
 * @module
 */

import type { Draft, Entry } from "../../server/log/log.ts";

const TEXT = "x".repeat(64);

/** Returns so many entries of ten authors. */
export function entries(count: number): readonly Entry[] {
  return Array.from({ length: count }, (_, index) => ({
    seq: index + 1,
    time: 1_800_000_000_000,
    conversation: "lobby",
    target: { room: "lobby" },
    author: `u${index % 10}`,
    by: index % 10 + 1,
    text: TEXT,
  }));
}

/** Returns so many drafts of ten authors. */
export function drafts(count: number): readonly Draft[] {
  return entries(count).map(({ seq: _, time: __, ...said }) => ({
    ...said,
    settle: () => {},
  }));
}
