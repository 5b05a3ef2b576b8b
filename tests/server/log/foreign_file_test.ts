/** What is in the place of the database and is not ours. */

import {
  assert,
  assertEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { DataError } from "../../../server/log/data_error.ts";
import { DataReader } from "../../../server/maintenance/data_reader.ts";
import { CAN_MOUNT, SmallDisk } from "../../support/small_disk.ts";
import { TempLog } from "../../support/temp_log.ts";
import { until } from "../../support/until.ts";
import { textsOf, Witness } from "../../support/witness.ts";

const UTF8 = new TextEncoder();

/** What each file says of itself, and how it comes about. */
const FILES: readonly (readonly [
  what: string,
  why: string,
  make: (place: TempLog) => void,
])[] = [
  [
    "another program's database",
    "another program's",
    (place) => place.change("CREATE TABLE recipes (name TEXT)"),
  ],
  [
    "another program's database in WAL mode",
    "another program's",
    (place) => place.change("PRAGMA journal_mode = WAL; CREATE TABLE t (a)"),
  ],
  [
    "another program's database without a table",
    "another program's",
    (place) => place.change("PRAGMA application_id = 7"),
  ],
  [
    "a newer ktn's database",
    "newer ktn",
    (place) =>
      place.change(`CREATE TABLE t (a); PRAGMA user_version = 99;
        PRAGMA application_id = ${0x6b746e31}`),
  ],
  ["an empty file", "it is empty", (place) => write(place, "")],
  ["one byte", "not a database", (place) => write(place, "x")],
  ["a text", "not a database", (place) => write(place, "text ".repeat(9999))],
];

for (const [what, why, make] of FILES) {
  Deno.test(`SqliteLog refuses ${what} in the place of ktn.db, unchanged`, async () => {
    await using place = new TempLog();
    await Deno.mkdir(place.folder);
    make(place);
    const before = await Deno.readFile(place.database);
    const open = () => place.open(new Witness().options);
    assertStringIncludes(assertThrows(open, DataError).message, why);
    assertEquals(await Deno.readFile(place.database), before);
    assertEquals(await filesIn(place), ["ktn.db", "lock"]);
  });
}

Deno.test("SqliteLog begins no new history where one is missing beside its newest messages", async () => {
  await using place = new TempLog();
  await Deno.mkdir(place.folder);
  await Deno.writeTextFile(`${place.database}-wal`, "messages");
  const open = () => place.open(new Witness().options);
  assertStringIncludes(assertThrows(open, DataError).message, "it is missing");
  assertEquals(await filesIn(place), ["ktn.db-wal", "lock"]);
});

Deno.test("SqliteLog begins anew where it was killed before its file was whole", async () => {
  await using place = new TempLog();
  await Deno.mkdir(place.folder);
  await Deno.writeTextFile(`${place.database}.new`, "half");
  await Deno.writeTextFile(`${place.database}.new-wal`, "half");
  await place.open(new Witness().options)[Symbol.asyncDispose]();
  assertEquals(await filesIn(place), ["ktn.db", "lock"]);
});

Deno.test({
  name: "DataReader reads where nothing may be written, and leaves nothing",
  ignore: !CAN_MOUNT,
  fn: async () => {
    await using disk = await SmallDisk.mount("size=4m");
    await using place = new TempLog();
    const witness = new Witness();
    {
      await using log = place.open(witness.options);
      await witness.sayAll(log, [{ text: "one" }, { text: "two" }]);
      using reader = new DataReader(place.folder);
      await reader.backup(`${disk.folder}/ktn.db`);
    }
    const read = (folder: string) => {
      using reader = new DataReader(folder);
      const { problems, messages } = reader.check();
      return [problems, messages, textsOf([...reader.entries()])];
    };
    await disk.remount("ro");
    assertEquals(read(disk.folder), [[], 2, ["one", "two"]]);
    await disk.remount("rw");
    await Deno.copyFile(place.database, `${disk.folder}/ktn.db`);
    await disk.remount("ro");
    assertEquals(read(disk.folder), [[], 2, ["one", "two"]]);
    assertEquals(read(place.folder), [[], 2, ["one", "two"]]);
    assertEquals(await filesIn(place), ["ktn.db", "lock"]);
  },
});

Deno.test({
  name: "DataReader.backup() leaves nothing on a disk that is full",
  ignore: !CAN_MOUNT,
  fn: async () => {
    await using disk = await SmallDisk.mount("size=256k");
    await using place = new TempLog();
    const witness = new Witness();
    await using log = place.open(witness.options);
    const text = "x".repeat(4000);
    await witness.sayAll(log, Array.from({ length: 300 }, () => ({ text })));
    using reader = new DataReader(place.folder);
    const why = await reader.backup(`${disk.folder}/b.db`)
      .then(() => "", (error) => error.message);
    assertStringIncludes(why, "disk is full");
    const files = await Array.fromAsync(Deno.readDir(disk.folder));
    assertEquals(files, []);
  },
});

for (const what of ["ktn.db", "ktn.db-wal"]) {
  Deno.test(`SqliteLog stores nothing more soon after ${what} was removed`, async () => {
    const witness = new Witness();
    const troubles: string[] = [];
    await using place = new TempLog();
    await using log = place.open({
      ...witness.options,
      onTrouble: (trouble) => troubles.push(trouble?.message ?? "works"),
    });
    await witness.say(log, { text: "one" });
    const path = `${place.folder}/${what}`;
    await Deno.remove(path);
    const began = performance.now();
    // A background task may notice first; a new file is taken up at once then.
    const isNoticed = async () =>
      (await witness.say(log, { text: "more" })).kind === "refused" ||
      troubles.length > 0;
    await until(isNoticed, "a refusal");
    assert(performance.now() - began < 1000);
    assertStringIncludes(troubles[0] ?? "", `"${path}": it was removed`);
  });
}

function write(place: TempLog, text: string): void {
  Deno.writeFileSync(place.database, UTF8.encode(text));
}

async function filesIn({ folder }: TempLog): Promise<string[]> {
  const files = await Array.fromAsync(Deno.readDir(folder));
  return files.map(({ name }) => name).sort();
}
