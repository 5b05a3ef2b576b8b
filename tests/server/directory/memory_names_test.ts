import { MemoryNames } from "../../../server/directory/memory_names.ts";
import { testNameRegistry } from "../../contracts/name_registry_contract.ts";

testNameRegistry("MemoryNames", () => new MemoryNames());
