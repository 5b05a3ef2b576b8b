import { assertEquals, assertStringIncludes } from "@std/assert";
import { SqliteLog } from "../../server/log/sqlite.ts";
import { formatAddress } from "../../shared/address.ts";
import { DurableServer } from "../support/durable_server.ts";
import { runKtn } from "../support/serve_process.ts";
import { draftOf } from "../support/witness.ts";

/** A folder whose log holds one message of each text. */
async function folderWith(texts: readonly string[]): Promise<string> {
  const folder = await Deno.makeTempDir();
  await using log = SqliteLog.open(folder, { onCommit: () => {} });
  for (const text of texts) {
    log.append(draftOf(text, () => {}));
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

Deno.test("ktn restore: who has read what was lost is told, and whoever has not goes on", async () => {
  await using server = await DurableServer.start();
  const folder = await Deno.makeTempDir();
  const read = async (cursor: string) => {
    const place = ["--cursor", `${folder}/${cursor}`, "--since", "0"];
    const address = formatAddress(server.address);
    const { code, out } = await runKtn(["tail", address, "--json", ...place]);
    const lines = out.trim().split("\n").filter((line) => line !== "");
    const objects = lines.map((line) => JSON.parse(line));
    return [code, ...objects.map(({ content, code }) => content ?? code)];
  };
  const texts = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, n) => `m${from + n}`);
  await say(server, texts(1, 5));
  const backup = ["backup", `${folder}/b.db`, "--data", server.folder];
  assertEquals((await runKtn(backup)).code, 0);
  assertEquals(await read("early"), [0, ...texts(1, 5)]);
  await say(server, texts(6, 10));
  assertEquals(await read("late"), [0, ...texts(1, 10)]);
  using old = await server.connect();
  const { log } = await old.ask({ request: "login", content: "old" });
  const restore = ["restore", `${folder}/b.db`, "--data", server.folder];
  const refused = await runKtn(restore);
  assertEquals(refused.code, 8);
  assertStringIncludes(refused.err, "another ktn server is using it");
  await server.end("SIGTERM");
  const { code, err } = await runKtn(restore);
  assertEquals(code, 0);
  assertStringIncludes(err, "up to seq 5");
  assertStringIncludes(err, "replaced-1.db");
  await server.start();
  await say(server, texts(11, 18));

  assertEquals(await read("early"), [0, ...texts(11, 18)]);
  const all = [...texts(1, 5), ...texts(11, 18)];
  assertEquals(await read("late"), [9, "log_changed", ...all]);
  assertEquals(await read("late"), [0]);
  for (const [since, count] of [[5, 8], [6, 1], [10, 1], [12, 1]] as const) {
    using peer = await server.join(`p${since}`, {
      version: 2,
      since,
      log,
      history: 1,
    });
    const { content } = await peer.until(({ response }) =>
      response === "history"
    );
    const read = Array.isArray(content) ? content.length : 0;
    assertEquals(read, count, `since ${since}`);
  }
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
  const line = {
    seq: 1,
    timestamp: "2026-11-22T13:00:00.000Z",
    room: "lobby",
    sender: "server",
    content: "hi",
    id: "a",
  };
  await Deno.writeTextFile(`${folder}/bad.jsonl`, JSON.stringify(line));
  const named = await runKtn(
    ["import", `${folder}/bad.jsonl`, "--data", `${folder}/data`],
  );
  assertEquals(named.code, 1);
  assertStringIncludes(named.err, "Cannot import line 1: Cannot use the name");
  await Deno.remove(folder, { recursive: true });
});

Deno.test("ktn export and check say so when there is no history", async () => {
  for (const command of ["export", "check"]) {
    const { code, err } = await runKtn([command, "--data", "/nonexistent"]);
    assertEquals(code, 8);
    assertStringIncludes(err, 'Cannot find a history in "/nonexistent"');
  }
});

/** Has ada say texts, all stored. */
async function say(server: DurableServer, texts: readonly string[]) {
  using ada = await server.join("ada", { history: 0 });
  for (const [n, content] of texts.entries()) {
    const id = `${content}-${n}`;
    await ada.send({ request: "msg", content, id });
    await ada.until((answer) => answer.id === id);
  }
  await ada.send({ request: "logout" });
  await ada.rest();
}
