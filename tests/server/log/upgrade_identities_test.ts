import { assertEquals } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { DataReader } from "../../../server/maintenance/data_reader.ts";
import { entryOf } from "../../support/entries.ts";
import { foundIn } from "../../support/found_in.ts";
import { TempLog } from "../../support/temp_log.ts";
import { until } from "../../support/until.ts";
import { Witness } from "../../support/witness.ts";

/** A file as commit 443ffd1 left it: the tables, and what it had stored. */
const VERSION_5 = `
  CREATE TABLE facts (name TEXT PRIMARY KEY, value ANY NOT NULL)
    STRICT, WITHOUT ROWID;
  CREATE TABLE blocks (
    first INTEGER PRIMARY KEY, last INTEGER NOT NULL, room TEXT NOT NULL,
    time INTEGER NOT NULL, entries TEXT NOT NULL, checksum INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE ids (
    author TEXT NOT NULL COLLATE NOCASE, id TEXT NOT NULL, seq INTEGER NOT NULL,
    PRIMARY KEY (author, id)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE places (
    room TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
    PRIMARY KEY (room, first)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE ancestors (
    generation INTEGER PRIMARY KEY, log TEXT NOT NULL UNIQUE,
    last INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE words (
    window INTEGER NOT NULL, word TEXT NOT NULL, places TEXT NOT NULL,
    PRIMARY KEY (window, word)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO blocks VALUES
    (1, 2, 'lobby', 1795619030771, '[[0,0,"Ada","text 1 for @ada"],[1,0,"Ölaf","text 2 for @ada"]]', 3417778280),
    (3, 3, 'dev', 1795619030771, '[[0,0,"Ada","text 3 for @ada"]]', 707745314),
    (4, 4, 'lobby', 1795619030841, '[[0,0,"Ölaf","text 4 for @ada","i4"]]', 3414471285),
    (5, 5, '@ada bob', 1795619030841, '[[0,0,"Ada","text 5 for @ada",null,"Bob"]]', 1130745495),
    (6, 6, 'dev', 1795619030841, '[[0,0,"Ölaf","text 6 for @ada"]]', 3133120623),
    (7, 8, 'lobby', 1795619030892, '[[0,0,"Ada","text 7 for @ada"],[1,0,"Ölaf","text 8 for @ada","i8"]]', 1654206628);
  INSERT INTO ids VALUES ('Ölaf', 'i4', 4), ('Ölaf', 'i8', 8);
  INSERT INTO facts VALUES ('clock', 0), ('file', '2400266.1795619030538'),
    ('forgotten', 0), ('indexed', 0), ('log', 'ff193e4432689e02'),
    ('rebuilt', 1), ('run', '0aa579a7-822c-45a0-a6f3-713c46cfff22');
  INSERT INTO places VALUES ('@ada bob', 5, 5), ('dev', 3, 3), ('dev', 6, 6),
    ('lobby', 1, 2), ('lobby', 4, 4), ('lobby', 7, 8);
  PRAGMA application_id = ${0x6b746e31};
  PRAGMA user_version = 5;`;

const LOBBY = { key: "lobby" };
const ADA = { key: "lobby", reader: 1, names: ["ada", "all"] };

async function placeOfVersion5(): Promise<TempLog> {
  const place = new TempLog();
  await Deno.mkdir(place.folder);
  place.change(VERSION_5);
  return place;
}

