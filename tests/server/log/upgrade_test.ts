/** Databases of older versions, made by the statements those versions had. */

import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { crc32 } from "node:zlib";
import { DatabaseSync } from "node:sqlite";
import { DataError } from "../../../server/log/data_error.ts";
import { DataReader } from "../../../server/maintenance/data_reader.ts";
import type { SqliteLog } from "../../../server/log/sqlite.ts";
import { TempLog } from "../../support/temp_log.ts";
import { until } from "../../support/until.ts";
import { textsOf, Witness } from "../../support/witness.ts";
import { foundIn } from "../../support/found_in.ts";
import { entryOf } from "../../support/entries.ts";

const COUNT = 2500;

const VERSION_1 = `
  CREATE TABLE entries (
    seq INTEGER PRIMARY KEY, time INTEGER NOT NULL, room TEXT NOT NULL,
    author TEXT NOT NULL COLLATE NOCASE, text TEXT NOT NULL, id TEXT,
    checksum INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX entries_by_room ON entries (room, seq);
  CREATE UNIQUE INDEX entries_by_id ON entries (author, id)
    WHERE id IS NOT NULL;
  CREATE TABLE facts (name TEXT PRIMARY KEY, value ANY NOT NULL)
    STRICT, WITHOUT ROWID;
  INSERT INTO facts VALUES ('forgotten', 3), ('indexed', 3), ('log', 'old');
  CREATE VIRTUAL TABLE word_index USING fts5(
    words, content = '', contentless_delete = 1, detail = none,
    tokenize = 'ascii'
  );
  PRAGMA application_id = ${0x6b746e31};
  PRAGMA user_version = 1;`;

const VERSION_2 = `
  CREATE TABLE blocks (
    first INTEGER PRIMARY KEY, last INTEGER NOT NULL, room TEXT NOT NULL,
    time INTEGER NOT NULL, entries TEXT NOT NULL, checksum INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX blocks_by_room ON blocks (room, first);
  CREATE TABLE ids (
    author TEXT NOT NULL COLLATE NOCASE, id TEXT NOT NULL,
    seq INTEGER NOT NULL, PRIMARY KEY (author, id)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE facts (name TEXT PRIMARY KEY, value ANY NOT NULL)
    STRICT, WITHOUT ROWID;
  INSERT INTO facts VALUES ('forgotten', 0), ('indexed', 0), ('log', 'old');
  CREATE VIRTUAL TABLE word_index USING fts5(
    words, content = '', contentless_delete = 1, detail = none,
    tokenize = 'ascii'
  );
  PRAGMA application_id = ${0x6b746e31};
  PRAGMA user_version = 2;`;

Deno.test("a log of version 1 is brought up to date: order, rooms, ids, words and name", async () => {
  await using place = await placeOfVersion1();
  const witness = new Witness();
  await using log = place.open(witness.options);
  assertEquals([log.name, log.forgotten, log.last], ["old", 3, COUNT]);
  for (const room of ["lobby", "dev"]) {
    const page = await log.page({
      conversations: [{ key: room }],
      after: 0,
      limit: COUNT,
    });
    assertEquals(page, rows().filter((row) => row.room === room).map(toEntry));
  }
  const again = await witness.say(log, {
    target: { room: "dev" },
    author: "ADA",
    text: "text n8",
    id: "i8",
  });
  assertEquals(again, { kind: "duplicate", seq: 8 });
  const query = {
    words: "n2000",
    conversations: [{ key: "lobby" }, { key: "dev" }],
    limit: 9,
  };
  assertEquals(textsOf(await foundIn(log, query)), ["text n2000"]);
  await witness.say(log, { text: "new" });
  assertEquals(log.last, COUNT + 1);
});

Deno.test("a damaged message of version 1 is told of and left behind", async () => {
  await using place = await placeOfVersion1();
  place.change("UPDATE entries SET text = 'forged' WHERE seq = 7");
  const troubles: string[] = [];
  await using log = place.open({
    ...new Witness().options,
    onTrouble: (trouble) => troubles.push(trouble?.message ?? "works"),
  });
  const page = await log.page({
    conversations: [{ key: "lobby" }],
    before: 10,
    limit: 3,
  });
  assertEquals(page.map(({ seq }) => seq), [5, 9]);
  assertEquals(troubles.length, 1);
  assertStringIncludes(troubles[0] ?? "", "message 7 is damaged");
});

