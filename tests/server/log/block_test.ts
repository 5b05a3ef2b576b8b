import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  type Block,
  type BlockRow,
  type CountedBlock,
  MAX_SPAN,
  readBlock,
  toBlocks,
} from "../../../server/log/block.ts";
import type { Change, Entry } from "../../../server/log/log.ts";
import { AWKWARD_TEXTS } from "../../contracts/log_sayings.ts";
import { entryOf } from "../../support/entries.ts";

const ENTRY = entryOf(1, { time: 2, text: "hé", by: 0 });

const PLACES: readonly Pick<Entry, "conversation" | "target">[] = [
  { conversation: "lobby", target: { room: "lobby" } },
  { conversation: "7#dev", target: { room: "dev" } },
  { conversation: "@00ff", target: { to: "bob" } },
  { conversation: "@00ff", target: { to: "Ada" } },
];

/** Entries in the order of their seqs, as a group has them, and with holes. */
const ENTRIES = fc.array(
  fc.record({
    step: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 300 })),
    time: fc.integer({ min: 0, max: 4e12 }),
    place: fc.constantFrom(...PLACES),
    author: fc.constantFrom("ada", "BOB"),
    by: fc.constantFrom(0, 1, Number.MAX_SAFE_INTEGER),
    account: fc.boolean(),
    change: fc.option(
      fc.record<Change>({
        code: fc.constant("topic"),
        fields: fc.dictionary(fc.string(), fc.string()),
      }),
      { nil: undefined },
    ),
    text: fc.oneof(
      fc.string(),
      fc.constantFrom(...AWKWARD_TEXTS),
      fc.constant("x".repeat(9000)),
    ),
    id: fc.option(fc.string(), { nil: undefined }),
  }),
  { maxLength: 200 },
).map((drafts) => {
  let seq = 0;
  return drafts.map(({ step, place, id, account, change, ...rest }): Entry => ({
    ...rest,
    ...place,
    seq: seq += step,
    ...(id === undefined ? {} : { id }),
    ...(account ? { account } : {}),
    ...(change ? { change } : {}),
  }));
});

Deno.test("blocks give back every entry, and hold a few of one conversation each", () => {
  fc.assert(fc.property(ENTRIES, (entries) => {
    const blocks = toBlocks(entries);
    const read = blocks.map((block) => readBlock(toRow(block)) ?? []);
    const all = read.flat().sort((a, b) => a.seq - b.seq);
    assertEquals(all, entries);
    for (const [index, block] of blocks.entries()) {
      checkLimits(block, read[index] ?? []);
    }
  }));
});

Deno.test("a group of one room is as few blocks as can be", () => {
  const entries = Array.from(
    { length: 130 },
    (_, n) => ({ ...ENTRY, seq: n + 7 }),
  );
  const places = toBlocks(entries).map(({ first, last }) => [first, last]);
  assertEquals(places, [[7, 70], [71, 134], [135, 136]]);
});

Deno.test("readBlock() returns nothing when any column is not what was stored", () => {
  const [block] = toBlocks([ENTRY, { ...ENTRY, seq: 2, id: "a" }]);
  assert(block);
  const row = toRow(block);
  assertEquals(readBlock(row)?.length, 2);
  for (const column of Object.keys(row)) {
    for (const value of [3, "[]", null, 1.5, new Uint8Array(1)]) {
      assertEquals(readBlock({ ...row, [column]: value }), undefined, column);
    }
  }
});

function checkLimits(block: Block, entries: readonly Entry[]): void {
  const chars = entries.reduce((sum, { text }) => sum + text.length, 0);
  assertEquals(block.first, entries[0]?.seq);
  assertEquals(block.last, entries.at(-1)?.seq);
  assert(entries.every((entry) => entry.conversation === block.conversation));
  assert(entries.length <= 64);
  assert(chars <= 16_384 || entries.length === 1);
  assert(block.last - block.first < MAX_SPAN);
}

function toRow({ conversation, counts: _, ...block }: CountedBlock): BlockRow {
  return { ...block, room: conversation };
}

Deno.test("a message of an identity costs the few characters of its number", () => {
  const size = (fields: Partial<Entry>) =>
    toBlocks([{ ...ENTRY, ...fields }])[0]?.entries.length ?? 0;
  const plain = size({});
  assertEquals(size({ by: 1234 }) - plain, ",null,null,1234".length);
  const withId = size({ id: "a" });
  assertEquals(size({ id: "a", by: 1234 }) - withId, ",null,1234".length);
  const account = { id: "a", by: 1234, account: true } as const;
  assertEquals(size(account) - withId, ",null,1234,1".length);
});
