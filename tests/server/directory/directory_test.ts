import { SqliteDirectoryStore } from "../../../server/directory/sqlite_directory_store.ts";
import { testDirectory } from "../../contracts/directory_contract.ts";

testDirectory("SqliteDirectoryStore", () => {
  const folder = Deno.makeTempDirSync({ prefix: "ktn" });
  return {
    open: () => new SqliteDirectoryStore(folder),
    [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
  };
});
