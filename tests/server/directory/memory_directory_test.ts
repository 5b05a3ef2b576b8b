import { MemoryDirectory } from "../../../server/directory/memory_directory.ts";
import { testDirectory } from "../../contracts/directory_contract.ts";

testDirectory("MemoryDirectory", () => new MemoryDirectory());
