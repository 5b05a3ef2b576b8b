import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { DataError } from "../../../server/log/data_error.ts";
import type { Entry, Log } from "../../../server/log/log.ts";
import type { SqliteLogOptions } from "../../../server/log/sqlite.ts";
import { SqliteStore } from "../../../server/log/sqlite_store.ts";
import { numbersTo } from "../../contracts/log_sayings.ts";
import { TempLog } from "../../support/temp_log.ts";
import { until } from "../../support/until.ts";
import { readAll, Witness } from "../../support/witness.ts";
import { foundIn } from "../../support/found_in.ts";

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
      conversations: [{ key: "lobby" }],
      after: 0,
      limit: 90,
    });
    const whole = entries.filter(({ seq }) => seq < 65 || seq > 128);
    assertEquals(page, whole.slice(0, 90), "a page is as long as ever");
    const back = await log.page({
      conversations: [{ key: "lobby" }],
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
  const query = {
    words: "message 17",
    conversations: [{ key: "lobby" }],
    limit: 9,
  };
  await until(
    () => foundIn(log, query).then((found) => found.length === 1, () => false),
    "the index",
  );
  assertEquals(troubles.length, 1);
});

Deno.test("SqliteLog makes the index of words anew once, not at every search", async () => {
  await using place = new TempLog();
  const entries = await fill(place, 50);
  await using log = place.open(new Witness().options);
  const query = {
    words: "message 17",
    conversations: [{ key: "lobby" }],
    limit: 9,
  };
  const find = () => foundIn(log, query).catch(() => "refused");
  damageLiveIndex(place);
  assertEquals(await find(), "refused");
  assertEquals(readIndexed(place), 0);
  assertEquals(await find(), entries.slice(16, 17));
  await until(() => readIndexed(place) === 50, "the index");
  damageLiveIndex(place);
  assertEquals([await find(), await find()], ["refused", "refused"]);
  assertEquals(readIndexed(place), 50);
});

Deno.test("SqliteLog shows no page with a hole that an index makes, and makes the index anew", async () => {
  await using place = new TempLog();
  const entries = await fill(place, 3000);
  place.change("DELETE FROM places WHERE first BETWEEN 500 AND 740");
  const troubles: string[] = [];
  await using log = place.open(troubled(troubles));
  assertEquals(await readPages(log, 500), entries.slice(500));
  assertEquals(troubles.length, 1);
  assertMatch(troubles[0] ?? "", /index .* wrong about messages 5\d\d to /);
});

Deno.test("SqliteLog finds at a quiet time what an index hides, before anybody asks", async () => {
  const damages = [
    "DELETE FROM places WHERE first BETWEEN 500 AND 740",
    "UPDATE places SET last = last - 1 WHERE first > 900 AND first < 1000",
    "DELETE FROM ids WHERE id = 'i700'",
    "UPDATE ids SET seq = 12 WHERE id = 'i700'",
    "UPDATE ids SET identity = 12 WHERE id = 'i700'",
    "UPDATE places SET messages = 7 WHERE first > 500 AND first < 600",
    "UPDATE places SET authors = ' 5:64' WHERE first > 500 AND first < 600",
    "DELETE FROM mentions WHERE seq = 700",
    "UPDATE mentions SET identity = 3 WHERE seq = 700",
  ];
  for (const damage of damages) {
    await using place = new TempLog();
    const entries = await fill(place, 3000);
    place.change(damage);
    const troubles: string[] = [];
    const witness = new Witness();
    await using log = place.open({ ...witness.options, ...troubled(troubles) });
    await until(() => troubles.length > 0, damage);
    assertMatch(troubles[0] ?? "", /index .* is wrong about message/);
    assertEquals(await readPages(log, 0), entries);
    const again = await witness.say(log, saying(700));
    assertEquals(again, { kind: "duplicate", seq: 700 }, damage);
    const query = { key: "lobby", after: 2900, reader: 1, names: ["bob"] };
    const { unread, mentions } = await log.unread(query);
    assertEquals([unread, mentions], [100, 100], damage);
    assertEquals(troubles.slice(1), ["works"]);
  }
});

Deno.test("SqliteLog says which messages are gone, and serves the others", async () => {
  await using place = new TempLog();
  const entries = await fill(place, 3000);
  place.change("DELETE FROM blocks WHERE first BETWEEN 500 AND 740");
  const troubles: string[] = [];
  await using log = place.open(troubled(troubles));
  const isGone = ({ seq }: Entry) => seq >= 513 && seq <= 768;
  await until(
    () => troubles.some((what) => /messages 513 to 768 are/.test(what)),
    "the hole",
  );
  assertEquals(
    await readPages(log, 0),
    entries.filter((entry) => !isGone(entry)),
  );
});

