/**
 * What every log promises about what was erased: nobody finds it by any way, all
 * else is there, and no seq is given twice.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import type { Log } from "../../server/log/log.ts";
import { seqOf, type Witness } from "../support/witness.ts";
import { foundIn } from "../support/found_in.ts";
import type { LogTest } from "./log_contract.ts";
import { numbersTo } from "./log_sayings.ts";

const TEA = "7#tea";
const BOTH = [{ key: "lobby" }, { key: TEA }];

/** Registers them. */
export function testLogErase(test: LogTest): void {
  test(
    "erases what was said in one conversation up to a seq",
    async (log, witness) => {
      await sayInBoth(log, witness);
      await log.erase(TEA, 60);
      const left = numbersTo(200).filter((seq) => seq % 2 === 1 || seq > 60);
      assertEquals(await pages(log), left);
      assertEquals(await found(log), left);
      assertEquals([log.last, await log.lastOf(TEA)], [200, 200]);
      const query = { key: TEA, after: 0, reader: 1, names: ["all"] };
      assertEquals(await log.unread(query), { unread: 70, mentions: 70 });
      await log.erase(TEA, 999);
      assertEquals(await pages(log), left.filter((seq) => seq % 2 === 1));
      assertEquals(await log.lastOf(TEA), 0);
      assertEquals(await log.unread(query), { unread: 0, mentions: 0 });
      assertEquals(await log.page({ conversations: [{ key: "" }], limit: 9 }), [
        ...[],
      ]);
    },
  );

  test(
    "goes on after it erased the newest, and takes their ids again",
    async (log, witness) => {
      await sayInBoth(log, witness);
      await log.erase(TEA, 200);
      const say = (id: string) =>
        witness.say(log, { conversation: TEA, by: 2, id, text: "new" });
      assertEquals(seqOf(await say("i200")), 201);
      assertEquals((await say("i199")).kind, "refused");
      assertEquals(await log.lastOf(TEA), 201);
    },
  );

  test("erases nothing where there is nothing", async (log, witness) => {
    await log.erase(TEA, 9);
    await sayInBoth(log, witness);
    await log.erase("8#tea", 200);
    await log.erase(TEA, 1);
    await log.erase(TEA, 0);
    assertEquals(await pages(log), numbersTo(200));
  });
}

/** Odd seqs are of the lobby, even ones of the other. */
async function sayInBoth(log: Log, witness: Witness): Promise<void> {
  const sayings = numbersTo(200).map((n) => ({
    conversation: n % 2 === 1 ? "lobby" : TEA,
    by: 2,
    id: `i${n}`,
    text: `secret ${n} @all`,
  }));
  await witness.sayAll(log, sayings.slice(0, 100));
  for (const saying of sayings.slice(100, 110)) await witness.say(log, saying);
  await witness.sayAll(log, sayings.slice(110));
}

async function pages(log: Log): Promise<readonly number[]> {
  const page = await log.page({ conversations: BOTH, after: 0, limit: 999 });
  return page.map(({ seq }) => seq);
}

async function found(log: Log): Promise<readonly number[]> {
  const query = { words: "secret", conversations: BOTH, limit: 999 };
  return (await foundIn(log, query)).map(({ seq }) => seq);
}
