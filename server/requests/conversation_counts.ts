/**
 * How much there is in a conversation that somebody has not read.
 *
 * @module
 */

import { foldName } from "../../shared/names.ts";
import type { Entry, Log } from "../log/log.ts";

/** More are not counted. */
const MAX_UNREAD = 1000;

/** What is counted, and for whom. */
export interface UnreadQuery {
  readonly key: string;
  readonly after: number;
  /** The identity of who reads. */
  readonly reader: number;
  /** Folded: behind an `@` they mean the reader. */
  readonly names: readonly string[];
}

/** Returns the seq of the newest entry of a conversation; 0 if none. */
export async function lastOf(log: Log, key: string): Promise<number> {
  const [entry] = await log.page({ conversations: [{ key }], limit: 1 });
  return entry?.seq ?? 0;
}

/** Counts others' messages, and those that name the reader. */
export async function unreadIn(
  log: Log,
  { key, after, reader, names }: UnreadQuery,
): Promise<{ readonly unread: number; readonly mentions: number }> {
  let [unread, mentions, seq] = [0, 0, after];
  while (unread < MAX_UNREAD) {
    const page = await log.page({
      ...{ conversations: [{ key }], after: seq, limit: MAX_UNREAD },
    });
    for (const entry of page) {
      if (entry.by === reader || entry.change) continue;
      unread++;
      if (isMention(entry, names)) mentions++;
    }
    if (page.length === 0) break;
    seq = page.at(-1)?.seq ?? seq;
  }
  return { unread: Math.min(unread, MAX_UNREAD), mentions };
}

function isMention({ text }: Entry, names: readonly string[]): boolean {
  const folded = foldName(text);
  return names.some((name) => folded.includes(`@${name}`));
}
