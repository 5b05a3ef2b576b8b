import { assertEquals } from "@std/assert";
import { nameTables } from "../../tools/name_tables.ts";
import { readProjectFile } from "../support/source_files.ts";

/** Whether this machine has the ICU that the tables are of. */
function hasIcu(): boolean {
  try {
    Deno.dlopen("libicui18n.so.72", {}).close();
    return true;
  } catch {
    return false;
  }
}

Deno.test({
  name: "the tables of characters in names are those of ICU",
  ignore: !hasIcu(),
  fn: async () => {
    for (const { path, text } of nameTables()) {
      assertEquals(await readProjectFile(path), text, path);
    }
  },
});
