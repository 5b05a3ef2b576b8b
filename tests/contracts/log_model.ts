/**
 * A log as a plain array, and random conversations to hold a real one against.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import fc from "fast-check";
import type {
  Change,
  ConversationQuery,
  Entry,
  Log,
  PageQuery,
  SearchQuery,
  UnreadQuery,
} from "../../server/log/log.ts";
import type { Target } from "../../shared/target.ts";
import { seqOf, type Witness } from "../support/witness.ts";
import { foundIn } from "../support/found_in.ts";

const WORDS = [
  "tea",
  "Tea",
  "coffee",
  "42",
  "ünder",
  "茶",
  "🫖",
  "@ada",
  "@all",
];
const AUTHORS = ["ada", "Ada", "bob"];
const CHANGES: readonly Change[] = [
  { code: "topic", fields: { topic: "tea" } },
  { code: "room_changed", fields: { private: true } },
];

type Place = Readonly<Pick<Entry, "conversation"> & { target: Target }>;

/** Two rooms had the same name, one after the other. */
const PLACES: readonly Place[] = [
  { conversation: "lobby", target: { room: "lobby" } },
  { conversation: "3#tea", target: { room: "tea" } },
  { conversation: "4#tea", target: { room: "tea" } },
  { conversation: "@00ff", target: { to: "Bob" } },
  { conversation: "@00ff", target: { to: "ada" } },
];

type Said = Omit<Entry, "seq" | "time">;

/** What is asked of the log, one after the other. */
export type Step =
  | { readonly kind: "say"; readonly sayings: readonly Said[] }
  | { readonly kind: "page"; readonly query: PageQuery }
  | { readonly kind: "search"; readonly query: SearchQuery }
  | { readonly kind: "unread"; readonly query: UnreadQuery };

type Kept = Omit<Entry, "time">;

/** Random steps; authors, ids and words collide often. */
export function stepsArbitrary(): fc.Arbitrary<Step[]> {
  const seq = fc.nat(30);
  const limit = fc.integer({ min: 1, max: 10 });
  const conversations = rangesArbitrary();
  const without = fc.subarray(CHANGES.map(({ code }) => code))
    .map((codes) => new Set(codes));
  const page = fc.oneof(
    fc.record({ conversations, after: seq, limit, without }),
    fc.record({ conversations, before: seq, limit, without }),
    fc.record({ conversations, limit }),
  );
  const search = fc.record({
    words: fc.constantFrom(...WORDS),
    conversations,
    limit,
    author: fc.constantFrom(...AUTHORS),
    before: seq,
  }, { requiredKeys: ["words", "conversations", "limit"] });
  const unread = fc.record({
    key: keyArbitrary(),
    after: seq,
    reader: fc.constantFrom(1, 2, 3),
    names: fc.subarray(["ada", "all", "bob"]),
  });
  return fc.array(
    fc.oneof(
      fc.record({
        kind: fc.constant("say" as const),
        sayings: fc.array(saidArbitrary(), { maxLength: 6 }),
      }),
      fc.record({ kind: fc.constant("page" as const), query: page }),
      fc.record({ kind: fc.constant("search" as const), query: search }),
      fc.record({ kind: fc.constant("unread" as const), query: unread }),
    ),
    { maxLength: 12 },
  );
}

/** Some conversations, whole or in part, some of them in several parts. */
function rangesArbitrary() {
  const seq = fc.nat(30);
  const range = fc.record({
    key: keyArbitrary(),
    after: seq,
    upTo: seq,
  }, { requiredKeys: ["key"] });
  return fc.array(range, { maxLength: 5 });
}

function keyArbitrary(): fc.Arbitrary<string> {
  return fc.constantFrom(...PLACES.map(({ conversation }) => conversation));
}

function saidArbitrary(): fc.Arbitrary<Said> {
  const text = fc.array(fc.constantFrom(...WORDS), {
    minLength: 1,
    maxLength: 4,
  }).map((words) => words.join(" "));
  const what = fc.oneof(
    { weight: 4, arbitrary: text.map((text) => ({ text })) },
    fc.constantFrom(...CHANGES).map((change) => ({ text: "", change })),
  );
  const who = fc.record({
    author: fc.constantFrom(...AUTHORS),
    by: fc.constantFrom(0, 1, 2),
    id: fc.constantFrom("a", "b", "A"),
    account: fc.constant(true as const),
  }, { requiredKeys: ["author", "by"] });
  return fc.tuple(fc.constantFrom(...PLACES), who, what)
    .map(([place, who, what]) => ({ ...place, ...who, ...what }));
}

