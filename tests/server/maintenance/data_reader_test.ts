import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { DataError } from "../../../server/log/data_error.ts";
import { importEntries } from "../../../server/maintenance/data_import.ts";
import {
  DataReader,
  type ExportedEntry,
} from "../../../server/maintenance/data_reader.ts";
import type { SqliteLog } from "../../../server/log/sqlite.ts";
import { CAN_MOUNT, SmallDisk } from "../../support/small_disk.ts";
import { TempLog } from "../../support/temp_log.ts";
import { textsOf, Witness } from "../../support/witness.ts";
import { fromJson, toJson } from "../../../server/maintenance/exported_line.ts";
import { entryOf } from "../../support/entries.ts";

Deno.test("DataReader.entries() yields everything while the log is in use", async () => {
  const witness = new Witness();
  await using place = new TempLog();
  await using log = place.open(witness.options);
  const sayings = Array.from({ length: 2500 }, (_, i) => ({ text: `t${i}` }));
  await witness.sayAll(log, sayings);
  using reader = new DataReader(place.folder);
  assertEquals(textsOf([...reader.entries()]), textsOf(witness.shown));
  assertEquals([...reader.entries(2499)].map(({ seq }) => seq), [2500]);
  await witness.say(log, { text: "later" });
  assertEquals(textsOf([...reader.entries(2500)]), ["later"]);
});

Deno.test("DataReader.entries() gives every entry an id", async () => {
  await using place = new TempLog();
  await using log = await fill(place);
  using reader = new DataReader(place.folder);
  const ids = [...reader.entries()].map(({ id }) => id);
  assertEquals(ids, ["a", `${log.name}.2`, "c"]);
});

Deno.test("DataReader reads nothing where nothing is, or where it is not its own", async () => {
  await using place = new TempLog();
  const find = () => new DataReader(place.folder);
  assertThrows(find, DataError, "name the right folder");
  await Deno.mkdir(place.folder);
  place.change("PRAGMA journal_mode = WAL; CREATE TABLE t (a)");
  assertThrows(() => new DataReader(place.folder), DataError, "another");
  await Deno.remove(place.database);
  place.change("PRAGMA journal_mode = WAL");
  assertThrows(
    () => new DataReader(place.folder),
    DataError,
    "start the server",
  );
});

Deno.test("DataReader.backup() writes a log of its own while the server runs", async () => {
  await using place = new TempLog();
  await using other = new TempLog();
  await using log = await fill(place);
  {
    using reader = new DataReader(place.folder);
    await Deno.mkdir(other.folder);
    await reader.backup(other.database);
    await assertRejects(
      () => reader.backup(other.database),
      DataError,
      "it is there already",
    );
  }
  await using restored = other.open(new Witness().options);
  const query = { conversations: [{ key: "lobby" }], after: 0, limit: 9 };
  assertEquals(await restored.page(query), await log.page(query));
  if (Deno.build.os !== "windows") {
    const { mode } = await Deno.stat(other.database);
    assertEquals((mode ?? 0) & 0o777, 0o600);
  }
});

Deno.test("DataReader.check() counts what is there and finds what is damaged", async () => {
  await using place = new TempLog();
  {
    await using log = await fill(place);
    await new Witness().say(log, { text: "four" });
  }
  {
    using reader = new DataReader(place.folder);
    const { bytes, ...report } = reader.check();
    const expected = { problems: [], messages: 4, last: 4, forgotten: 0 };
    assertEquals(report, expected);
    assert(bytes > 4096);
  }
  place.change("UPDATE blocks SET time = time + 1 WHERE first = 1");
  using reader = new DataReader(place.folder);
  const { problems, messages } = reader.check();
  assertEquals([problems, messages], [["messages 1 to 3 are damaged"], 1]);
  assertEquals([...reader.entries()].map(({ seq }) => seq), [4]);
});

Deno.test("DataReader.check() finds a block that is wrong about where it ends", async () => {
  await using place = new TempLog();
  await (await fill(place))[Symbol.asyncDispose]();
  for (const last of [0, 2 ** 50]) {
    place.change(`UPDATE blocks SET last = ${last}`);
    using reader = new DataReader(place.folder);
    const { problems, messages } = reader.check();
    assertEquals([problems.length, messages], [1, 0]);
    assertEquals([...reader.entries()], []);
    assertThrows(() => place.open(new Witness().options), DataError, "damaged");
  }
});

Deno.test("DataReader.check() survives a file that is full of rubbish", async () => {
  await using place = new TempLog();
  await (await fill(place))[Symbol.asyncDispose]();
  const bytes = await Deno.readFile(place.database);
  // The first page tells where the tables are; all others are wrong.
  await Deno.writeFile(place.database, bytes.fill(0xa5, 4096));
  const check = () => {
    using reader = new DataReader(place.folder);
    return reader.check();
  };
  assertThrows(check, DataError, "damaged");
});

