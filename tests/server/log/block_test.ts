import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  type Block,
  type BlockRow,
  MAX_SPAN,
  readBlock,
  toBlocks,
} from "../../../server/log/block.ts";
import { conversationKey } from "../../../server/log/conversation.ts";
import type { Entry } from "../../../server/log/log.ts";
import type { Target } from "../../../shared/target.ts";
import { AWKWARD_TEXTS } from "../../contracts/log_sayings.ts";

const ENTRY = {
  seq: 1,
  time: 2,
  target: { room: "lobby" },
  author: "ada",
  text: "hé",
};

/** Entries in the order of their seqs, as a group has them, and with holes. */
const ENTRIES = fc.array(
  fc.record({
    step: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 300 })),
    time: fc.integer({ min: 0, max: 4e12 }),
    target: fc.constantFrom<Target>(
      { room: "lobby" },
      { room: "dev" },
      { to: "bob" },
      { to: "Ada" },
    ),
    author: fc.constantFrom("ada", "BOB"),
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
  return drafts.map(({ step, id, ...rest }): Entry => {
    const entry = { ...rest, seq: seq += step };
    return id === undefined ? entry : { ...entry, id };
  });
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
  const keys = entries.map(({ target, author }) =>
    conversationKey(target, author)
  );
  assert(keys.every((key) => key === block.conversation));
  assert(entries.length <= 64);
  assert(chars <= 16_384 || entries.length === 1);
  assert(block.last - block.first < MAX_SPAN);
}

function toRow({ conversation, ...block }: Block): BlockRow {
  return { ...block, room: conversation };
}
