import { assertEquals } from "@std/assert";
import { removeUnfinished } from "../../tools/coverage.ts";

Deno.test("only profiles that were not written to their end are left out of the report", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const files = { "a.json": "{}", "b.json": "", "c.json": "{", "d.txt": "" };
    for (const [name, text] of Object.entries(files)) {
      await Deno.writeTextFile(`${folder}/${name}`, text);
    }
    assertEquals(await removeUnfinished(folder), 2);
    const left = await Array.fromAsync(Deno.readDir(folder));
    assertEquals(left.map(({ name }) => name).sort(), ["a.json", "d.txt"]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
