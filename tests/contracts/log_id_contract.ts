/**
 * What every log promises about the ids that clients give: what is sent again is
 * stored once, an id is used for one message only, and a name that passed on
 * hinders nobody.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import type { Change, Outcome } from "../../server/log/log.ts";
import { seqOf, textsOf } from "../support/witness.ts";
import type { LogTest } from "./log_contract.ts";

const TOPIC: Change = { code: "topic", fields: { topic: "tea" } };
const OTHER_TOPIC: Change = { code: "topic", fields: { topic: "milk" } };

/** Registers them. */
export function testLogIds(test: LogTest): void {
  test(
    "answers an id that was stored with its first seq",
    async (log, witness) => {
      await witness.say(log, { id: "a", text: "first" });
      await witness.say(log, { text: "between" });
      const again = await witness.say(log, { id: "a", text: "first" });
      assertEquals(again, { kind: "duplicate", seq: 1 });
      assertEquals(textsOf(witness.shown), ["first", "between"]);
      assertEquals(log.last, 2);
    },
  );

  test("finds the same id twice in one group", async (log, witness) => {
    const outcomes = await witness.sayAll(log, [
      { id: "a", text: "one" },
      { id: "a", text: "one" },
      { id: "b", text: "three" },
      { id: "a", text: "two" },
    ]);
    assertEquals(outcomes.map(answerOf), [1, "again 1", 2, "id_used"]);
    assertEquals(witness.groups.map(textsOf), [["one", "three"]]);
  });

  test(
    "shows nothing when a group brings nothing new",
    async (log, witness) => {
      await witness.say(log, { id: "a" });
      await witness.sayAll(log, [{ id: "a" }, { id: "a" }]);
      assertEquals(witness.groups.length, 1);
    },
  );

  test(
    "takes one author's name in any case for the same",
    async (log, witness) => {
      await witness.say(log, { author: "Ada", id: "a" });
      const again = await witness.say(log, { author: "aDA", id: "a" });
      assertEquals(again, { kind: "duplicate", seq: 1 });
      await witness.say(log, { author: "Ölaf", id: "a" });
      const wide = await witness.say(log, { author: "ölaf", id: "a" });
      assertEquals(wide, { kind: "duplicate", seq: 2 });
    },
  );

  test(
    "takes ids of different authors and of different case for different",
    async (log, witness) => {
      const outcomes = await witness.sayAll(log, [
        { author: "ada", id: "a" },
        { author: "bob", id: "a" },
        { author: "ada", id: "A" },
        { author: "ad", id: "aa" },
      ]);
      assertEquals(outcomes.map(seqOf), [1, 2, 3, 4]);
    },
  );

  test(
    "refuses an id that its identity used for something else",
    async (log, witness) => {
      const ada = { id: "a", by: 7 };
      await witness.say(log, { ...ada, text: "one" });
      const say = async (saying: object) =>
        answerOf(await witness.say(log, { ...ada, text: "one", ...saying }));
      assertEquals(await say({ text: "two" }), "id_used");
      assertEquals(await say({ text: "One" }), "id_used");
      assertEquals(await say({ conversation: "7#tea" }), "id_used");
      assertEquals(await say({ text: "", change: TOPIC }), "id_used");
      assertEquals(await say({}), "again 1");
      // Without a token it is known by its name, its words and their place.
      assertEquals(await say({ by: 8 }), "again 1");
      assertEquals(await say({ by: 0 }), "again 1");
      assertEquals(log.last, 1);
    },
  );

  test("tells changes with one id apart", async (log, witness) => {
    const change = { id: "a", text: "", by: 7 };
    const outcomes = await witness.sayAll(log, [
      { ...change, change: TOPIC },
      { ...change, change: { ...TOPIC } },
      { ...change, change: OTHER_TOPIC },
      { ...change },
    ]);
    assertEquals(outcomes.map(answerOf), [1, "again 1", "id_used", "id_used"]);
  });

  test(
    "lets a name's next owner use an id, and knows it from then on",
    async (log, witness) => {
      const say = async (by: number, text: string) =>
        answerOf(await witness.say(log, { id: "a", by, text }));
      assertEquals(await say(1, "one"), 1);
      assertEquals(await say(2, "two"), 2);
      assertEquals(await say(2, "two"), "again 2");
      assertEquals(await say(2, "three"), "id_used");
      assertEquals(await say(3, "three"), 3);
      assertEquals(await say(3, "two"), "id_used");
      assertEquals(textsOf(witness.shown), ["one", "two", "three"]);
    },
  );

  test(
    "knows within one group that a name was passed on",
    async (log, witness) => {
      const outcomes = await witness.sayAll(log, [
        { id: "a", by: 1, text: "one" },
        { id: "a", by: 2, text: "two" },
        { id: "a", by: 2, text: "two" },
        { id: "a", by: 2, text: "three" },
        { id: "a", by: 3, text: "four" },
        { id: "a", by: 3, text: "four" },
      ]);
      const expected = [1, 2, "again 2", "id_used", 3, "again 3"];
      assertEquals(outcomes.map(answerOf), expected);
      assertEquals(witness.groups.map(textsOf), [["one", "two", "four"]]);
    },
  );
}

function answerOf(outcome: Outcome): number | string {
  if (outcome.kind === "refused") return outcome.error.code;
  if (outcome.kind === "duplicate") return `again ${outcome.seq}`;
  return outcome.entry.seq;
}