/** Takes each step with the log and with an array, and compares the answers. */
export async function checkAgainstModel(
  log: Log,
  witness: Witness,
  steps: readonly Step[],
): Promise<void> {
  const kept: Kept[] = [];
  for (const step of steps) {
    if (step.kind === "say") {
      const outcomes = await witness.sayAll(log, step.sayings);
      const expected = step.sayings.map((said) => keep(kept, said));
      assertEquals(outcomes.map(seqOf), expected);
      assertEquals(
        outcomes.map((outcome) =>
          outcome.kind === "refused" ? outcome.error.code : undefined
        ),
        expected.map((seq) => seq === 0 ? "id_used" : undefined),
      );
    } else if (step.kind === "unread") {
      const { query } = step;
      assertEquals(await log.unread(query), unreadIn(kept, query));
      const isThere = ({ conversation }: Kept) => conversation === query.key;
      const last = kept.findLast(isThere)?.seq ?? 0;
      assertEquals(await log.lastOf(query.key), last);
    } else {
      const found = step.kind === "page"
        ? await log.page(step.query)
        : await foundIn(log, step.query);
      const expected = step.kind === "page"
        ? pageOf(kept, step.query)
        : matchesOf(kept, step.query);
      assertEquals(found.map(({ time: _, ...entry }) => entry), expected);
    }
  }
  assertEquals(log.last, kept.length);
  assertEquals(witness.shown.map(({ time: _, ...entry }) => entry), kept);
}

/** Keeps what is new; returns the seq either way, or 0 for a refusal. */
function keep(kept: Kept[], said: Said): number {
  const author = said.author.toLowerCase();
  const before = kept.findLast(({ id, author: other }) =>
    id !== undefined && id === said.id && other.toLowerCase() === author
  );
  if (before && isSame(before, said)) return before.seq;
  if (before?.by === said.by) return 0;
  kept.push({ ...said, seq: kept.length + 1 });
  return kept.length;
}

function isSame(one: Said, other: Said): boolean {
  return one.conversation === other.conversation && one.text === other.text &&
    one.change === other.change;
}

function pageOf(kept: readonly Kept[], query: PageQuery): readonly Kept[] {
  const { after, before = Infinity, limit, without } = query;
  const entries = kept.filter((entry) =>
    isReadable(entry, query) &&
    !(entry.change && without?.has(entry.change.code))
  );
  return after === undefined
    ? entries.filter(({ seq }) => seq < before).slice(-limit)
    : entries.filter(({ seq }) => seq > after).slice(0, limit);
}

function matchesOf(
  kept: readonly Kept[],
  query: SearchQuery,
): readonly Kept[] {
  const { words, author, before = Infinity, limit } = query;
  return kept.filter((entry) =>
    isReadable(entry, query) && entry.seq < before &&
    (author === undefined ||
      entry.author.toLowerCase() === author.toLowerCase()) &&
    entry.text.toLowerCase().split(" ").includes(words.toLowerCase())
  ).slice(-limit);
}

function unreadIn(
  kept: readonly Kept[],
  { key, after, reader, names }: UnreadQuery,
) {
  const unread = kept.filter(({ conversation, seq, by, change }) =>
    conversation === key && seq > after && by !== reader && !change
  );
  const isMention = ({ text }: Kept) =>
    names.some((name) => text.split(" ").includes(`@${name}`));
  const mentions = unread.filter(isMention).length;
  return { unread: unread.length, mentions };
}

/** Returns whether an entry is in one of the ranges asked for. */
function isReadable(
  { conversation, seq }: Kept,
  { conversations }: ConversationQuery,
): boolean {
  return conversations.some(({ key, after = 0, upTo = Infinity }) =>
    key === conversation && seq > after && seq <= upTo
  );
}
