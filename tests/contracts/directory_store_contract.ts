/**
 * What every store of the directory must do.
 *
 * @module
 */

import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  Conflict,
  type DirectoryStore,
} from "../../server/directory/directory_store.ts";
import type { Json } from "../../shared/json.ts";
import { within } from "../support/within.ts";

/** Where stores are opened, one after the other on the same data. */
export interface StorePlace extends AsyncDisposable {
  open(): DirectoryStore;
}

/** What a watch has told. */
type Told = [key: string, value: Json | undefined, revision: number];

async function watched(
  store: DirectoryStore,
): Promise<{ readonly told: Told[]; put: DirectoryStore["put"] }> {
  const told: Told[] = [];
  await within(
    store.watch((...change) => void told.push(change)),
    "all that is there",
  );
  return { told, put: (...change) => within(store.put(...change), "a put") };
}

/** Registers the tests that every store must pass. */
export function testDirectoryStore(
  name: string,
  makePlace: () => StorePlace,
): void {
  const test = (
    what: string,
    run: (store: DirectoryStore) => Promise<void>,
  ): void => {
    Deno.test(`${name} ${what}`, async () => {
      await using place = makePlace();
      await using store = place.open();
      await run(store);
    });
  };

  test("tells of each change, in order, with growing revisions", async (store) => {
    const { told, put } = await watched(store);
    const first = await put("a", { n: 1 }, 0);
    const second = await put("b", "two", 0);
    const third = await put("a", [1, null, true], first);
    assertEquals(told, [
      ["a", { n: 1 }, first],
      ["b", "two", second],
      ["a", [1, null, true], third],
    ]);
    assert(first < second && second < third);
  });

  test("refuses to change what is not as it was expected", async (store) => {
    const { told, put } = await watched(store);
    await assertRejects(() => put("a", 1, 7), Conflict);
    const revision = await put("a", 1, 0);
    await assertRejects(() => put("a", 2, 0), Conflict);
    await assertRejects(() => put("a", undefined, 0), Conflict);
    await assertRejects(() => put("a", 2, revision + 1), Conflict);
    assertEquals(told, [["a", 1, revision]]);
  });

  test("deletes a value, which may then be made again", async (store) => {
    const { told, put } = await watched(store);
    const made = await put("a", 1, 0);
    const deleted = await put("a", undefined, made);
    await assertRejects(() => put("a", 2, made), Conflict);
    const again = await put("a", 3, 0);
    assertEquals(told, [
      ["a", 1, made],
      ["a", undefined, deleted],
      ["a", 3, again],
    ]);
    assert(made < deleted && deleted < again);
  });

  test("lets one of many win who expect the same", async (store) => {
    const { told } = await watched(store);
    const puts = Array.from({ length: 20 }, (_, n) => store.put("a", n, 0));
    const all = await within(Promise.allSettled(puts), "20 puts");
    const won = all.filter(({ status }) => status === "fulfilled");
    assertEquals([won.length, told.length], [1, 1]);
    const lost = all.filter((one) => one.status === "rejected");
    assert(lost.every(({ reason }) => reason instanceof Conflict));
  });

  test("takes a change that follows one that is not durable yet", async (store) => {
    const { told } = await watched(store);
    const first = store.put("a", 1, 0);
    const [, , revision = 0] = told[0] ?? [];
    const second = store.put("a", 2, revision);
    const settled: string[] = [];
    first.then(() => settled.push("first"));
    second.then(() => settled.push("second"));
    await within(Promise.all([first, second]), "both puts");
    assertEquals(settled, ["first", "second"]);
    assertEquals(told.map(([, value]) => value), [1, 2]);
  });

  test("takes any value, under any key", async (store) => {
    const { told, put } = await watched(store);
    const values: Json[] = [
      null,
      false,
      0,
      "",
      [],
      {},
      "\u2028é\u0000",
      2 ** 53,
    ];
    for (const [index, value] of values.entries()) {
      await put(`read/${index}/7#caf\u00e9 @x`, value, 0);
    }
    assertEquals(told.map(([, value]) => value), values);
  });
}

/** Registers the tests of stores that outlive their process. */
export function testLastingStore(
  name: string,
  makePlace: () => StorePlace,
): void {
  Deno.test(`${name} has all that was put when it is opened again`, async () => {
    await using place = makePlace();
    let revision = 0;
    {
      await using store = place.open();
      const { put } = await watched(store);
      await put("a", 1, 0);
      const gone = await put("b", 2, 0);
      await put("b", undefined, gone);
      revision = await put("c", { deep: [{ d: 1 }] }, 0);
    }
    await using store = place.open();
    const { told, put } = await watched(store);
    const values = told.map(([key, value]) => [key, value]);
    assertEquals(values.toSorted(), [["a", 1], ["c", { deep: [{ d: 1 }] }]]);
    await assertRejects(() => put("c", 1, 0), Conflict);
    assert(await put("c", 1, revision) > revision);
  });

  Deno.test(`${name} settles what is on its way when it is closed`, async () => {
    await using place = makePlace();
    const store = place.open();
    await watched(store);
    const puts = Array.from(
      { length: 2000 },
      (_, n) => store.put(`k/${n}`, n, 0),
    );
    await store[Symbol.asyncDispose]();
    await within(Promise.all(puts), "all puts");
    await using again = place.open();
    assertEquals((await watched(again)).told.length, 2000);
  });
}