Deno.test("a log of version 1 cannot be read before a server has brought it up to date", async () => {
  await using place = await placeOfVersion1();
  const error = assertThrows(() => new DataReader(place.folder), DataError);
  assertStringIncludes(error.message, "start the server once");
});

Deno.test("a log of version 2 reads as it was written", async () => {
  await using place = new TempLog();
  await Deno.mkdir(place.folder);
  place.change(VERSION_2);
  const values = '[[0,0,"ada","hé","i-1"],[2,5,"BOB","two"]]';
  const checksum = crc32(`1\x003\x001700000000000\x00lobby\x00${values}`);
  place.change(`INSERT INTO blocks VALUES
    (1, 3, 'lobby', 1700000000000, '${values}', ${checksum});
    INSERT INTO ids VALUES ('ada', 'i-1', 1);`);
  const witness = new Witness();
  await using log = place.open(witness.options);
  const time = 1_700_000_000_000;
  const query = { conversations: [{ key: "lobby" }], limit: 9 };
  assertEquals(await log.page(query), [
    entryOf(1, { time, by: 0, text: "hé", id: "i-1" }),
    entryOf(3, { time: time + 5, author: "BOB", by: 0, text: "two" }),
  ]);
  const said = { author: "Ada", id: "i-1", text: "hé" };
  const again = await witness.say(log, said);
  assertEquals(again, { kind: "duplicate", seq: 1 });
  assertEquals(textsOf(await foundIn(log, { ...query, words: "two" })), [
    "two",
  ]);
});

Deno.test("the index of words of an older version is made anew, and everything is found meanwhile", async () => {
  await using place = await placeOfVersion1();
  // As version 1 wrote it: every letter of these scripts a word.
  place.change(`UPDATE facts SET value = ${COUNT} WHERE name = 'indexed';
    INSERT INTO word_index (rowid, words) VALUES (9, 'text n9 §ada ¶lobby');`);
  const find = (log: SqliteLog, words: string) =>
    foundIn(log, { words, conversations: [{ key: "lobby" }], limit: 9 });
  await using log = place.open(new Witness().options);
  assertEquals(textsOf(await find(log, "n9")), ["text n9"]);
  assertEquals((await find(log, "n9*")).length, 9);
  await until(() => indexedIn(place) === COUNT, "the index");
  assertEquals(textsOf(await find(log, "n9")), ["text n9"]);
  assertEquals((await find(log, "n9*")).length, 9);
  using database = new DatabaseSync(place.database, { readOnly: true });
  const old = "SELECT name FROM sqlite_schema WHERE name GLOB 'word_index*'";
  assertEquals(database.prepare(old).all(), []);
});

/** Returns the seq up to which the index is made. */
function indexedIn(place: TempLog): unknown {
  using database = new DatabaseSync(place.database, { readOnly: true });
  const sql = "SELECT value FROM facts WHERE name = 'indexed'";
  return database.prepare(sql).get()?.value;
}

async function placeOfVersion1(): Promise<TempLog> {
  const place = new TempLog();
  await Deno.mkdir(place.folder);
  using database = new DatabaseSync(place.database);
  database.exec(VERSION_1);
  const insert = database.prepare(
    "INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?)",
  );
  database.exec("BEGIN");
  for (const { seq, time, room, author, text, id } of rows()) {
    const bytes = [seq, time, room, author, id ?? "", text].join("\0");
    insert.run(seq, time, room, author, text, id, crc32(bytes));
  }
  database.exec("COMMIT");
  return place;
}

/** From seq 4 on, as three are forgotten; every other room, every fourth id. */
function rows() {
  return Array.from({ length: COUNT - 3 }, (_, n) => n + 4).map((seq) => ({
    seq,
    time: 1_700_000_000_000 + seq,
    room: seq % 2 === 0 ? "dev" : "lobby",
    author: "ada",
    text: `text n${seq}`,
    id: seq % 4 === 0 ? `i${seq}` : null,
  }));
}

function toEntry({ id, room, ...entry }: ReturnType<typeof rows>[number]) {
  const said = { ...entry, conversation: room, target: { room }, by: 0 };
  return id === null ? said : { ...said, id };
}