Deno.test("SqliteLog goes on making its indexes anew after it was stopped meanwhile", async () => {
  await using place = new TempLog();
  const entries = await fill(place, 3000);
  {
    using store = SqliteStore.open(place.database, () => {});
    store.indexes.makeAnew();
    store.indexes.step();
    assert(store.indexes.isBeingMade);
  }
  const witness = new Witness();
  await using log = place.open(witness.options);
  const again = await witness.say(log, saying(2999));
  assertEquals(again, { kind: "duplicate", seq: 2999 }, "meanwhile, too");
  assertEquals(await readPages(log, 0), entries);
});

Deno.test("SqliteLog sets single values right that hide or repeat messages", async () => {
  for (
    const [name, value] of [
      ["forgotten", "2048"],
      ["forgotten", "'x'"],
      ["indexed", "99999"],
      ["log", "x''"],
    ]
  ) {
    await using place = new TempLog();
    const entries = await fill(place, 150);
    place.change(`UPDATE facts SET value = ${value} WHERE name = '${name}'`);
    const troubles: string[] = [];
    await using log = place.open(troubled(troubles));
    assertMatch(troubles[0] ?? "", new RegExp(`value "${name}" damaged`));
    assertEquals([log.forgotten, log.last], [0, 150]);
    assertEquals(await readPages(log, 0), entries);
    const query = { words: "17", conversations: [{ key: "lobby" }], limit: 9 };
    assertEquals(await foundIn(log, query), entries.slice(16, 17));
  }
});

Deno.test("SqliteLog does not begin again where its newest messages are hidden", async () => {
  await using place = new TempLog();
  await fill(place, 3000);
  place.change("DELETE FROM blocks WHERE first > 2000");
  const error = assertThrows(
    () => place.open(new Witness().options),
    DataError,
  );
  assertMatch(error.message, /messages 2\d\d\d to 3000 are damaged/);
});

function troubled(troubles: string[]): SqliteLogOptions {
  return {
    ...new Witness().options,
    onTrouble: (trouble) => troubles.push(trouble?.message ?? "works"),
  };
}

/** Reads the lobby after a seq as a client does that was away. */
async function readPages(log: Log, after: number): Promise<readonly Entry[]> {
  const conversations = [{ key: "lobby" }];
  const found: Entry[] = [];
  for (let seq = after;; seq = found.at(-1)?.seq ?? 0) {
    const page = await log.page({ conversations, after: seq, limit: 100 });
    if (page.length === 0) return found;
    found.push(...page);
  }
}

async function fill(place: TempLog, count: number): Promise<readonly Entry[]> {
  const witness = new Witness();
  await using log = place.open(witness.options);
  await witness.sayAll(log, numbersTo(count).map(saying));
  await until(() => readIndexed(place) === count, "the index");
  return witness.shown;
}

function saying(number: number) {
  return { text: `message ${number} of some length, @bob`, id: `i${number}` };
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
      conversations: [{ key: "lobby" }],
      limit: 1000,
    };
    checkServed(await foundIn(log, query).catch(() => []), entries);
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

/** Overwrites the page of the file where the words are. */
async function damageIndex(place: TempLog): Promise<void> {
  const { page, size } = pageOfWords(place);
  using file = await Deno.open(place.database, { write: true });
  await file.seek((page - 1) * size, Deno.SeekMode.Start);
  await file.write(new Uint8Array(size).fill(0xff));
}

/** Says of a table that the words are in it, while the log is open. */
function damageLiveIndex(place: TempLog): void {
  const options = { readOnly: false, defensive: false }; // not in the types yet
  using database = new DatabaseSync(place.database, options);
  const { schema_version: version } =
    database.prepare("PRAGMA schema_version").get() ?? {};
  database.exec(`
    PRAGMA writable_schema = ON;
    UPDATE sqlite_schema SET rootpage =
      (SELECT rootpage FROM sqlite_schema WHERE name = 'blocks')
      WHERE name = 'words';
    PRAGMA schema_version = ${Number(version) + 1};`);
}

/** Returns the seq up to which the index is made. */
function readIndexed(place: TempLog): unknown {
  using database = new DatabaseSync(place.database);
  const sql = "SELECT value FROM facts WHERE name = 'indexed'";
  return database.prepare(sql).get()?.value;
}

function pageOfWords(place: TempLog): { page: number; size: number } {
  using database = new DatabaseSync(place.database);
  const read = (sql: string) =>
    Number(Object.values(database.prepare(sql).get() ?? {})[0]);
  return {
    page: read("SELECT rootpage FROM sqlite_schema WHERE name = 'words'"),
    size: read("PRAGMA page_size"),
  };
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
