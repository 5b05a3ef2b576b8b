import { SqliteDirectoryStore } from "../../../server/directory/sqlite_directory_store.ts";
import {
  type StorePlace,
  testDirectoryStore,
  testLastingStore,
} from "../../contracts/directory_store_contract.ts";

/** A folder of its own. */
function place(): StorePlace {
  const folder = Deno.makeTempDirSync({ prefix: "ktn" });
  return {
    open: () => new SqliteDirectoryStore(folder),
    [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
  };
}

testDirectoryStore("SqliteDirectoryStore", place);
testLastingStore("SqliteDirectoryStore", place);
