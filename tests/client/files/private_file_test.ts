import { assert, assertEquals } from "@std/assert";
import { replaceFile } from "../../../client/files/private_file.ts";
import { faultTest, hasProgram, lacking } from "../../support/effort.ts";
import { within } from "../../support/within.ts";

const MODULE =
  new URL("../../../client/files/private_file.ts", import.meta.url).href;
const CALLS = "fsync,fdatasync,rename,renameat,renameat2";

faultTest(
  "a file that is replaced durably is synced, renamed, and then its folder is synced",
  lacking({ strace: hasProgram("strace") }),
  async () => {
    const folder = await Deno.makeTempDir();
    try {
      const code = `
        const file = await import(${JSON.stringify(MODULE)});
        await file.replaceFile("${folder}/a", "one", { isDurable: true });
        file.replaceFileDurably("${folder}/b", "two");
      `;
      const notes = `${folder}/calls`;
      // A process of its own: one that starts others meanwhile must not wait.
      const { success } = await within(
        new Deno.Command("strace", {
          args: [
            ...["-f", "-y", "-o", notes, "-e", `trace=${CALLS}`],
            ...[Deno.execPath(), "eval", "--no-check", code],
          ],
        }).output(),
        "strace",
      );
      assert(success);
      const order = (await Deno.readTextFile(notes)).split("\n")
        .filter((line) => line.includes(folder))
        .flatMap((line) =>
          /\b(f(?:data)?sync|rename)\w*\(/.exec(line)?.[1] ?? []
        );

      const once = ["fdatasync", "rename", "fsync"];
      assertEquals(order, [...once, ...once]);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
);

Deno.test("replaceFile() replaces a file whole, for its owner only, and leaves nothing else", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const path = `${folder}/deep/file`;
    const texts = Array.from({ length: 20 }, (_, at) => `${at}`.repeat(1000));
    await Promise.all(texts.map((text) => replaceFile(path, text)));

    assert(texts.includes(await Deno.readTextFile(path)));
    const names = await Array.fromAsync(
      Deno.readDir(`${folder}/deep`),
      ({ name }) => name,
    );
    assertEquals(names, ["file"]);
    const { mode } = await Deno.stat(path);
    if (Deno.build.os !== "windows") assertEquals((mode ?? 0) & 0o777, 0o600);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