Deno.test("a log of version 5 reads as it was written, and nobody is known in it", async () => {
  await using place = await placeOfVersion5();
  const witness = new Witness();
  await using log = place.open(witness.options);
  const entry = (seq: number, time: number, fields: object) =>
    entryOf(seq, { time, by: 0, text: `text ${seq} for @ada`, ...fields });
  const [one, two, three] = [1795619030771, 1795619030841, 1795619030892];
  assertEquals(await log.page({ conversations: [LOBBY], limit: 9 }), [
    entry(1, one, { author: "Ada" }),
    entry(2, one, { author: "Ölaf" }),
    entry(4, two, { author: "Ölaf", id: "i4" }),
    entry(7, three, { author: "Ada" }),
    entry(8, three, { author: "Ölaf", id: "i8" }),
  ]);
  const talk = { conversation: "@ada bob", target: { to: "Bob" } };
  const others = [{ key: "dev" }, { key: "@ada bob" }];
  const dev = { target: { room: "dev" } };
  assertEquals(await log.page({ conversations: others, limit: 9 }), [
    entry(3, one, { ...dev, author: "Ada" }),
    entry(5, two, { ...talk, author: "Ada" }),
    entry(6, two, { ...dev, author: "Ölaf" }),
  ]);
  const query = { words: "text", conversations: [LOBBY], limit: 9 };
  assertEquals((await foundIn(log, query)).length, 5);
});

Deno.test("a log of version 5 knows the ids of all it has, in any spelling of a name", async () => {
  await using place = await placeOfVersion5();
  const witness = new Witness();
  await using log = place.open(witness.options);
  for (const author of ["Ölaf", "ölaf", "ÖLAF"]) {
    for (const [by, text] of [[0, "text 4 for @ada"], [3, "other"]] as const) {
      const again = await witness.say(log, { author, id: "i4", by, text });
      assertEquals(again, { kind: "duplicate", seq: 4 }, author);
    }
  }
  await witness.say(log, { author: "Ölaf", id: "i9", by: 3 });
  const used = await witness.say(log, {
    author: "ölaf",
    id: "i9",
    by: 3,
    text: "x",
  });
  assertEquals(used.kind === "refused" && used.error.code, "id_used");
});

Deno.test("a log of version 5 counts what is unread, and mentions from then on", async () => {
  await using place = await placeOfVersion5();
  const witness = new Witness();
  await using log = place.open(witness.options);
  assertEquals(await log.unread({ ...ADA, after: 0 }), unread(5, 0));
  assertEquals(await log.unread({ ...ADA, after: 1 }), unread(4, 0));
  assertEquals(await log.unread({ ...ADA, after: 7 }), unread(1, 0));
  assertEquals([await log.lastOf("lobby"), await log.lastOf("dev")], [8, 6]);
  await witness.sayAll(log, [{ by: 2, text: "@ada" }, { by: 1 }]);
  assertEquals(await log.unread({ ...ADA, after: 7 }), unread(2, 1));
});

Deno.test("a log of version 5 whose indexes are made anew has all in them", async () => {
  await using place = await placeOfVersion5();
  {
    await using log = place.open(new Witness().options);
    await log.page({ conversations: [LOBBY], limit: 1 });
  }
  place.change("DELETE FROM places WHERE first = 4");
  const troubles: string[] = [];
  await using log = place.open({
    ...new Witness().options,
    onTrouble: (trouble) => troubles.push(trouble?.message ?? "works"),
  });
  await until(() => troubles.length > 0, "the damage");
  assertEquals(await log.unread({ ...ADA, after: 0 }), unread(5, 5));
});

Deno.test("a log of version 5 that was brought up to date is whole, and does not change again", async () => {
  await using place = await placeOfVersion5();
  await place.open(new Witness().options)[Symbol.asyncDispose]();
  const schema = readSchema(place);
  await place.open(new Witness().options)[Symbol.asyncDispose]();
  assertEquals(readSchema(place), schema);
  using reader = new DataReader(place.folder);
  const { problems, messages, last } = reader.check();
  assertEquals([problems, messages, last], [[], 8, 8]);
  await using other = new TempLog();
  await other.open(new Witness().options)[Symbol.asyncDispose]();
  assertEquals(schema, readSchema(other));
});

function unread(unread: number, mentions: number) {
  return { unread, mentions };
}

/** The columns of all tables, and the version. */
function readSchema(place: TempLog): unknown {
  using database = new DatabaseSync(place.database, { readOnly: true });
  return database.prepare(
    `SELECT tables.name, columns.*, user_version
     FROM sqlite_schema AS tables, pragma_table_info(tables.name) AS columns,
       pragma_user_version ORDER BY tables.name, cid`,
  ).all();
}
