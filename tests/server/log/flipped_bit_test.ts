/**
 * One flipped bit anywhere in the b-trees of a log: what can be read is true,
 * and what cannot is named.
 */

import { assert, assertEquals } from "@std/assert";
import type { Damage } from "../../../server/log/block_table.ts";
import { DataError } from "../../../server/log/data_error.ts";
import { isCorrupt } from "../../../server/log/database.ts";
import { IndexDamage } from "../../../server/log/index_damage.ts";
import { IndexRepair } from "../../../server/log/index_repair.ts";
import type { Entry } from "../../../server/log/log.ts";
import { SqliteStore } from "../../../server/log/sqlite_store.ts";
import {
  type BtreePage,
  flipBit,
  readBtreePages,
} from "../../support/database_file.ts";
import { TempLog } from "../../support/temp_log.ts";
import { Witness } from "../../support/witness.ts";

const ROOMS = ["lobby", "dev"];
const GROUP = 4;
const GROUPS = 400;
/** Bits flipped in the pages of each kind, spread over them. */
const FLIPS = 16;

for (const name of ["blocks", "places", "ids"]) {
  for (const kind of ["interior", "leaf"] as const) {
    Deno.test(`a flipped bit in a page of ${name} (${kind}) hides nothing that is not named`, async () => {
      await using place = new TempLog();
      const entries = await fill(place);
      const bytes = await Deno.readFile(place.database);
      const pages = readBtreePages(place.database)
        .filter((page) => page.name === name && page.kind === kind);
      assert(pages.length > 0);
      for (const bit of bitsOf(pages)) {
        await Deno.writeFile(place.database, flipBit(bytes, bit));
        checkStore(place.database, entries, `${name} ${kind}, bit ${bit}`);
        await removeBeside(place.database);
      }
    });
  }
}

/** Spread over the pages; in each the header, the list of cells, and the cells. */
function* bitsOf(pages: readonly BtreePage[]): Generator<number> {
  let seed = 7;
  for (let count = 0; count < FLIPS; count++) {
    const page = pages[count % pages.length];
    if (!page) continue;
    seed = (seed * 48_271) % 2_147_483_647;
    const span = count % 2 === 0 ? 64 : page.size;
    yield page.offset * 8 + seed % (span * 8);
  }
}

async function fill(place: TempLog): Promise<readonly Entry[]> {
  const witness = new Witness();
  await using log = place.open(witness.options);
  for (let group = 0; group < GROUPS; group++) {
    const sayings = Array.from({ length: GROUP }, (_, index) => {
      const room = ROOMS[index % 2] ?? "";
      const text = `message ${index} of group ${group}, of some length`;
      return { target: { room }, text, id: `i${group}.${index}` };
    });
    await witness.sayAll(log, sayings);
  }
  return witness.shown;
}

function checkStore(
  path: string,
  entries: readonly Entry[],
  what: string,
): void {
  const named: Damage[] = [];
  let store: SqliteStore;
  try {
    store = SqliteStore.open(path, (damage) => named.push(damage));
  } catch (error) {
    // The newest messages are damaged, or it is no database any more.
    assert(error instanceof DataError, `${what}: ${error}`);
    return;
  }
  using _ = store;
  assertEquals(store.last, entries.length, `${what}: no seq is given again`);
  const repair = new IndexRepair();
  for (const after of ["at once", "after the check"]) {
    const served = withRepair(store, repair, () => readRooms(store));
    checkServed(entries, served, named, `${what}, ${after}`);
    withRepair(store, repair, () => checkAll(store));
  }
  checkIds(store, repair, entries, named, what);
}

/** What the log does with an error of its store. */
function withRepair<T>(
  store: SqliteStore,
  repair: IndexRepair,
  work: () => T,
): T {
  for (let tries = 0;; tries++) {
    try {
      while (store.indexes.isBeingMade && store.indexes.step());
      return work();
    } catch (error) {
      const isDamage = error instanceof IndexDamage || isCorrupt(error);
      if (!isDamage || tries > 2) throw error;
      repair.repair(store, error);
    }
  }
}

function checkAll(store: SqliteStore): void {
  while (store.indexes.step());
}

function readRooms(store: SqliteStore): Entry[] {
  return ROOMS.flatMap((room) => {
    const conversations = [{ key: room }];
    const found: Entry[] = [];
    for (let after = 0;; after = found.at(-1)?.seq ?? 0) {
      const page = store.page({ conversations, after, limit: 100 });
      if (page.length === 0) return found;
      found.push(...page);
    }
  });
}

/** What is served is true, and what is not served was named. */
function checkServed(
  entries: readonly Entry[],
  served: readonly Entry[],
  named: readonly Damage[],
  what: string,
): void {
  for (const entry of served) assertEquals(entry, entries[entry.seq - 1], what);
  const seqs = new Set(served.map(({ seq }) => seq));
  assertEquals(seqs.size, served.length, what);
  const lost = entries.filter(({ seq }) => !seqs.has(seq) && !has(named, seq));
  assertEquals(lost.map(({ seq }) => seq), [], what);
}

/** What can be read is known by its id. */
function checkIds(
  store: SqliteStore,
  repair: IndexRepair,
  entries: readonly Entry[],
  named: readonly Damage[],
  what: string,
): void {
  const settle = () => {};
  const again = entries.filter(({ seq }) => !has(named, seq));
  const { outcomes } = withRepair(
    store,
    repair,
    () => store.write(again.map((entry) => ({ ...entry, settle })), 0),
  );
  const expected = again.map(({ seq }) =>
    ({ kind: "duplicate", seq }) as const
  );
  assertEquals(outcomes, expected, what);
}

function has(damages: readonly Damage[], seq: number): boolean {
  return damages.some(({ first, last }) => first <= seq && seq <= last);
}

async function removeBeside(path: string): Promise<void> {
  for (const suffix of ["-wal", "-shm"]) {
    await Deno.remove(path + suffix).catch(() => {});
  }
}
