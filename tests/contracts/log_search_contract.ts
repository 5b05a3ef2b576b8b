/**
 * What every log promises about a search.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import type { Log } from "../../server/log/log.ts";
import type { Witness } from "../support/witness.ts";
import type { LogTest } from "./log_contract.ts";
import { AWKWARD_TEXTS, sayNumbers } from "./log_sayings.ts";

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
        await find({ words: "quick", targets: [{ room: "lobby" }] }),
        ["1"],
      );
      assertEquals(
        await find({ words: "quick", targets: [{ room: "Lobby" }] }),
        [],
      );
      assertEquals(await find({ words: "quick", targets: [] }), []);
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
    assertEquals(await find({ words: "語日" }), ["9"]);
    assertEquals(await find({ words: "AND" }), ["2", "3"]);
    const many = Array.from({ length: 800 }, (_, index) => `w${index}`);
    assertEquals(await find({ words: many.join(" ") }), []);
  });
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
    const found = await log.search({
      words: "",
      targets: [{ room: "lobby" }, { room: "tea" }],
      limit: 100,
      ...query,
    });
    return found.map(({ seq }) => String(seq));
  };
}
