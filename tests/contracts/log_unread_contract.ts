/**
 * What every log promises about what somebody has not read: how much it is, how
 * much of it mentions the reader, and where a conversation ends.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import {
  type Change,
  type Log,
  MAX_UNREAD,
  type UnreadQuery,
} from "../../server/log/log.ts";
import type { LogTest } from "./log_contract.ts";

const ADA = 1;
const BOB = 2;
const CEM = 3;
const TEA = "7#tea";
const TOPIC: Change = { code: "topic", fields: { topic: "@ada" } };

/** Registers them. */
export function testLogUnread(test: LogTest): void {
  test(
    "counts what others said after a seq, in one conversation",
    async (log, witness) => {
      const unread = counter(log);
      assertEquals(await unread({}), [0, 0]);
      await witness.sayAll(log, [
        { by: BOB },
        { by: ADA },
        { by: BOB, conversation: TEA },
        { by: CEM, text: "", change: TOPIC },
      ]);
      await witness.sayAll(log, [{ by: CEM }, { by: ADA }, { by: 0 }]);
      assertEquals(await unread({}), [3, 0]);
      assertEquals(await unread({ after: 1 }), [2, 0]);
      assertEquals(await unread({ after: 4 }), [2, 0]);
      assertEquals(await unread({ after: 5 }), [1, 0]);
      assertEquals(await unread({ after: 7 }), [0, 0]);
      assertEquals(await unread({ after: 99 }), [0, 0]);
      assertEquals(await unread({ reader: BOB }), [4, 0]);
      assertEquals(await unread({ reader: 9 }), [5, 0]);
      assertEquals(await unread({ key: TEA }), [1, 0]);
      assertEquals(await unread({ key: TEA, reader: BOB }), [0, 0]);
      assertEquals(await unread({ key: "8#tea" }), [0, 0]);
    },
  );

  test(
    "counts those who mention the reader, whoever has the name",
    async (log, witness) => {
      const texts = [
        "hello",
        "@Ada, hi",
        "so, @ada.",
        "ask [@ada]",
        "@adam",
        "x@ada",
        "@all: tea, @ada",
        "@ALL",
        "ada",
        "@ada-b",
        "@Ünal",
      ];
      await witness.sayAll(log, texts.map((text) => ({ by: BOB, text })));
      await witness.say(log, { by: ADA, text: "@ada @all" });
      const unread = counter(log);
      assertEquals(await unread({}), [11, 5]);
      assertEquals(await unread({ after: 2 }), [9, 4]);
      assertEquals(await unread({ names: ["ada"] }), [11, 4]);
      assertEquals(await unread({ names: ["adam"] }), [11, 1]);
      assertEquals(await unread({ names: ["ünal"] }), [11, 1]);
      assertEquals(await unread({ names: [] }), [11, 0]);
      assertEquals(await unread({ reader: BOB, names: ["ada"] }), [1, 1]);
    },
  );

  test("counts a thousand, and no more", async (log, witness) => {
    const sayings = Array.from({ length: 2600 }, (_, n) => ({
      by: n % 2 === 0 ? BOB : ADA,
      text: `${n} @ada @all`,
    }));
    await witness.sayAll(log, sayings);
    const unread = counter(log);
    assertEquals(await unread({}), [MAX_UNREAD, MAX_UNREAD]);
    assertEquals(await unread({ after: 598 }), [MAX_UNREAD, MAX_UNREAD]);
    assertEquals(await unread({ after: 602 }), [999, 999]);
  });

  test("says where a conversation ends", async (log, witness) => {
    assertEquals(await log.lastOf("lobby"), 0);
    await witness.sayAll(log, [{}, { conversation: TEA }, {}]);
    await witness.say(log, { text: "", change: TOPIC });
    assertEquals(await log.lastOf("lobby"), 4);
    assertEquals(await log.lastOf(TEA), 2);
    assertEquals(await log.lastOf("tea"), 0);
  });
}

/** Returns a count for Ada as its two numbers. */
function counter(log: Log) {
  return async (query: Partial<UnreadQuery>) => {
    const asked = {
      key: "lobby",
      after: 0,
      reader: ADA,
      names: ["ada", "all"],
    };
    const { unread, mentions } = await log.unread({ ...asked, ...query });
    return [unread, mentions];
  };
}
