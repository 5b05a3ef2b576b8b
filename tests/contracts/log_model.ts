/**
 * A log as a plain array, and random conversations to hold a real one against.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import fc from "fast-check";
import type {
  ConversationQuery,
  Log,
  PageQuery,
  SearchQuery,
} from "../../server/log/log.ts";
import type { Target } from "../../shared/target.ts";
import { type Saying, seqOf, type Witness } from "../support/witness.ts";
import { foundIn } from "../support/found_in.ts";

const WORDS = ["tea", "Tea", "coffee", "42", "ünder", "茶", "🫖"];
const TARGETS: readonly Target[] = [
  { room: "lobby" },
  { room: "tea" },
  { to: "Bob" },
  { to: "ada" },
];
const AUTHORS = ["ada", "Ada", "bob"];

type Said = Required<Pick<Saying, "target" | "author" | "text">> & {
  id?: string;
};

/** What is asked of the log, one after the other. */
export type Step =
  | { readonly kind: "say"; readonly sayings: readonly Said[] }
  | { readonly kind: "page"; readonly query: PageQuery }
  | { readonly kind: "search"; readonly query: SearchQuery };

interface Kept extends Said {
  readonly seq: number;
}

/** Random steps; authors, ids and words collide often. */
export function stepsArbitrary(): fc.Arbitrary<Step[]> {
  const said = fc.record({
    target: fc.constantFrom(...TARGETS),
    author: fc.constantFrom(...AUTHORS),
    text: fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 4 })
      .map((words) => words.join(" ")),
    id: fc.constantFrom("a", "b", "A"),
  }, { requiredKeys: ["target", "author", "text"] });
  const seq = fc.nat(30);
  const limit = fc.integer({ min: 1, max: 10 });
  const targets = fc.subarray([...TARGETS]);
  const reader = fc.constantFrom(...AUTHORS);
  const page = fc.oneof(
    fc.record({ targets, reader, after: seq, limit }),
    fc.record({ targets, reader, before: seq, limit }),
    fc.record({ targets, after: seq, limit }),
  );
  const search = fc.record({
    words: fc.constantFrom(...WORDS),
    targets,
    reader,
    limit,
    author: fc.constantFrom(...AUTHORS),
    before: seq,
  }, { requiredKeys: ["words", "targets", "limit"] });
  return fc.array(
    fc.oneof(
      fc.record({
        kind: fc.constant("say" as const),
        sayings: fc.array(said, { maxLength: 6 }),
      }),
      fc.record({ kind: fc.constant("page" as const), query: page }),
      fc.record({ kind: fc.constant("search" as const), query: search }),
    ),
    { maxLength: 12 },
  );
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
    } else {
      const found = step.kind === "page"
        ? await log.page(step.query)
        : await foundIn(log, step.query);
      const expected = step.kind === "page"
        ? pageOf(kept, step.query)
        : matchesOf(kept, step.query);
      assertEquals(found.map(({ seq }) => seq), expected);
    }
  }
  assertEquals(log.last, kept.length);
  assertEquals(witness.shown.map(({ time: _, ...entry }) => entry), kept);
}

/** Keeps what is new; returns the seq either way. */
function keep(kept: Kept[], said: Said): number {
  const author = said.author.toLowerCase();
  const first = kept.find(({ id, author: by }) =>
    id !== undefined && id === said.id && by.toLowerCase() === author
  );
  if (first) return first.seq;
  kept.push({ ...said, seq: kept.length + 1 });
  return kept.length;
}

function pageOf(
  kept: readonly Kept[],
  query: PageQuery,
): number[] {
  const { after, before = Infinity, limit } = query;
  const seqs = kept.filter((entry) => isReadable(entry, query))
    .map(({ seq }) => seq);
  return after === undefined
    ? seqs.filter((seq) => seq < before).slice(-limit)
    : seqs.filter((seq) => seq > after).slice(0, limit);
}

function matchesOf(
  kept: readonly Kept[],
  query: SearchQuery,
): number[] {
  const { words, author, before = Infinity, limit } = query;
  return kept.filter((entry) =>
    isReadable(entry, query) && entry.seq < before &&
    (author === undefined ||
      entry.author.toLowerCase() === author.toLowerCase()) &&
    entry.text.toLowerCase().split(" ").includes(words.toLowerCase())
  ).map(({ seq }) => seq).slice(-limit);
}

/** Returns whether an entry is in one of the conversations asked for. */
function isReadable(
  { target, author }: Kept,
  { targets, reader }: ConversationQuery,
): boolean {
  const isSame = (one: string, other: string) =>
    one.toLowerCase() === other.toLowerCase();
  return targets.some(({ room, to }) => {
    if (to === undefined) return target.room === room;
    if (reader === undefined || target.to === undefined) return false;
    return isSame(author, reader) && isSame(target.to, to) ||
      isSame(author, to) && isSame(target.to, reader);
  });
}
