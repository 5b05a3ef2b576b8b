/**
 * What every log promises about a search.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import type { Log } from "../../server/log/log.ts";
import {
  MAX_STEP_ENTRIES,
  SearchBudget,
} from "../../server/log/search_budget.ts";
import type { Witness } from "../support/witness.ts";
import type { LogTest } from "./log_contract.ts";
import { AWKWARD_TEXTS, sayNumbers } from "./log_sayings.ts";
import { foundIn } from "../support/found_in.ts";

/** Registers them. */
export function testLogSearch(test: LogTest): void {
  test("finds entries that have all the words", async (log, witness) => {
    await sayForSearch(log, witness);
    const find = finder(log);
    assertEquals(await find({ words: "quick" }), ["1", "3"]);
    assertEquals(await find({ words: "QUICK, Fox!" }), ["1"]);
    assertEquals(await find({ words: "fox quick fox" }), ["1"]);
    assertEquals(await find({ words: "fox absent" }), []);
    assertEquals(await find({ words: "qui" }), []);
  });

  test(
    "finds only what the asker may read, by whom he asks for",
    async (log, witness) => {
      await sayForSearch(log, witness);
      const find = finder(log);
      assertEquals(
        await find({ words: "quick", conversations: [{ key: "lobby" }] }),
        ["1"],
      );
      assertEquals(
        await find({ words: "quick", conversations: [{ key: "Lobby" }] }),
        [],
      );
      assertEquals(await find({ words: "quick", conversations: [] }), []);
      assertEquals(await find({ words: "quick", author: "BOB" }), ["3"]);
      assertEquals(await find({ words: "quick", author: "nobody" }), []);
    },
  );

  test("finds the newest first, and more before them", async (log, witness) => {
    await sayNumbers(log, witness, 5, "number");
    const find = finder(log);
    assertEquals(await find({ words: "number", limit: 2 }), ["4", "5"]);
    assertEquals(await find({ words: "number", limit: 2, before: 4 }), [
      "2",
      "3",
    ]);
    assertEquals(await find({ words: "number", limit: 9, before: 2 }), ["1"]);
    assertEquals(await find({ words: "number", limit: 9, before: 1 }), []);
  });

  test("takes a search for words and nothing else", async (log, witness) => {
    await witness.sayAll(log, AWKWARD_TEXTS.map((text) => ({ text })));
    const find = finder(log);
    for (const [index, words] of AWKWARD_TEXTS.entries()) {
      assertEquals(await find({ words }), [String(index + 1)], words);
    }
    for (const words of ["", " ", '"', "*", "()", "^", "§", "¶ --", "\n"]) {
      assertEquals(await find({ words }), [], words);
    }
    assertEquals(await find({ words: "fi" }), ["6"], "a ligature is letters");
    assertEquals(await find({ words: "❤" }), ["6"]);
    assertEquals(await find({ words: "本語" }), ["9"]);
    assertEquals(await find({ words: "語日" }), []);
    assertEquals(await find({ words: "AND" }), ["2", "3"]);
    const many = Array.from({ length: 800 }, (_, index) => `w${index}`);
    assertEquals(await find({ words: many.join(" ") }), []);
  });

  test(
    "takes all words of a query, counted once, however many they are",
    async (log, witness) => {
      const words = Array.from({ length: 40 }, (_, n) => `w${n}`);
      await witness.sayAll(log, [
        { text: words.join(" ") },
        { text: words.slice(1).join(" ") },
        { text: words.slice(0, 39).join(" ") },
      ]);
      const find = finder(log);
      assertEquals(await find({ words: words.join(" ") }), ["1"]);
      assertEquals(await find({ words: "w7 ".repeat(1024) }), ["1", "2", "3"]);
    },
  );

  test(
    "finds exactly the author asked for, whatever signs are in names",
    async (log, witness) => {
      const names = ["ada_", "ada^", "ada[", "ada-", "ada", "Ада"];
      await witness.sayAll(
        log,
        names.flatMap((author) => [{ author }, { author, text: "bye" }]),
      );
      const find = finder(log);
      for (const [index, author] of names.entries()) {
        const found = await find({ words: "hello", author });
        assertEquals(found, [String(2 * index + 1)], author);
      }
      assertEquals(await find({ words: "hello", author: "ada\\" }), []);
    },
  );

  test(
    "ends a step when its budget is spent, and says where it got to",
    async (log, witness) => {
      const texts = Array.from({ length: 1200 }, (_, n) => `上海 海上 ${n}`);
      await witness.sayAll(log, texts.map((text) => ({ text })));
      const query = {
        words: "上海上", // its pairs are everywhere, and it is nowhere
        conversations: [{ key: "lobby" }],
        limit: 9,
      };
      const steps: number[] = [];
      for (let before = log.last + 1;;) {
        const step = await log.search({ ...query, before }, stoppedBudget());
        assertEquals(step.entries, []);
        assert(step.first < before, "a step gets on");
        before = step.first;
        steps.push(before);
        if (step.isDone) break;
      }
      assertEquals(steps.at(-1), 1);
      assertEquals(steps.length, Math.ceil(1200 / MAX_STEP_ENTRIES));
    },
  );

  test("gets on though a step has no time at all", async (log, witness) => {
    await sayNumbers(log, witness, 5, "number");
    let now = 0;
    const late = () => new SearchBudget(() => now += 1000);
    const query = {
      words: "number",
      conversations: [{ key: "lobby" }],
      limit: 9,
    };
    const found: number[] = [];
    for (let before = log.last + 1; before > 1;) {
      const { entries, first } = await log.search({ ...query, before }, late());
      assert(first < before);
      found.push(...entries.map(({ seq }) => seq));
      before = first;
    }
    assertEquals(found, [5, 4, 3, 2, 1]);
  });
}

/** A budget of a clock that stands still: only what is read counts. */
function stoppedBudget(): SearchBudget {
  return new SearchBudget(() => 0);
}

async function sayForSearch(log: Log, witness: Witness): Promise<void> {
  await witness.say(log, { text: "The quick brown fox" });
  await witness.say(log, { text: "a slow fox" });
  await witness.say(log, {
    author: "Bob",
    target: { room: "tea" },
    text: "Be quick!",
  });
}

/** Returns a search that answers with seqs. */
function finder(log: Log) {
  return async (query: Partial<Parameters<Log["search"]>[0]>) => {
    const found = await foundIn(log, {
      words: "",
      conversations: [{ key: "lobby" }, { key: "tea" }],
      limit: 100,
      ...query,
    });
    return found.map(({ seq }) => String(seq));
  };
}
