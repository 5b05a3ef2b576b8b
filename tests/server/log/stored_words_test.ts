import { assert, assertEquals } from "@std/assert";
import type { Draft, SearchQuery } from "../../../server/log/log.ts";
import {
  MAX_STEP_ENTRIES,
  SearchBudget,
} from "../../../server/log/search_budget.ts";
import { SqliteStore } from "../../../server/log/sqlite_store.ts";
import { AWKWARD_TEXTS } from "../../contracts/log_sayings.ts";
import { SCRIPT_CASES } from "../../contracts/log_script_contract.ts";
import { TempLog } from "../../support/temp_log.ts";
import { draftOf } from "../../support/witness.ts";

/** Of a clock that stands still; counts what is done. */
class CountingBudget extends SearchBudget {
  spent = 0;

  constructor() {
    super(() => 0);
  }

  override spend(entries: number): void {
    this.spent += entries;
    super.spend(entries);
  }
}

Deno.test("StoredWords finds with its index what it finds without, in every script", async () => {
  await using place = await newPlace();
  using store = SqliteStore.open(place.database, () => {});
  const texts = [...SCRIPT_CASES.map(({ text }) => text), ...AWKWARD_TEXTS];
  const queries = [
    ...texts,
    ...SCRIPT_CASES.flatMap(({ found, others = [] }) => [...found, ...others]),
    ...["s*", "in*", "的", "海", "し", "x*", "rele* fri*", "quoted and"],
  ];
  write(store, texts.map((text) => ({ text })));
  const find = () => queries.map((words) => search(store, { words }).seqs);
  const without = find();
  while (store.words.step());
  assertEquals(store.words.indexed, texts.length);
  assertEquals(find(), without);
});

Deno.test("StoredWords reads nothing for an author who said nothing, whatever other names look like", async () => {
  await using place = await newPlace();
  using store = filled(place, 8000);
  const query = { words: "hello", author: "ada-", limit: 1 };
  assertEquals(search(store, query), { seqs: [], steps: 1, spent: 10 });
});

Deno.test("StoredWords does little where words are common and never together", async () => {
  await using place = await newPlace();
  using store = filled(place, 8000);
  const perWindow = 4 * 5 + 1; // four look-ups at most
  const windows = 2;
  for (const words of ["even odd", "message even odd", "mess* odd even"]) {
    const { seqs, spent } = search(store, { words });
    assertEquals(seqs, [], words);
    assert(spent <= windows * perWindow, `${words}: ${spent}`);
  }
  const the = search(store, { words: "the ".repeat(1024), limit: 100 });
  assertEquals(the.seqs.length, 100);
  assert(the.spent <= perWindow + 100, `${the.spent}`);
});

Deno.test("StoredWords looks up sixteen of many words, and each text it finds has all of them", async () => {
  await using place = await newPlace();
  using store = SqliteStore.open(place.database, () => {});
  const words = Array.from({ length: 700 }, (_, n) => `w${n}`);
  const last = words.at(-1) ?? "";
  write(store, [{ text: words.join(" ") }, { text: words.slice(1).join(" ") }]);
  while (store.words.step());
  const { seqs, spent } = search(store, { words: words.join(" ") });
  assertEquals(seqs, [1]);
  assert(spent <= 17 * 5 + 2, `${spent}`);
  assertEquals(search(store, { words: last }).seqs, [1, 2]);
});

Deno.test("StoredWords ends a step in the middle of what has a common beginning", async () => {
  await using place = await newPlace();
  using store = filled(place, 6000);
  const { seqs, steps } = search(store, { words: "1* odd even" });
  assertEquals(seqs, []);
  assert(steps <= 1 + 2 * 6000 / MAX_STEP_ENTRIES, `${steps} steps`);
});

Deno.test("StoredWords finds what is not indexed yet, and says that it is being indexed", async () => {
  await using place = await newPlace();
  using store = filled(place, 20_001, { isIndexed: false });
  const first = () => search(store, { words: "0", author: "rare", limit: 1 });
  const step = () =>
    store.words.search({
      words: "x",
      conversations: [{ key: "lobby" }],
      limit: 1,
    });
  assertEquals(step().isIndexing, true);
  assertEquals(first().seqs, [1]);
  store.words.step();
  assertEquals(first().seqs, [1], "with a part of it indexed");
  assertEquals(step().isIndexing, false, "few are left");
  while (store.words.step());
  assertEquals(first().seqs, [1]);
});

Deno.test("StoredWords.step() takes few long texts, and many words, at a time", async () => {
  await using place = await newPlace();
  using store = SqliteStore.open(place.database, () => {});
  const long = "and more ".repeat(455);
  write(store, Array.from({ length: 40 }, () => ({ text: long })));
  store.words.step();
  assertEquals(store.words.indexed, 9, "32 KiB of text, not of a block");
  while (store.words.step());
  const many = (n: number) =>
    Array.from({ length: 300 }, (_, word) => `n${n}w${word}`).join(" ");
  write(store, Array.from({ length: 40 }, (_, n) => ({ text: many(n) })));
  store.words.step();
  assertEquals(store.words.indexed, 44);
});

Deno.test("StoredWords.reset() makes the index anew, and finds everything meanwhile", async () => {
  await using place = await newPlace();
  using store = filled(place, 300);
  store.words.reset();
  store.words.reset();
  assertEquals(store.words.indexed, 0);
  const find = () => search(store, { words: "299" }).seqs;
  assertEquals(find(), [300]);
  while (store.words.step());
  assertEquals(find(), [300]);
});

async function newPlace(): Promise<TempLog> {
  const place = new TempLog();
  await Deno.mkdir(place.folder);
  return place;
}

/** Writes what two words are never in together, and three are in each of. */
function filled(
  place: TempLog,
  count: number,
  { isIndexed = true } = {},
): SqliteStore {
  const store = SqliteStore.open(place.database, () => {});
  const text = (n: number) =>
    `message ${n} ${n % 2 === 0 ? "even" : "odd"} hello, the people say`;
  const author = (n: number) => n === 0 ? "rare" : "ada_";
  write(
    store,
    Array.from(
      { length: count },
      (_, n) => ({ text: text(n), author: author(n) }),
    ),
  );
  while (isIndexed && store.words.step());
  return store;
}

function write(store: SqliteStore, sayings: readonly Partial<Draft>[]): void {
  const drafts = sayings.map((saying) => ({
    ...draftOf("", () => {}),
    ...saying,
  }));
  store.write(drafts, 0);
}

/** Searches to the end; returns what was found, and what that took. */
function search(store: SqliteStore, query: Partial<SearchQuery>) {
  const seqs: number[] = [];
  const { limit = 1000 } = query;
  let before = store.last + 1;
  let spent = 0;
  for (let steps = 1;; steps++) {
    const budget = new CountingBudget();
    const step = store.words.search({
      words: "",
      conversations: [{ key: "lobby" }],
      ...query,
      limit: limit - seqs.length,
      before,
    }, budget);
    seqs.unshift(...step.entries.map(({ seq }) => seq));
    spent += budget.spent;
    before = step.first;
    if (step.isDone || seqs.length >= limit) return { seqs, steps, spent };
  }
}
