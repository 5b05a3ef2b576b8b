/**
 * What every log promises, as tests; each implementation registers them.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import type { Log, LogOptions } from "../../server/log/log.ts";
import { within } from "../support/within.ts";
import { draftOf, textsOf, Witness } from "../support/witness.ts";
import { AWKWARD_TEXTS, numbersTo, sayNumbers } from "./log_sayings.ts";
import { checkAgainstModel, stepsArbitrary } from "./log_model.ts";
import { testLogFaults } from "./log_fault_contract.ts";
import { testLogScripts } from "./log_script_contract.ts";
import { testLogSearch } from "./log_search_contract.ts";
import { testLogConversations } from "./log_conversation_contract.ts";
import { testLogIds } from "./log_id_contract.ts";
import {
  checkManyConversations,
  MANY_CONVERSATIONS,
} from "./log_many_contract.ts";
import { testLogErase } from "./log_erase_contract.ts";
import { testLogUnread } from "./log_unread_contract.ts";
import { foundIn } from "../support/found_in.ts";

/** A place where one log at a time can be opened. */
export interface LogPlace extends AsyncDisposable {
  /** Opens the log of this place. */
  open(options: LogOptions): Log;
}

/** Registers one test on a fresh log. */
export type LogTest = (
  sentence: string,
  run: (log: Log, witness: Witness) => Promise<void>,
  options?: Partial<LogOptions>,
) => void;

