import { assertEquals } from "@std/assert";
import type { Draft } from "../../../server/log/log.ts";
import { SqliteStore } from "../../../server/log/sqlite_store.ts";
import { draftOf } from "../../support/witness.ts";

Deno.test("SqliteStore.undoAfter() takes back what a failed commit left behind", async () => {
  await using file = new TempFile();
  using store = SqliteStore.open(file.path, () => {});
  store.write([draft("one"), draft("two"), draft("three", "a")], 0);
  store.undoAfter(1);
  assertEquals(store.last, 1);
  store.write([draft("four", "a")], 0);
  const page = store.page({
    conversations: [{ key: "lobby" }],
    after: 0,
    limit: 9,
  });
  assertEquals(page.map(({ seq, text }) => [seq, text]), [
    [1, "one"],
    [2, "four"],
  ]);
  store.undoAfter(2);
  assertEquals(store.last, 2);
});

Deno.test("SqliteStore.write() leaves nothing behind when one draft cannot be stored", async () => {
  await using file = new TempFile();
  using store = SqliteStore.open(file.path, () => {});
  const wrong = { ...draft("two"), id: Object("a") };
  let message = "";
  try {
    store.write([draft("one"), wrong], 0);
  } catch (error) {
    message = String(error);
  }
  assertEquals(message === "", false);
  assertEquals(store.last, 0);
  assertEquals(
    store.page({ conversations: [{ key: "lobby" }], after: 0, limit: 9 }),
    [],
  );
});

Deno.test("StoredWords.step() leaves a few entries for a quiet moment, and many not", async () => {
  await using file = new TempFile();
  using store = SqliteStore.open(file.path, () => {});
  store.write(Array.from({ length: 20_000 }, () => draft("hello")), 0);
  store.words.step(false);
  assertEquals(store.words.indexed, 0);
  store.write([draft("one more")], 0);
  store.words.step(false);
  assertEquals(store.words.indexed, 128);
  while (store.words.step());
  assertEquals(store.words.indexed, 20_001);
});

Deno.test("SqliteStore.writeAhead brings what was committed to its place", async () => {
  await using file = new TempFile();
  using store = SqliteStore.open(file.path, () => {});
  store.syncBeside(file.path);
  store.write(Array.from({ length: 500 }, () => draft("hello")), 0);
  const before = await Deno.stat(file.path);
  await store.writeAhead?.checkpoint();
  const after = await Deno.stat(file.path);
  assertEquals(after.size > before.size, true);
  assertEquals((await Deno.stat(`${file.path}-wal`)).size, 0);
});

Deno.test("SqliteStore shows nobody what is written and not confirmed", async () => {
  await using file = new TempFile();
  using store = SqliteStore.open(file.path, () => {});
  store.syncBeside(file.path);
  store.write([draft("old news")], 0);
  store.confirm(1);
  store.write([draft("late news")], 0);
  const textsOf = (query: object) =>
    store.page({ conversations: [{ key: "lobby" }], limit: 9, ...query })
      .map(({ text }) => text);
  for (const query of [{}, { after: 0 }, { before: 9 }]) {
    assertEquals(textsOf(query), ["old news"]);
  }
  store.words.step();
  assertEquals(store.words.indexed, 1);
  await store.writeAhead?.sync();
  store.confirm(2);
  assertEquals(textsOf({}), ["old news", "late news"]);
  store.words.step();
  assertEquals(store.words.indexed, 2);
});

function draft(text: string, id?: string): Draft {
  const said = draftOf(text, () => {});
  return id === undefined ? said : { ...said, id };
}

class TempFile implements AsyncDisposable {
  readonly #folder = Deno.makeTempDirSync({ prefix: "ktn" });
  readonly path = `${this.#folder}/ktn.db`;

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.#folder, { recursive: true });
  }
}
