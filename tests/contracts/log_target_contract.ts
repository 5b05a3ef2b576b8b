/**
 * What every log promises about conversations: which entries are in a page or a
 * search over several of them, and in which order.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import type { Log, PageQuery } from "../../server/log/log.ts";
import type { Target } from "../../shared/target.ts";
import type { Witness } from "../support/witness.ts";
import type { LogTest } from "./log_contract.ts";
import { numbersTo } from "./log_sayings.ts";
import { foundIn } from "../support/found_in.ts";

const LOBBY: Target = { room: "lobby" };
const TEA: Target = { room: "tea" };
const DEV: Target = { room: "dev" };

/** Registers them. */
export function testLogTargets(test: LogTest): void {
  test("pages one room at a time", async (log, witness) => {
    await sayIn(log, witness, [TEA, LOBBY, TEA, LOBBY]);
    const page = pager(log);
    assertEquals(await page({ targets: [TEA], after: 0 }), [1, 3]);
    assertEquals(await page({ targets: [{ room: "none" }] }), []);
    assertEquals(await page({ targets: [{ room: "Tea" }] }), []);
    assertEquals(await page({ targets: [] }), []);
  });

  test(
    "pages over several rooms in the order of seqs",
    async (log, witness) => {
      await sayIn(log, witness, [LOBBY, TEA, DEV, DEV, LOBBY, TEA, LOBBY, DEV]);
      const page = pager(log);
      const targets = [TEA, LOBBY];
      assertEquals(await page({ targets }), [1, 2, 5, 6, 7]);
      assertEquals(await page({ targets, limit: 2 }), [6, 7]);
      assertEquals(await page({ targets, before: 6, limit: 2 }), [2, 5]);
      assertEquals(await page({ targets, before: 2, limit: 2 }), [1]);
      assertEquals(await page({ targets, before: 1 }), []);
      assertEquals(await page({ targets, after: 0, limit: 3 }), [1, 2, 5]);
      assertEquals(await page({ targets, after: 5, limit: 1 }), [6]);
      assertEquals(await page({ targets, after: 7 }), []);
      assertEquals(await page({ targets: [TEA, TEA, TEA] }), [2, 6]);
      assertEquals(await page({ targets: [LOBBY, TEA, DEV], limit: 8 }), [
        ...[1, 2, 3, 4, 5, 6, 7, 8],
      ]);
    },
  );

  test("pages over rooms of which one is far behind", async (log, witness) => {
    await sayIn(log, witness, [TEA, ...Array(700).fill(LOBBY), TEA, DEV]);
    const page = pager(log);
    const targets = [LOBBY, TEA];
    assertEquals(await page({ targets, limit: 2 }), [701, 702]);
    assertEquals(await page({ targets, before: 3 }), [1, 2]);
    assertEquals(await page({ targets, after: 700 }), [701, 702]);
    assertEquals(await page({ targets: [TEA, DEV] }), [1, 702, 703]);
  });

  test(
    "pages on over many rooms, near the end and far from it",
    async (log, witness) => {
      const rooms = numbersTo(11).map((n) => ({ room: `room${n}` }));
      const said = numbersTo(330).map((n) => rooms[n * 7 % 11] ?? LOBBY);
      await sayIn(log, witness, said.slice(0, 300));
      for (const target of said.slice(300)) await witness.say(log, { target });
      const [unheard, ...targets] = rooms;
      const few = numbersTo(30).map((n) => rooms[n % 3] ?? LOBBY);
      await sayIn(log, witness, few);
      const heard = [...said, ...few].flatMap((target, index) =>
        target === unheard ? [] : [index + 1]
      );
      const page = pager(log);
      for (const after of [0, 1, 150, 299, 320, 329, 330, 331, 345, 359, 360]) {
        const left = heard.filter((seq) => seq > after);
        for (const limit of [1, 2, 5, 100]) {
          const expected = left.slice(0, limit);
          assertEquals(await page({ targets, after, limit }), expected);
        }
      }
    },
  );

  test(
    "reads what two people say to each other, and nobody else's",
    async (log, witness) => {
      await sayTo(log, witness, ["ada", "bob"], ["bob", "Ada"], ["cem", "ada"]);
      await sayTo(log, witness, ["bob", "bob"]);
      await witness.say(log, { author: "ada" });
      const page = pager(log);
      const bob = { to: "BOB" };
      assertEquals(await page({ targets: [bob], reader: "ada" }), [1, 2]);
      assertEquals(await page({ targets: [{ to: "ada" }], reader: "Bob" }), [
        1,
        2,
      ]);
      assertEquals(await page({ targets: [bob], reader: "bob" }), [4]);
      assertEquals(await page({ targets: [bob], reader: "cem" }), []);
      assertEquals(await page({ targets: [bob] }), []);
      assertEquals(await page({ targets: [LOBBY, bob], reader: "ada" }), [
        ...[1, 2, 5],
      ]);
      assertEquals(
        await page({ targets: [{ room: "bob" }], reader: "ada" }),
        [],
      );
    },
  );

  test(
    "gives back to whom a message went, and the id it was sent with",
    async (log, witness) => {
      const target = { to: "Bob" };
      await witness.say(log, { target, author: "ada", id: "a" });
      await witness.say(log, { target, author: "ada" });
      await witness.say(log, { target: TEA, author: "ada", id: "b" });
      const query = { targets: [target, TEA], reader: "ada", limit: 9 };
      const found = await log.page(query);
      assertEquals(found, witness.shown);
      assertEquals(found.map(({ target }) => target), [target, target, TEA]);
      assertEquals(found.map(({ id }) => id), ["a", undefined, "b"]);
      assertEquals("id" in (found[1] ?? {}), false);
    },
  );

  test("searches the conversations asked for", async (log, witness) => {
    await sayTo(log, witness, ["ada", "bob"], ["bob", "ada"], ["cem", "ada"]);
    await sayIn(log, witness, [TEA, LOBBY, DEV]);
    const find = async (targets: readonly Target[], reader?: string) => {
      const query = { words: "hello", targets, limit: 9 };
      const found = await foundIn(log, reader ? { ...query, reader } : query);
      return found.map(({ seq }) => seq);
    };
    assertEquals(await find([TEA, LOBBY]), [4, 5]);
    assertEquals(await find([{ to: "bob" }, TEA], "ada"), [1, 2, 4]);
    assertEquals(await find([{ to: "bob" }]), []);
    assertEquals(await find([]), []);
  });
}

/** Says something in each room, one after the other in one turn. */
async function sayIn(
  log: Log,
  witness: Witness,
  targets: readonly Target[],
): Promise<void> {
  await witness.sayAll(log, targets.map((target) => ({ target })));
}

/** Says something from one person to another, for each pair. */
async function sayTo(
  log: Log,
  witness: Witness,
  ...pairs: readonly (readonly [author: string, to: string])[]
): Promise<void> {
  const sayings = pairs.map(([author, to]) => ({ author, target: { to } }));
  await witness.sayAll(log, sayings);
}

/** Returns a page as its seqs. */
function pager(log: Log) {
  return async (query: Omit<PageQuery, "limit"> & { limit?: number }) => {
    const page = await log.page({ limit: 100, ...query });
    return page.map(({ seq }) => seq);
  };
}