Deno.test("DataReader.check() says so when it cannot read to the end", async () => {
  const witness = new Witness();
  await using place = new TempLog();
  {
    await using log = place.open(witness.options);
    const text = "x".repeat(200);
    await witness.sayAll(log, Array.from({ length: 5000 }, () => ({ text })));
  }
  const bytes = await Deno.readFile(place.database);
  const [start, end] = [bytes.length >> 3, bytes.length >> 2];
  await Deno.writeFile(place.database, bytes.fill(0xa5, start, end));
  using reader = new DataReader(place.folder);
  const { problems, messages } = reader.check();
  assertEquals(messages > 0 && messages < 5000, true);
  assertEquals(problems.length, 2);
  assertStringIncludes(problems[0] ?? "", `"${place.database}": it is damaged`);
  const [, first, last] = /^messages (\d+) to (\d+) are damaged$/.exec(
    problems[1] ?? "",
  ) ?? [];
  assertEquals(messages + Number(last) - Number(first) + 1, 5000);
});

Deno.test("importEntries() brings an export into another log, once however often", async () => {
  await using place = new TempLog();
  await using other = new TempLog();
  await (await fill(place))[Symbol.asyncDispose]();
  const exported = exportOf(place);
  const first = await importEntries(other.folder, exported);
  assertEquals(first, { stored: 3, known: 0 });
  const second = await importEntries(other.folder, exported);
  assertEquals(second, { stored: 0, known: 3 });
  await using copy = other.open(new Witness().options);
  const query = { conversations: [{ key: "lobby" }], after: 0, limit: 9 };
  assertEquals(await copy.page(query), exported);
});

Deno.test("importEntries() leaves a log as it is that the export came from", async () => {
  await using place = new TempLog();
  await (await fill(place))[Symbol.asyncDispose]();
  const report = await importEntries(place.folder, exportOf(place));
  assertEquals(report, { stored: 0, known: 3 });
});

Deno.test("an import has what was said by all who had a name and an id, once", async () => {
  await using place = new TempLog();
  await using other = new TempLog();
  const tea = { conversation: "7#tea", target: { room: "tea" }, id: "a" };
  const witness = new Witness();
  {
    await using log = place.open(witness.options);
    await witness.sayAll(log, [
      { ...tea, by: 1, text: "one" },
      { ...tea, by: 2, text: "two", account: true },
      { by: 2, text: "", id: "b", change: { code: "topic", fields: {} } },
    ]);
  }
  using reader = new DataReader(place.folder);
  const lines = [...reader.entries()].map(toJson);
  const read = () => lines.map(fromJson);
  const first = await importEntries(other.folder, read());
  assertEquals(first, { stored: 3, known: 0 });
  const again = await importEntries(other.folder, read());
  assertEquals(again, { stored: 0, known: 3 });
  const own = await importEntries(place.folder, read());
  assertEquals(own, { stored: 0, known: 3 });
  await using log = other.open(new Witness().options);
  const conversations = [{ key: "7#tea" }, { key: "lobby" }];
  const page = await log.page({ conversations, limit: 9 });
  assertEquals(page.map(({ id: _, ...entry }) => entry), [
    ...witness.shown.map(({ id: _, ...entry }) => entry),
  ]);
});

Deno.test("importEntries() takes made ids for its own only if they are", async () => {
  await using place = new TempLog();
  let name = "";
  {
    await using log = await fill(place);
    name = log.name;
  }
  const entry = entryOf(1, { target: { room: "tea" }, author: "bob" });
  const report = await importEntries(place.folder, [
    { ...entry, seq: 2, id: `${name}.2` }, // is there, without an id
    { ...entry, seq: 9, id: `${name}.9` }, // lost with the rest of a backup
    { ...entry, seq: 2, id: "other.2" },
  ]);
  assertEquals(report, { stored: 2, known: 1 });
});

Deno.test("importEntries() takes a stream, and goes on after what is there", async () => {
  await using place = new TempLog();
  await (await fill(place))[Symbol.asyncDispose]();
  async function* stream(): AsyncGenerator<ExportedEntry> {
    for (let seq = 1; seq <= 1500; seq++) {
      if (seq % 500 === 0) await new Promise((resolve) => setTimeout(resolve));
      const fields = { time: seq, target: { room: "tea" }, author: "bob" };
      yield { ...entryOf(seq, fields), id: `${seq}` };
    }
  }
  const report = await importEntries(place.folder, stream());
  assertEquals(report, { stored: 1500, known: 0 });
  await using log = place.open(new Witness().options);
  const [entry] = await log.page({
    conversations: [{ key: "tea" }],
    after: 0,
    limit: 1,
  });
  const tea = { target: { room: "tea" }, text: "m1" };
  assertEquals(entry, entryOf(4, { ...tea, time: 1, author: "bob", id: "1" }));
});

Deno.test({
  name: "importEntries() stops when the disk is full",
  ignore: !CAN_MOUNT,
  fn: async () => {
    await using disk = await SmallDisk.mount("size=1m");
    const entries = Array.from({ length: 2000 }, (_, index) => ({
      ...entryOf(index, { text: "x".repeat(1000) }),
      id: `${index}`,
    }));
    let message = "";
    await importEntries(disk.folder, entries)
      .catch((error) => message = error.message);
    assertEquals(message.startsWith("Cannot store more than"), true, message);
  },
});

/** Opens a log with three entries, the second without an id. */
async function fill(place: TempLog): Promise<SqliteLog> {
  const witness = new Witness();
  const log = place.open(witness.options);
  await witness.sayAll(log, [
    { text: "one", id: "a" },
    { text: "two", author: "bob" },
    { text: "three", author: "Cem", id: "c" },
  ]);
  return log;
}

function exportOf(place: TempLog): ExportedEntry[] {
  using reader = new DataReader(place.folder);
  return [...reader.entries()];
}
