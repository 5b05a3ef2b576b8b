/** The table of blocks beside a plain array that is asked the same. */

import { assertEquals } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import {
  BlockTable,
  type Damage,
  isDamage,
} from "../../../server/log/block_table.ts";
import type { Entry } from "../../../server/log/log.ts";
import { PageReader } from "../../../server/log/page_reader.ts";
import { migrate } from "../../../server/log/schema.ts";
import { entryOf } from "../../support/entries.ts";

const ROOMS = ["lobby", "dev", "attic"];
/** Rooms of the entries of each group; seqs run through all groups. */
const GROUPS = fc.array(
  fc.array(fc.constantFrom(...ROOMS), { minLength: 1, maxLength: 150 }),
  { minLength: 1, maxLength: 6 },
);
const PLACE = fc.integer({ min: 0, max: 600 });
const LIMIT = fc.integer({ min: 1, max: 200 });

Deno.test("a table of blocks reads the same as a list of entries", () => {
  fc.assert(
    fc.property(GROUPS, PLACE, PLACE, LIMIT, (groups, one, other, limit) => {
      using table = new Table(groups);
      const [after, upTo] = [Math.min(one, other), Math.max(one, other)];
      table.check(after, upTo, limit);
    }),
    { numRuns: 60 },
  );
});

Deno.test("a table of blocks forgets exactly what it is told to, and says what", () => {
  fc.assert(
    fc.property(GROUPS, PLACE, PLACE, LIMIT, (groups, one, other, limit) => {
      using table = new Table(groups);
      const [after, upTo] = [Math.min(one, other), Math.max(one, other)];
      table.forget(after, upTo);
      table.check(0, 600, limit);
      table.check(after - 3, upTo + 3, limit);
    }),
    { numRuns: 60 },
  );
});

Deno.test("a damaged block is told of, left out, and goes when all of it is to go", () => {
  using table = new Table([Array(10).fill("lobby"), ["lobby"]]);
  table.change("time = time + 1 WHERE first = 1");
  assertEquals(table.blocks.between(0, 99), table.model.slice(10));
  assertEquals(table.blocks.at([11, 4]), table.model.slice(10));
  const damage = { first: 1, last: 10 };
  assertEquals(table.damages, [damage, damage]);
  assertEquals([...table.blocks.blocks(0)], [damage, table.model.slice(10)]);
  assertEquals([...table.blocks.blocks(1)], [table.model.slice(10)]);
  assertEquals(table.blocks.delete(0, 5), []);
  assertEquals([...table.blocks.blocks(0)].length, 2);
  assertEquals(table.blocks.delete(0, 10), []);
  assertEquals([...table.blocks.blocks(0)].length, 1);
});

Deno.test("a damaged block does not move the end of the log", () => {
  for (const column of ["first", "last"]) {
    using table = new Table([["lobby", "dev"], Array(10).fill("lobby")]);
    table.change(`${column} = ${2 ** 50} WHERE first = 3`);
    assertEquals(table.blocks.newest(), 2);
    assertEquals([...table.blocks.blocks(0)].filter(isDamage).length, 1);
  }
});

class Table implements Disposable {
  readonly #database = new DatabaseSync(":memory:");
  readonly damages: Damage[] = [];
  readonly blocks: BlockTable;
  readonly pages: PageReader;
  model: Entry[] = [];

  constructor(groups: readonly (readonly string[])[]) {
    migrate(this.#database, () => {});
    this.blocks = new BlockTable(
      this.#database,
      (damage) => this.damages.push(damage),
    );
    this.pages = new PageReader(this.#database, this.blocks, () => {});
    for (const rooms of groups) {
      const start = this.model.length + 1;
      const group = rooms.map((room, n) =>
        entryOf(start + n, { target: { room } })
      );
      this.blocks.insert(group);
      this.model.push(...group);
    }
  }

  forget(after: number, upTo: number): void {
    const isGone = ({ seq }: Entry) => seq > after && seq <= upTo;
    const gone = this.blocks.delete(after, upTo);
    assertEquals(bySeq(gone), this.model.filter(isGone));
    this.model = this.model.filter((entry) => !isGone(entry));
  }

  check(after: number, upTo: number, limit: number): void {
    const isBetween = ({ seq }: Entry) => seq > after && seq <= upTo;
    const between = this.model.filter(isBetween);
    assertEquals(this.blocks.between(after, upTo), between);
    const seqs = between.map(({ seq }) => seq).reverse();
    assertEquals(this.blocks.at([...seqs, 9999]), between.toReversed());
    assertEquals(this.blocks.newest(), this.model.at(-1)?.seq);
    for (
      const rooms of [...ROOMS.map((room) => [room]), ROOMS.slice(1), ROOMS]
    ) {
      const conversations = rooms.map((key) => ({ key }));
      const inRooms = this.model.filter(({ target: { room } }) =>
        room !== undefined && rooms.includes(room)
      );
      const next = inRooms.filter(({ seq }) => seq > after).slice(0, limit);
      assertEquals(this.pages.page({ conversations, after, limit }), next);
      const earlier = inRooms.filter(({ seq }) => seq < upTo).slice(-limit);
      assertEquals(
        this.pages.page({ conversations, before: upTo, limit }),
        earlier,
      );
    }
  }

  change(sql: string): void {
    this.#database.exec(`UPDATE blocks SET ${sql}`);
  }

  [Symbol.dispose](): void {
    this.#database.close();
  }
}

function bySeq(entries: readonly Entry[]): Entry[] {
  return entries.toSorted((a, b) => a.seq - b.seq);
}
