import { assertEquals, assertStringIncludes } from "@std/assert";
import { SqliteLog } from "../../server/log/sqlite.ts";
import { runKtn } from "../support/serve_process.ts";

/** A folder whose log holds one message of each text. */
async function folderWith(texts: readonly string[]): Promise<string> {
  const folder = await Deno.makeTempDir();
  await using log = SqliteLog.open(folder, { onCommit: () => {} });
  for (const text of texts) {
    log.append({
      target: { room: "lobby" },
      author: "ada",
      text,
      settle: () => {},
    });
  }
  return folder;
}

Deno.test("ktn export, import and check carry messages to another folder, once", async () => {
  const from = await folderWith(["one", "two"]);
  const to = await Deno.makeTempDir();
  const exported = await runKtn(["export", "--json", "--data", from]);
  assertEquals(exported.code, 0);
  await Deno.writeTextFile(`${to}/chat.jsonl`, exported.out);

  const imported = ["import", `${to}/chat.jsonl`, "--data", `${to}/data`];
  assertStringIncludes((await runKtn(imported)).err, "2 messages are new");
  assertStringIncludes((await runKtn(imported)).err, "2 were there already");

  const checked = await runKtn(["check", "--data", `${to}/data`]);
  assertEquals(checked.code, 0);
  assertStringIncludes(checked.out, "2 messages");
  assertStringIncludes(checked.out, "all is well");
  for (const path of [from, to]) await Deno.remove(path, { recursive: true });
});

Deno.test("ktn backup writes a history that can be used in its place, and never over a file", async () => {
  const folder = await folderWith(["keep me"]);
  await Deno.mkdir(`${folder}/restored`);
  const copy = ["backup", `${folder}/restored/ktn.db`, "--data", folder];
  assertEquals((await runKtn(copy)).code, 0);
  const restored = await runKtn(["export", "--data", `${folder}/restored`]);
  assertStringIncludes(restored.out, "ada: keep me");
  const again = await runKtn(copy);
  assertEquals(again.code, 8);
  assertEquals(again.err.trim().split("\n").length, 1);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("ktn import names the line it cannot read", async () => {
  const folder = await Deno.makeTempDir();
  await Deno.writeTextFile(`${folder}/bad.jsonl`, "\n{}\n");
  const { code, err } = await runKtn(
    ["import", `${folder}/bad.jsonl`, "--data", `${folder}/data`],
  );
  assertEquals(code, 1);
  assertStringIncludes(err, "Cannot import line 2");
  await Deno.remove(folder, { recursive: true });
});

Deno.test("ktn export and check say so when there is no history", async () => {
  for (const command of ["export", "check"]) {
    const { code, err } = await runKtn([command, "--data", "/nonexistent"]);
    assertEquals(code, 8);
    assertStringIncludes(err, 'Cannot find a history in "/nonexistent"');
  }
});
