/** How much of the file a page costs, counted in rows. */

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
  const targets = [{ room: "lobby" }];
  for (const range of [{}, { before: 500 }, { after: 0 }, { after: 499 }]) {
    database.texts = 0;
    const page = pages.page({ targets, ...range, limit: 1001 });
    assertEquals(page.length, 16);
    assertEquals(database.texts <= 6, true, `${database.texts} blocks`);
  }
});

/** Counts the rows with entries that are read. */
class CountingDatabase extends DatabaseSync {
  texts = 0;

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
    for (const row of Array.isArray(result) ? result : [result]) {
      if (typeof row === "object" && row && "entries" in row) this.texts++;
    }
    return result;
  }
}
