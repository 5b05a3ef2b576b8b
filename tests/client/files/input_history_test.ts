import { assert, assertEquals } from "@std/assert";
import { LockFile } from "../../../client/files/lock_file.ts";
import {
  InputHistory,
  inputHistoryFile,
  MAX_KEPT_BYTES,
  MAX_KEPT_LINES,
} from "../../../client/files/input_history.ts";

const FLUSH_MS = 10_000;
const MODULE =
  new URL("../../../client/files/input_history.ts", import.meta.url).href;

Deno.test("InputHistory keeps lines for the next run, in a file only the owner reads", async () => {
  await using folder = await TempFolder.make();
  const path = inputHistoryFile(`${folder.path}/state`);
  const history = new InputHistory(path);
  assertEquals(history.load(), []);
  for (const line of ["one", "two", "two", "a\nb"]) history.add(line);
  assert(await history.flush(FLUSH_MS));

  assertEquals(new InputHistory(path).load(), ["one", "two", "a\nb"]);
  const { mode } = await Deno.stat(path);
  if (Deno.build.os !== "windows") assertEquals((mode ?? 0) & 0o777, 0o600);
});

Deno.test("InputHistory keeps the newest lines, within two bounds", async () => {
  await using folder = await TempFolder.make();
  const path = inputHistoryFile(folder.path);
  const many = Array.from({ length: MAX_KEPT_LINES }, (_, at) => `${at}`);
  await Deno.writeTextFile(path, JSON.stringify({ format: 1, lines: many }));
  const history = new InputHistory(path);
  history.add("new");
  await history.flush(FLUSH_MS);

  const kept = history.load();
  assertEquals([kept.length, kept[0], kept.at(-1)], [
    MAX_KEPT_LINES,
    "1",
    "new",
  ]);

  const long = "x".repeat(MAX_KEPT_BYTES / 2);
  for (const line of [`${long}a`, "short", `${long}b`]) {
    history.add(line);
  }
  await history.flush(FLUSH_MS);
  assertEquals(history.load().map((line) => line.at(-1)), ["t", "b"]);
});

Deno.test("InputHistory of several clients at once loses no line of any", async () => {
  await using folder = await TempFolder.make();
  const path = inputHistoryFile(folder.path);
  const clients = ["a", "b", "c"];
  const runs = clients.map((client) => {
    const code = `
      const { InputHistory } = await import(${JSON.stringify(MODULE)});
      const history = new InputHistory(${JSON.stringify(path)});
      for (let at = 0; at < 100; at++) history.add("${client}" + at);
    `;
    return new Deno.Command(Deno.execPath(), {
      args: ["eval", "--no-check", code],
    }).output();
  });
  const ends = await Promise.all(runs);

  assert(ends.every(({ success }) => success));
  const lines = new InputHistory(path).load();
  assertEquals(lines.length, 300);
  for (const client of clients) {
    assertEquals(
      lines.filter((line) => line.startsWith(client)),
      Array.from({ length: 100 }, (_, at) => `${client}${at}`),
    );
  }
});

Deno.test("InputHistory takes a damaged file for none, and a home it cannot write to for no reason to stop", async () => {
  await using folder = await TempFolder.make();
  const path = inputHistoryFile(folder.path);
  for (const text of ["", "{", "null", '{"format":2,"lines":["x"]}', "[1]"]) {
    await Deno.writeTextFile(path, text);
    assertEquals(new InputHistory(path).load(), [], text);
  }
  await Deno.writeTextFile(path, '{"format":1,"lines":["x",1,null]}');
  assertEquals(new InputHistory(path).load(), ["x"]);

  const nowhere = new InputHistory(`${path}/no/folder`);
  nowhere.add("x");
  await nowhere.flush(FLUSH_MS);
  assertEquals(nowhere.load(), []);
  new InputHistory(undefined).add("x");
});

Deno.test("InputHistory keeps a line as soon as another program lets go of the lock, and waits beside the event loop", async () => {
  await using folder = await TempFolder.make();
  const path = inputHistoryFile(folder.path);
  const history = new InputHistory(path);
  {
    using lock = LockFile.tryTake(`${path}.lock`);
    assert(lock);
    history.add("kept");
    assertEquals(await history.flush(50), false, "another holds the lock");
  }

  assert(await history.flush(FLUSH_MS));
  assertEquals(history.load(), ["kept"]);
});

/** A folder for one test. */
class TempFolder implements AsyncDisposable {
  private constructor(readonly path: string) {}

  static async make(): Promise<TempFolder> {
    return new TempFolder(await Deno.makeTempDir());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.path, { recursive: true });
  }
}