/** Registers the tests every log must pass. */
export function testLog(name: string, makePlace: () => LogPlace): void {
  const test: LogTest = (sentence, run, options = {}) =>
    Deno.test(`${name} ${sentence}`, async () => {
      const witness = new Witness();
      await using place = makePlace();
      await using log = place.open({ ...witness.options, ...options });
      await run(log, witness);
    });

  test("starts empty", async (log) => {
    assertEquals([log.last, log.forgotten], [0, 0]);
    assertEquals(
      await log.page({ conversations: [{ key: "lobby" }], limit: 10 }),
      [],
    );
    assertEquals(
      await log.page({
        conversations: [{ key: "lobby" }],
        after: 0,
        limit: 10,
      }),
      [],
    );
    const query = {
      words: "hello",
      conversations: [{ key: "lobby" }],
      limit: 10,
    };
    assertEquals(await foundIn(log, query), []);
  });

  test("stores, then settles, then shows", async (log, witness) => {
    const heard = witness.sayAll(log, [{ text: "one" }, { text: "two" }]);
    assertEquals(witness.events, [], "nothing happens inside append()");
    await heard;
    assertEquals(witness.events, [
      "settled one",
      "settled two",
      "shown one two",
    ]);
  });

  test("has stored a draft and moved on when it settles it", async (log) => {
    const { promise, resolve } = Promise.withResolvers<unknown>();
    const settle = () =>
      resolve([
        log.last,
        log.page({ conversations: [{ key: "lobby" }], limit: 1 }),
      ]);
    log.append(draftOf("one", settle));
    const [last, page] = await promise as [number, ReturnType<Log["page"]>];
    assertEquals(last, 1);
    assertEquals(textsOf(await page), ["one"]);
  });

  test("shows what arrives in one turn as one group", async (log, witness) => {
    const texts = Array.from({ length: 20 }, (_, index) => `t${index}`);
    await witness.sayAll(log, texts.map((text) => ({ text })));
    await witness.say(log, { text: "later" });
    assertEquals(witness.groups.map(textsOf), [texts, ["later"]]);
  });

  test(
    "gives every entry the next seq and the clock's time",
    async (log, witness) => {
      await witness.say(log, {
        conversation: "7#tea",
        target: { room: "tea" },
        author: "Ada",
        by: 17,
        account: true,
        text: "one",
        id: "i",
      });
      await witness.say(log, { author: "bob", text: "two", time: 17 });
      assertEquals(witness.shown, [
        {
          seq: 1,
          time: 1000,
          conversation: "7#tea",
          target: { room: "tea" },
          author: "Ada",
          by: 17,
          account: true,
          text: "one",
          id: "i",
        },
        {
          seq: 2,
          time: 17,
          conversation: "lobby",
          target: { room: "lobby" },
          author: "bob",
          by: 0,
          text: "two",
        },
      ]);
      assertEquals(log.last, 2);
    },
    { now: () => 1000 },
  );

  test(
    "drain() resolves when what was taken is settled and shown",
    async (log, witness) => {
      witness.say(log, { text: "one" });
      await within(log.drain(), "one");
      assertEquals(witness.events, ["settled one", "shown one"]);
      await within(log.drain(), "nothing");
      assertEquals(witness.groups.length, 1);
    },
  );

  test(
    "drain() from inside settle() waits for what was taken before it",
    async (log, witness) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      const drained = () => witness.events.push("drained");
      const settle = () => {
        witness.say(log, { text: "two" });
        log.drain().then(drained).then(() => resolve());
      };
      log.append(draftOf("one", settle));
      await within(log.drain(), "one");
      await within(promise, "two");
      assertEquals(witness.events, [
        "shown one",
        "settled two",
        "shown two",
        "drained",
      ]);
    },
    { mayDelay: () => true },
  );

  test(
    "gathers over turns while the last group is being written",
    async (log, witness) => {
      const first = witness.say(log, { text: "one" });
      await Promise.resolve();
      const second = witness.say(log, { text: "two" });
      await Promise.resolve();
      assertEquals(witness.groups.length, 0);
      await log.drain();
      await Promise.all([first, second]);
      assertEquals(witness.groups.map(textsOf), [["one", "two"]]);
    },
    { mayDelay: () => true },
  );

  test(
    "stores the same text without an id as often as it is said",
    async (log, witness) => {
      await witness.sayAll(log, [{}, {}]);
      await witness.say(log, {});
      assertEquals(log.last, 3);
    },
  );

  test("pages forward from any place", async (log, witness) => {
    await sayNumbers(log, witness, 5);
    const after = async (seq: number, limit: number) =>
      textsOf(
        await log.page({
          conversations: [{ key: "lobby" }],
          after: seq,
          limit,
        }),
      );
    assertEquals(await after(0, 10), ["1", "2", "3", "4", "5"]);
    assertEquals(await after(0, 1), ["1"]);
    assertEquals(await after(2, 2), ["3", "4"]);
    assertEquals(await after(4, 10), ["5"]);
    assertEquals(await after(5, 10), []);
    assertEquals(await after(99, 10), []);
  });

  test("pages back from any place, oldest first", async (log, witness) => {
    await sayNumbers(log, witness, 5);
    const before = async (seq: number | undefined, limit: number) =>
      textsOf(
        await log.page({
          conversations: [{ key: "lobby" }],
          limit,
          ...(seq === undefined ? {} : { before: seq }),
        }),
      );
    assertEquals(await before(undefined, 2), ["4", "5"]);
    assertEquals(await before(undefined, 10), ["1", "2", "3", "4", "5"]);
    assertEquals(await before(5, 1), ["4"]);
    assertEquals(await before(99, 1), ["5"]);
    assertEquals(await before(2, 10), ["1"]);
    assertEquals(await before(1, 10), []);
    assertEquals(await before(0, 10), []);
  });

  test(
    "ends a page that is full of long texts, whichever way it is read",
    async (log, witness) => {
      const text = "x".repeat(4096);
      await witness.sayAll(log, numbersTo(40).map(() => ({ text })));
      const seqs = async (range: { after?: number; before?: number }) => {
        const query = {
          conversations: [{ key: "lobby" }],
          limit: 1000,
          ...range,
        };
        return (await log.page(query)).map(({ seq }) => seq);
      };
      const all = numbersTo(40);
      assertEquals(await seqs({ after: 0 }), all.slice(0, 16));
      assertEquals(await seqs({ after: 16 }), all.slice(16, 32));
      assertEquals(await seqs({ after: 32 }), all.slice(32));
      assertEquals(await seqs({}), all.slice(24));
      assertEquals(await seqs({ before: 25 }), all.slice(8, 24));
    },
  );

  test(
    "reads no further than a page may be long, and one entry at least",
    async (log, witness) => {
      await witness.sayAll(
        log,
        ["aaaa", "bbbb", "cccc"].map((text) => ({ text })),
      );
      const texts = async (maxChars: number) =>
        textsOf(
          await log.page({
            conversations: [{ key: "lobby" }],
            after: 0,
            limit: 9,
            maxChars,
          }),
        );
      assertEquals(await texts(1), ["aaaa"]);
      assertEquals(await texts(4), ["aaaa"]);
      assertEquals(await texts(5), ["aaaa", "bbbb"]);
      assertEquals(await texts(12), ["aaaa", "bbbb", "cccc"]);
    },
  );

  test("gives every text back as it was said", async (log, witness) => {
    await witness.sayAll(log, AWKWARD_TEXTS.map((text) => ({ text })));
    const page = await log.page({
      conversations: [{ key: "lobby" }],
      after: 0,
      limit: 100,
    });
    assertEquals(textsOf(page), [...AWKWARD_TEXTS]);
    assertEquals(textsOf(witness.shown), [...AWKWARD_TEXTS]);
  });

  testLogFaults(test);
  testLogScripts(test);
  testLogSearch(test);
  testLogConversations(test);
  testLogIds(test);
  testLogUnread(test);
  testLogErase(test);

  Deno.test(`${name} settles what waits when it is closed, and closes twice`, async () => {
    const witness = new Witness();
    await using place = makePlace();
    const log = place.open(witness.options);
    witness.say(log, { text: "one" });
    await log[Symbol.asyncDispose]();
    assertEquals(witness.events, ["settled one", "shown one"]);
    await log[Symbol.asyncDispose]();
  });

  Deno.test(`${name} does what a plain array would do, whatever is said`, async () => {
    await fc.assert(
      fc.asyncProperty(stepsArbitrary(), async (steps) => {
        const witness = new Witness();
        await using place = makePlace();
        await using log = place.open(witness.options);
        await checkAgainstModel(log, witness, steps);
      }),
      { numRuns: 40 },
    );
  });

  Deno.test(`${name} pages and searches many conversations as an array would`, async () => {
    await fc.assert(
      fc.asyncProperty(MANY_CONVERSATIONS, async (many) => {
        const witness = new Witness();
        await using place = makePlace();
        await using log = place.open(witness.options);
        await checkManyConversations(log, witness, many);
      }),
      // What fails is large, and takes minutes to be made smaller.
      { numRuns: 12, endOnFailure: true },
    );
  });

  Deno.test(`${name} shows a group that is too large in several, in order`, async () => {
    const witness = new Witness();
    await using place = makePlace();
    await using log = place.open(witness.options);
    const sayings = Array.from({ length: 2000 }, (_, i) => ({ text: `${i}` }));
    await witness.sayAll(log, sayings);
    assert(witness.groups.length > 1);
    assertEquals(textsOf(witness.shown), sayings.map(({ text }) => text));
  });
}
