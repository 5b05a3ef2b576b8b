/** How much of the file a page costs, counted in rows and in reads. */

import { assertEquals } from "@std/assert";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { BlockTable } from "../../../server/log/block_table.ts";
import { PageReader } from "../../../server/log/page_reader.ts";
import { migrate } from "../../../server/log/schema.ts";
import { entryOf } from "../../support/entries.ts";

Deno.test("PageReader.page() reads the blocks that fit, not as many as may be asked for", () => {
  using database = new CountingDatabase(":memory:");
  migrate(database, () => {});
  const blocks = new BlockTable(database, () => {});
  const text = "x".repeat(4096);
  for (let seq = 1; seq <= 1000; seq += 4) {
    blocks.insert([0, 1, 2, 3].map((n) => entryOf(seq + n, { text })));
  }
  const pages = new PageReader(database, blocks, () => {});
  const conversations = [{ key: "lobby" }];
  for (const range of [{}, { before: 500 }, { after: 0 }, { after: 499 }]) {
    database.texts = 0;
    const page = pages.page({ conversations, ...range, limit: 1001 });
    assertEquals(page.length, 16);
    assertEquals(database.texts <= 6, true, `${database.texts} blocks`);
  }
});

for (
  const { size, mostReads, mostBlocks } of [
    { size: 1, mostReads: 8, mostBlocks: 101 },
    { size: 64, mostReads: 4, mostBlocks: 4 },
  ]
) {
  Deno.test(`PageReader.page() reads what it needs of blocks of ${size} in few reads`, () => {
    using database = new CountingDatabase(":memory:");
    migrate(database, () => {});
    const blocks = new BlockTable(database, () => {});
    for (let seq = 1; seq <= 1920; seq += size) {
      const target = { room: Math.floor(seq / size) % 2 ? "tea" : "lobby" };
      const seqs = Array.from({ length: size }, (_, n) => seq + n);
      blocks.insert(seqs.map((seq) => entryOf(seq, { target })));
    }
    const pages = new PageReader(database, blocks, () => {});
    const conversations = [{ key: "lobby" }];
    for (const range of [{}, { before: 1500 }, { after: 0 }, { after: 400 }]) {
      database.texts = database.reads = 0;
      const page = pages.page({ conversations, ...range, limit: 101 });
      assertEquals(page.length, 101);
      const { reads, texts } = database;
      const isFew = reads <= mostReads && texts <= mostBlocks;
      assertEquals(isFew, true, `${reads} reads of ${texts} blocks`);
    }
  });
}

/** Counts what is read, and the rows with entries among it. */
class CountingDatabase extends DatabaseSync {
  texts = 0;
  reads = 0;

  override prepare(sql: string): StatementSync {
    const statement = super.prepare(sql);
    return new Proxy(statement, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== "function") return value;
        return (...values: unknown[]) =>
          this.#count(Reflect.apply(value, target, values));
      },
    });
  }

  #count<T>(result: T): T {
    this.reads++;
    for (const row of Array.isArray(result) ? result : [result]) {
      if (typeof row === "object" && row && "entries" in row) this.texts++;
    }
    return result;
  }
}
