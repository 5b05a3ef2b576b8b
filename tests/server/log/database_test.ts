import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { DataError } from "../../../server/log/data_error.ts";
import {
  applySettings,
  openDatabase,
  readSetting,
  SQLITE,
  sqliteCode,
  Transactions,
} from "../../../server/log/database.ts";

Deno.test("openDatabase() sets what makes a commit survive a power cut", async () => {
  await using folder = new Folder();
  using database = openDatabase(folder.file);
  const settings = ["journal_mode", "synchronous", "foreign_keys"];
  const values = settings.map((name) => readSetting(database, name));
  assertEquals(values, ["wal", 2, 1]);
  assertEquals(readSetting(database, "trusted_schema"), 0);
});

Deno.test("applySettings() refuses when a setting does not hold", () => {
  // What is in memory has no write-ahead log, whatever it is told.
  using database = new DatabaseSync(":memory:");
  const apply = () => applySettings(database, false);
  const { message } = assertThrows(apply, DataError);
  assertStringIncludes(message, "journal_mode is memory");
});

Deno.test("openDatabase() for reading changes nothing", async () => {
  await using folder = new Folder();
  plainDatabase(folder.file);
  const modeAsRead = () => {
    using database = openDatabase(folder.file, { readOnly: true });
    return readSetting(database, "journal_mode");
  };
  assertEquals(modeAsRead(), "delete");
  openDatabase(folder.file).close();
  assertEquals(modeAsRead(), "wal");
});

Deno.test("openDatabase() says why it cannot open a file", async () => {
  await using folder = new Folder();
  const read = () => openDatabase(folder.file, { readOnly: true });
  assertStringIncludes(assertThrows(read, DataError).message, "Cannot use");
  await Deno.writeTextFile(folder.file, "no database ".repeat(500));
  const error = assertThrows(() => openDatabase(folder.file), DataError);
  assertStringIncludes(error.message, "not a database");
  assertEquals(sqliteCode(error.cause), SQLITE.NOTADB);
});

Deno.test("openDatabase() makes a file only its user may read", {
  ignore: Deno.build.os === "windows",
}, async () => {
  await using folder = new Folder();
  openDatabase(folder.file).close();
  const { mode } = await Deno.stat(folder.file);
  assertEquals((mode ?? 0) & 0o777, 0o600);
});

Deno.test("sqliteCode() knows nothing of other errors", () => {
  assertEquals(sqliteCode(new Error("other")), undefined);
  assertEquals(sqliteCode("text"), undefined);
});

Deno.test("Transactions.run() undoes the work when it throws", async () => {
  await using folder = new Folder();
  using database = openDatabase(folder.file);
  database.exec("CREATE TABLE t (a INTEGER PRIMARY KEY)");
  const transactions = new Transactions(database);
  const insert = database.prepare("INSERT INTO t VALUES (?)");
  const count = database.prepare("SELECT count(*) AS n FROM t");
  assertEquals(transactions.run(() => insert.run(1).changes), 1);
  const failing = () =>
    transactions.run(() => {
      insert.run(2);
      throw new RangeError("stop");
    });
  assertThrows(failing, RangeError);
  assertEquals([count.get()?.n, database.isTransaction], [1, false]);
  transactions.run(() => insert.run(3));
  assertEquals(count.get()?.n, 2);
});

/** A temporary folder and a file in it that is not there yet. */
class Folder implements AsyncDisposable {
  readonly #path = Deno.makeTempDirSync({ prefix: "ktn" });
  readonly file = `${this.#path}/test.db`;

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.#path, { recursive: true });
  }
}

function plainDatabase(path: string): void {
  using database = new DatabaseSync(path);
  database.exec("CREATE TABLE t (a)");
}
