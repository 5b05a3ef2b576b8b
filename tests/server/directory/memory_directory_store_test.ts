import { MemoryDirectoryStore } from "../../../server/directory/memory_directory_store.ts";
import { testDirectoryStore } from "../../contracts/directory_store_contract.ts";

testDirectoryStore("MemoryDirectoryStore", () => ({
  open: () => new MemoryDirectoryStore(),
  [Symbol.asyncDispose]: () => Promise.resolve(),
}));
