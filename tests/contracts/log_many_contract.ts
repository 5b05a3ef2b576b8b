/**
 * What every log promises about many conversations at once: their pages, one
 * after the other, are what a plain array would give, and so is a search.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import fc from "fast-check";
import type {
  ConversationRange,
  Entry,
  Log,
  PageQuery,
} from "../../server/log/log.ts";
import type { Witness } from "../support/witness.ts";
import { foundIn } from "../support/found_in.ts";

const MAX_SEQ = 300;
const KEYS = [
  "lobby",
  ...Array.from({ length: 50 }, (_, n) => `${n}#room`),
  ...Array.from({ length: 20 }, (_, n) => `@${n}`),
];
/** Stands for a text of which a few fill a page. */
const LONG = "long";
const WORDS = ["tea", "milk", "sugar", LONG];

/** What is said in one turn. */
type Group = readonly { readonly key: string; readonly text: string }[];

/** A log to be filled, and what is asked of it then. */
export interface ManyConversations {
  readonly groups: readonly Group[];
  readonly conversations: readonly ConversationRange[];
  readonly limit: number;
}

/** Some are busy, most are not. */
const KEY = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...KEYS.slice(0, 3)) },
  fc.constantFrom(...KEYS),
);

/** Random groups, and ranges of random conversations. */
export const MANY_CONVERSATIONS: fc.Arbitrary<ManyConversations> = fc.record({
  groups: fc.array(
    fc.array(fc.record({ key: KEY, text: fc.constantFrom(...WORDS) }), {
      minLength: 1,
      maxLength: 60,
      size: "max",
    }),
    { minLength: 3, maxLength: 12, size: "max" },
  ),
  conversations: fc.oneof(
    fc.subarray(KEYS, { minLength: 1 })
      .map((keys) => keys.map((key) => ({ key }))),
    fc.array(
      fc.record({
        key: KEY,
        after: fc.nat(MAX_SEQ),
        upTo: fc.nat(MAX_SEQ),
      }, { requiredKeys: ["key"] }),
      { minLength: 1, maxLength: 60, size: "max" },
    ),
  ),
  limit: fc.integer({ min: 7, max: 101 }),
});

/** Fills a log, and compares all pages and a search with those of an array. */
export async function checkManyConversations(
  log: Log,
  witness: Witness,
  { groups, conversations, limit }: ManyConversations,
): Promise<void> {
  for (const group of groups) {
    await witness.sayAll(
      log,
      group.map(({ key: conversation, text }) => ({
        conversation,
        text: text === LONG ? LONG.repeat(800) : text,
      })),
    );
  }
  const expected = witness.shown.filter((entry) => isIn(entry, conversations));
  const query = { conversations, limit };
  assertEquals(await pagesAfter(log, query), seqsOf(expected));
  assertEquals(await pagesBefore(log, query), seqsOf(expected));
  const found = await foundIn(log, { ...query, words: "tea" });
  const matches = expected.filter(({ text }) => text === "tea");
  assertEquals(seqsOf(found), seqsOf(matches.slice(-limit)));
}

function isIn(
  { conversation, seq }: Entry,
  ranges: readonly ConversationRange[],
): boolean {
  return ranges.some(({ key, after = 0, upTo = Infinity }) =>
    key === conversation && seq > after && seq <= upTo
  );
}

async function pagesAfter(log: Log, query: PageQuery): Promise<number[]> {
  const seqs: number[] = [];
  for (;;) {
    const page = await log.page({ ...query, after: seqs.at(-1) ?? 0 });
    if (page.length === 0) return seqs;
    seqs.push(...seqsOf(page));
  }
}

async function pagesBefore(log: Log, query: PageQuery): Promise<number[]> {
  let seqs: number[] = [];
  for (;;) {
    const before = seqs[0] ?? log.last + 1;
    const page = await log.page({ ...query, before });
    if (page.length === 0) return seqs;
    seqs = [...seqsOf(page), ...seqs];
  }
}

function seqsOf(entries: readonly Entry[]): number[] {
  return entries.map(({ seq }) => seq);
}
