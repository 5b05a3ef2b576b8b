/**
 * What every log promises about conversations: which entries are in a page or a
 * search over several of them, and in which order.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import type {
  Change,
  ConversationRange,
  Log,
  PageQuery,
} from "../../server/log/log.ts";
import type { Witness } from "../support/witness.ts";
import type { LogTest } from "./log_contract.ts";
import { numbersTo } from "./log_sayings.ts";
import { foundIn } from "../support/found_in.ts";

const LOBBY = { key: "lobby" };
const TEA = { key: "7#tea" };
const DEV = { key: "8#dev" };
const TALK = { key: "@00ff00ff00ff00ff" };

/** Registers them. */
export function testLogConversations(test: LogTest): void {
  test("pages one room at a time", async (log, witness) => {
    await sayIn(log, witness, [TEA, LOBBY, TEA, LOBBY]);
    const page = pager(log);
    assertEquals(await page({ conversations: [TEA], after: 0 }), [1, 3]);
    for (const key of ["none", "tea", "7#Tea", "9#tea", "@tea", ""]) {
      assertEquals(await page({ conversations: [{ key }] }), [], key);
    }
    assertEquals(await page({ conversations: [] }), []);
  });

  test(
    "pages over several rooms in the order of seqs",
    async (log, witness) => {
      await sayIn(log, witness, [LOBBY, TEA, DEV, DEV, LOBBY, TEA, LOBBY, DEV]);
      const page = pager(log);
      const conversations = [TEA, LOBBY];
      assertEquals(await page({ conversations }), [1, 2, 5, 6, 7]);
      assertEquals(await page({ conversations, limit: 2 }), [6, 7]);
      assertEquals(await page({ conversations, before: 6, limit: 2 }), [2, 5]);
      assertEquals(await page({ conversations, before: 2, limit: 2 }), [1]);
      assertEquals(await page({ conversations, before: 1 }), []);
      assertEquals(await page({ conversations, after: 0, limit: 3 }), [
        ...[1, 2, 5],
      ]);
      assertEquals(await page({ conversations, after: 5, limit: 1 }), [6]);
      assertEquals(await page({ conversations, after: 7 }), []);
      assertEquals(await page({ conversations: [TEA, TEA, TEA] }), [2, 6]);
      assertEquals(await page({ conversations: [LOBBY, TEA, DEV], limit: 8 }), [
        ...[1, 2, 3, 4, 5, 6, 7, 8],
      ]);
    },
  );

  test("pages over rooms of which one is far behind", async (log, witness) => {
    await sayIn(log, witness, [TEA, ...Array(700).fill(LOBBY), TEA, DEV]);
    const page = pager(log);
    const conversations = [LOBBY, TEA];
    assertEquals(await page({ conversations, limit: 2 }), [701, 702]);
    assertEquals(await page({ conversations, before: 3 }), [1, 2]);
    assertEquals(await page({ conversations, after: 700 }), [701, 702]);
    assertEquals(await page({ conversations: [TEA, DEV] }), [1, 702, 703]);
  });

  test(
    "pages on over many rooms, near the end and far from it",
    async (log, witness) => {
      const rooms = numbersTo(11).map((n) => ({ key: `${n}#room` }));
      const said = numbersTo(330).map((n) => rooms[n * 7 % 11] ?? LOBBY);
      await sayIn(log, witness, said.slice(0, 300));
      for (const range of said.slice(300)) await sayIn(log, witness, [range]);
      const [unheard, ...conversations] = rooms;
      const few = numbersTo(30).map((n) => rooms[n % 3] ?? LOBBY);
      await sayIn(log, witness, few);
      const heard = [...said, ...few].flatMap((range, index) =>
        range === unheard ? [] : [index + 1]
      );
      const page = pager(log);
      for (const after of [0, 1, 150, 299, 320, 329, 330, 331, 345, 359, 360]) {
        const left = heard.filter((seq) => seq > after);
        for (const limit of [1, 2, 5, 100]) {
          const expected = left.slice(0, limit);
          assertEquals(await page({ conversations, after, limit }), expected);
        }
      }
    },
  );

  test(
    "reads of each conversation what its range says",
    async (log, witness) => {
      const all = Array(20).fill([LOBBY, TEA, TALK]).flat();
      await sayIn(log, witness, all.slice(0, 30));
      await sayIn(log, witness, all.slice(30));
      const page = pager(log);
      const joined = { ...TEA, after: 31 };
      const left = { ...LOBBY, upTo: 7 };
      assertEquals(await page({ conversations: [left] }), [1, 4, 7]);
      assertEquals(await page({ conversations: [left], after: 1 }), [4, 7]);
      assertEquals(await page({ conversations: [left], before: 7 }), [1, 4]);
      assertEquals(await page({ conversations: [joined], limit: 3 }), [
        ...[53, 56, 59],
      ]);
      assertEquals(
        await page({ conversations: [joined], after: 0, limit: 2 }),
        [32, 35],
      );
      assertEquals(await page({ conversations: [joined], before: 33 }), [32]);
      assertEquals(await page({ conversations: [joined], before: 32 }), []);
      const both = [left, joined, { ...TALK, after: 6, upTo: 6 }];
      assertEquals(await page({ conversations: both, after: 0, limit: 4 }), [
        ...[1, 4, 7, 32],
      ]);
      const parts = [{ ...TEA, upTo: 2 }, { ...TEA, after: 56 }];
      assertEquals(await page({ conversations: parts }), [2, 59]);
      assertEquals(await page({ conversations: parts, after: 2 }), [59]);
      const found = await foundIn(log, {
        words: "hello",
        conversations: [left, { ...TEA, after: 56 }],
        limit: 9,
      });
      assertEquals(found.map(({ seq }) => seq), [1, 4, 7, 59]);
    },
  );

  test(
    "gives back what was said with all that belongs to it",
    async (log, witness) => {
      const talk = { conversation: TALK.key, target: { to: "Bob" } };
      const tea = { conversation: TEA.key, target: { room: "tea" } };
      await witness.sayAll(log, [
        { ...talk, author: "ada", by: 3, id: "a" },
        { ...talk, author: "Bob", by: 4, target: { to: "ada" }, account: true },
        { ...talk, author: "ada" },
        { ...tea, author: "ada", id: "b" },
        { ...tea, author: "ada", by: 3 },
        { ...tea, author: "Bob", by: 4, account: true },
        { ...tea, author: "Bob", by: 4, text: "", change: TOPIC, id: "c" },
        { ...tea, author: "ada", text: "", change: TOPIC },
      ]);
      const found = await log.page({ conversations: [TALK, TEA], limit: 9 });
      assertEquals(found, witness.shown);
      assertEquals(found.map(({ by }) => by), [3, 4, 0, 0, 3, 4, 4, 0]);
      for (const name of ["id", "account", "change"] as const) {
        for (const entry of found) {
          assertEquals(name in entry, entry[name] !== undefined);
        }
      }
    },
  );

  test("leaves out the changes that are not wanted", async (log, witness) => {
    const change = { text: "", change: TOPIC };
    await witness.sayAll(log, [{}, change, {}, change, { text: "topic" }]);
    const page = pager(log);
    const conversations = [LOBBY];
    assertEquals(await page({ conversations }), [1, 2, 3, 4, 5]);
    const without = new Set(["topic"] as const);
    assertEquals(await page({ conversations, without }), [1, 3, 5]);
    assertEquals(await page({ conversations, without, limit: 2 }), [3, 5]);
    assertEquals(await page({ conversations, without, after: 1 }), [3, 5]);
    const others = new Set(["room_changed"] as const);
    assertEquals(await page({ conversations, without: others, limit: 2 }), [
      ...[4, 5],
    ]);
    const query = { words: "topic", conversations, limit: 9 };
    assertEquals((await foundIn(log, query)).map(({ seq }) => seq), [5]);
  });

  test("searches the conversations asked for", async (log, witness) => {
    await sayIn(log, witness, [TALK, TALK, { key: "@01" }, TEA, LOBBY, DEV]);
    const find = async (conversations: readonly ConversationRange[]) => {
      const query = { words: "hello", conversations, limit: 9 };
      const found = await foundIn(log, query);
      return found.map(({ seq }) => seq);
    };
    assertEquals(await find([TEA, LOBBY]), [4, 5]);
    assertEquals(await find([TALK, TEA]), [1, 2, 4]);
    assertEquals(await find([{ key: "tea" }]), []);
    assertEquals(await find([]), []);
    const many = numbersTo(60).map((n) => ({ key: `${n}#none` }));
    assertEquals(await find([...many, DEV]), [6]);
  });
}

const TOPIC: Change = {
  code: "topic",
  fields: { topic: "Kräuter", by: "ada", list: [1, null, { a: true }] },
};

/** Says something in each conversation, one after the other in one turn. */
async function sayIn(
  log: Log,
  witness: Witness,
  ranges: readonly ConversationRange[],
): Promise<void> {
  await witness.sayAll(log, ranges.map(({ key }) => sayingIn(key)));
}

function sayingIn(conversation: string) {
  const name = conversation.slice(conversation.indexOf("#") + 1);
  const isTalk = conversation.startsWith("@");
  return { conversation, target: isTalk ? { to: "bob" } : { room: name } };
}

/** Returns a page as its seqs. */
function pager(log: Log) {
  return async (query: Omit<PageQuery, "limit"> & { limit?: number }) => {
    const page = await log.page({ limit: 100, ...query });
    return page.map(({ seq }) => seq);
  };
}
