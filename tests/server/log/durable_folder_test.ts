import { assertEquals, assertMatch, assertThrows } from "@std/assert";
import { makeFolderDurably } from "../../../server/log/durable_folder.ts";
import { hasProgram } from "../../support/effort.ts";

Deno.test("makeFolderDurably() syncs every folder that has a new one in it", async () => {
  await using temp = new TempFolder();
  const { path } = temp;
  assertEquals(syncedBy(`${path}/a/b/data`), [
    `${path}/a/b`,
    `${path}/a`,
    path,
  ]);
  assertEquals(syncedBy(`${path}/a/b/data`), []);
  assertEquals(syncedBy(`${path}/a/other`), [`${path}/a`]);
});

Deno.test("makeFolderDurably() makes a folder that only its owner may look into", async () => {
  await using temp = new TempFolder();
  makeFolderDurably(`${temp.path}/a/data`);
  const { isDirectory, mode } = await Deno.stat(`${temp.path}/a/data`);
  assertEquals(isDirectory, true);
  if (Deno.build.os !== "windows") assertEquals((mode ?? 0) & 0o777, 0o700);
});

Deno.test("makeFolderDurably() throws where no folder can be made", async () => {
  await using temp = new TempFolder();
  await Deno.writeTextFile(`${temp.path}/file`, "");
  for (const name of ["file", "file/data"]) {
    const path = `${temp.path}/${name}`;
    assertThrows(() => makeFolderDurably(path), Error);
  }
});

Deno.test({
  name: "makeFolderDurably() has the system sync them",
  ignore: !hasProgram("strace"),
  fn: async () => {
    await using temp = new TempFolder();
    const module = import.meta.resolve(
      "../../../server/log/durable_folder.ts",
    );
    const code = `import { makeFolderDurably } from "${module}";
      makeFolderDurably("${temp.path}/a/data");`;
    const { stderr } = await new Deno.Command("strace", {
      args: ["-f", "-y", "-e", "trace=fsync", Deno.execPath(), "eval", code],
    }).output();
    const calls = new TextDecoder().decode(stderr);
    for (const folder of [`${temp.path}/a`, temp.path]) {
      assertMatch(calls, new RegExp(`fsync\\(\\d+<${folder}>\\) += 0`));
    }
  },
});

function syncedBy(folder: string): string[] {
  const synced: string[] = [];
  makeFolderDurably(folder, (parent) => synced.push(parent));
  assertEquals(Deno.statSync(folder).isDirectory, true);
  return synced;
}

class TempFolder implements AsyncDisposable {
  readonly path = Deno.makeTempDirSync({ prefix: "ktn" });

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.path, { recursive: true });
  }
}
