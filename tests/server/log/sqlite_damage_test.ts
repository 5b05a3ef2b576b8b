import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { DataError } from "../../../server/log/data_error.ts";
import type { Entry } from "../../../server/log/log.ts";
import { numbersTo } from "../../contracts/log_sayings.ts";
import { TempLog } from "../../support/temp_log.ts";
import { until } from "../../support/until.ts";
import { readAll, Witness } from "../../support/witness.ts";

Deno.test("SqliteLog never serves a wrong text, wherever a byte of the file is wrong", async () => {
  await using place = new TempLog();
  const entries = await fill(place, 150);
  const bytes = await Deno.readFile(place.database);
  for (let offset = 0; offset < bytes.length; offset += 499) {
    await checkDamaged(place, entries, flip(bytes, offset));
  }
});

Deno.test("SqliteLog notices a message that was changed on the disk", async () => {
  await using place = new TempLog();
  const entries = await fill(place, 3000);
  const forge = "UPDATE blocks SET entries = replace(entries, 'some', 'any')";
  place.change(`${forge} WHERE first = 65`);
  const troubles: string[] = [];
  {
    await using log = place.open({
      ...new Witness().options,
      onTrouble: (trouble) => troubles.push(trouble?.message ?? "works"),
    });
    const page = await log.page({
      targets: [{ room: "lobby" }],
      after: 0,
      limit: 90,
    });
    const whole = entries.filter(({ seq }) => seq < 65 || seq > 128);
    assertEquals(page, whole.slice(0, 90), "a page is as long as ever");
    const back = await log.page({
      targets: [{ room: "lobby" }],
      before: 131,
      limit: 66,
    });
    assertEquals(back, whole.slice(0, 66));
    assertMatch(troubles[0] ?? "", /messages 65 to 128 are damaged/);
  }
  place.change(`${forge} WHERE last = 3000`);
  const error = assertThrows(
    () => place.open(new Witness().options),
    DataError,
  );
  assertMatch(error.message, /messages \d+ to 3000 are damaged/);
});

Deno.test("SqliteLog serves a true beginning when the write-ahead log is damaged or cut", async () => {
  await using place = new TempLog();
  await using copy = new TempLog();
  await Deno.mkdir(copy.folder);
  const witness = new Witness();
  await using log = place.open(witness.options);
  for (let count = 0; count < 40; count++) {
    await witness.say(log, { text: `message ${count} `.repeat(5) });
  }
  const main = await Deno.readFile(place.database);
  const wal = await Deno.readFile(`${place.database}-wal`);
  assert(wal.length > 100_000);
  const damaged = [
    wal,
    ...numbersTo(40).flatMap((step) => {
      const offset = Math.floor(wal.length / 41 * step);
      return [flip(wal, offset), wal.slice(0, offset)];
    }),
  ];
  for (const bytes of damaged) {
    await Deno.writeFile(copy.database, main);
    await Deno.writeFile(`${copy.database}-wal`, bytes);
    await using opened = copy.open(new Witness().options);
    const all = await readAll(opened);
    assertEquals(all, witness.shown.slice(0, all.length));
    if (bytes === wal) assertEquals(all.length, 40);
    await opened[Symbol.asyncDispose]();
    await removeDatabase(copy);
  }
});

Deno.test("SqliteLog makes a damaged index of words anew", async () => {
  await using place = new TempLog();
  await fill(place, 50);
  await damageIndex(place);
  const troubles: string[] = [];
  await using log = place.open({
    ...new Witness().options,
    onTrouble: (trouble) => troubles.push(trouble?.message ?? "works"),
  });
  const query = { words: "message 17", targets: [{ room: "lobby" }], limit: 9 };
  await until(
    () => log.search(query).then((found) => found.length === 1, () => false),
    "the index",
  );
  assertEquals(troubles.length, 1);
});

Deno.test("SqliteLog makes the index of words anew once, not at every search", async () => {
  await using place = new TempLog();
  const entries = await fill(place, 50);
  await using log = place.open(new Witness().options);
  const query = { words: "message 17", targets: [{ room: "lobby" }], limit: 9 };
  const find = () => log.search(query).catch(() => "refused");
  damageLiveIndex(place);
  assertEquals(await find(), "refused");
  assertEquals(readIndexed(place), 0);
  assertEquals(await find(), entries.slice(16, 17));
  damageLiveIndex(place);
  assertEquals([await find(), await find()], ["refused", "refused"]);
  assertEquals(readIndexed(place), 50);
});

async function fill(place: TempLog, count: number): Promise<readonly Entry[]> {
  const witness = new Witness();
  await using log = place.open(witness.options);
  const sayings = numbersTo(count).map((number) => ({
    text: `message ${number} of some length`,
    id: `i${number}`,
  }));
  await witness.sayAll(log, sayings);
  const query = { words: "length", targets: [{ room: "lobby" }], limit: 1 };
  assertEquals((await log.search(query)).length, 1);
  return witness.shown;
}

/** Opens a damaged log: it refuses, or whatever it serves is true. */
async function checkDamaged(
  place: TempLog,
  entries: readonly Entry[],
  bytes: Uint8Array,
): Promise<void> {
  await removeDatabase(place);
  await Deno.writeFile(place.database, bytes);
  try {
    await using log = place.open(new Witness().options);
    checkServed(await readAll(log).catch(() => []), entries);
    const query = {
      words: "length",
      targets: [{ room: "lobby" }],
      limit: 1000,
    };
    checkServed(await log.search(query).catch(() => []), entries);
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
  }
}

function checkServed(
  served: readonly Entry[],
  entries: readonly Entry[],
): void {
  for (const entry of served) assertEquals(entry, entries[entry.seq - 1]);
}

/** Overwrites what says where the words are, wherever it is in the file. */
async function damageIndex(place: TempLog): Promise<void> {
  const bytes = await Deno.readFile(place.database);
  const structure = readStructure(place);
  const start =
    numbersTo(bytes.length - structure.length).find((offset) =>
      structure.every((byte, index) => bytes[offset + index] === byte)
    ) ?? 0;
  bytes.fill(0xff, start, start + structure.length);
  await Deno.writeFile(place.database, bytes);
}

/** The same while the log is open, whose connection sees it. */
function damageLiveIndex(place: TempLog): void {
  const options = { readOnly: false, defensive: false }; // not in the types yet
  using database = new DatabaseSync(place.database, options);
  const block = "ff".repeat(64);
  database.exec(`UPDATE word_index_data SET block = x'${block}' WHERE id = 10`);
}

/** Returns the seq up to which the index is made. */
function readIndexed(place: TempLog): unknown {
  using database = new DatabaseSync(place.database);
  const sql = "SELECT value FROM facts WHERE name = 'indexed'";
  return database.prepare(sql).get()?.value;
}

function readStructure(place: TempLog): Uint8Array {
  using database = new DatabaseSync(place.database);
  const sql = "SELECT block FROM word_index_data WHERE id = 10";
  const block = database.prepare(sql).get()?.block;
  if (block instanceof Uint8Array) return block;
  throw new Error("Expected the index to have a structure");
}

async function removeDatabase(place: TempLog): Promise<void> {
  for (const suffix of ["", "-wal", "-shm"]) {
    try {
      await Deno.remove(place.database + suffix);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
}

function flip(bytes: Uint8Array, offset: number): Uint8Array {
  const flipped = bytes.slice();
  flipped[offset] = (flipped[offset] ?? 0) ^ 0x41;
  return flipped;
}
