import { assertEquals, assertThrows } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { checkDataFolder } from "../../../server/maintenance/data_check.ts";
import { DataError } from "../../../server/log/data_error.ts";
import { SqliteLog } from "../../../server/log/sqlite.ts";

/** Runs a test with an empty folder. */
async function withFolder(
  test: (folder: string) => void | Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("checkDataFolder() finds nothing wrong where nothing is yet, and makes nothing", () =>
  withFolder((folder) => {
    checkDataFolder(folder);
    checkDataFolder(`${folder}/not/there`);
    assertEquals([...Deno.readDirSync(folder)], []);
  }));

Deno.test("checkDataFolder() takes a history, also while a server uses it", () =>
  withFolder(async (folder) => {
    await using _log = SqliteLog.open(folder, { onCommit: () => {} });
    checkDataFolder(folder);
  }));

Deno.test("checkDataFolder() refuses what no server could use", () =>
  withFolder((folder) => {
    const refused = (path: string, said: string) =>
      assertThrows(() => checkDataFolder(path), DataError, said);
    Deno.writeTextFileSync(`${folder}/file`, "");
    refused(`${folder}/file`, "a part of the path is no folder");
    refused(`${folder}/file/below`, "a part of the path is no folder");
    Deno.writeTextFileSync(
      `${folder}/ktn.db`,
      "this is not a database ".repeat(99),
    );
    refused(folder, "it is damaged, or not a database");
  }));

Deno.test("checkDataFolder() refuses the database of another program and of a newer ktn", () =>
  withFolder(async (folder) => {
    const change = (sql: string) => {
      const database = new DatabaseSync(`${folder}/ktn.db`);
      database.exec(sql);
      database.close();
    };
    change("CREATE TABLE theirs (x)");
    const check = () => checkDataFolder(folder);
    assertThrows(check, DataError, "another program's");
    await Deno.remove(`${folder}/ktn.db`);
    await SqliteLog.open(folder, { onCommit: () => {} })[Symbol.asyncDispose]();
    change("PRAGMA user_version = 99");
    assertThrows(check, DataError, "of a newer ktn");
  }));

Deno.test("checkDataFolder() refuses a directory that no server could use", () =>
  withFolder((folder) => {
    const path = `${folder}/directory.db`;
    const refused = (said: string) =>
      assertThrows(() => checkDataFolder(folder), DataError, said);
    Deno.writeTextFileSync(path, "");
    refused("it is empty");
    Deno.removeSync(path);
    {
      using database = new DatabaseSync(path);
      database.exec("CREATE TABLE recipes (name TEXT)");
    }
    refused("another program's");
    {
      using database = new DatabaseSync(path);
      database.exec(`PRAGMA application_id = ${0x6b746e64}`);
      checkDataFolder(folder);
      database.exec("PRAGMA user_version = 99");
    }
    refused("newer ktn");
  }));
