import { assert, assertEquals } from "@std/assert";
import {
  replaceFile,
  replaceFileDurably,
} from "../../../client/files/private_file.ts";
import { faultTest, hasProgram, lacking } from "../../support/effort.ts";
import { SystemCalls } from "../../support/system_calls.ts";

faultTest(
  "a file that is replaced durably is synced, renamed, and then its folder is synced",
  lacking({ strace: hasProgram("strace") }),
  async () => {
    const folder = await Deno.makeTempDir();
    try {
      const watched = ["fsync", "fdatasync", "rename", "renameat", "renameat2"];
      await using calls = await SystemCalls.of(Deno.pid, watched);
      await replaceFile(`${folder}/a`, "one", { isDurable: true });
      replaceFileDurably(`${folder}/b`, "two");
      const order = (await calls.end())
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
