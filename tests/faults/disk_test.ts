/** D3, D7, D8, D10: the disk is full, copied, damaged or not to be had. */

import { assert, assertEquals, assertMatch } from "@std/assert";
import { assertNothingWrong, Crowd } from "../support/crowd.ts";
import { DurableServer } from "../support/durable_server.ts";
import { effort, faultTest, lacking, tell } from "../support/effort.ts";
import type { Stored } from "../support/ledger.ts";
import { runKtn } from "../support/serve_process.ts";
import { CAN_MOUNT, SmallDisk } from "../support/small_disk.ts";
import { until } from "../support/until.ts";

const MOUNTS = lacking({ "the right to mount": CAN_MOUNT });
/** The longest a start that is refused may take, on a machine with time. */
const MAX_REFUSAL_MS = effort(8000, 2000);
const MAX_RECOVERY_MS = 5000;
const COPIES = effort(3, 30);

faultTest(
  "D3: a full disk refuses messages and stores none of them; chat goes on, and recovers by itself",
  MOUNTS,
  async () => {
    await using disk = await SmallDisk.mount("size=2m");
    await using server = await DurableServer.start({ folder: disk.folder });
    using reader = await server.join("reader");
    await using crowd = new Crowd({
      size: 3,
      inFlight: 8,
      padding: " " + "x".repeat(1000),
      address: () => server.address,
    });
    const refused = () =>
      crowd.writers.map(({ refusals }) => refusals.get("store_full") ?? 0);
    await until(() => refused().every((count) => count > 100), "a full disk");
    // Who only reads notices nothing.
    await reader.send({ request: "names", id: "n" });
    const { names } = await reader.until(({ id }) => id === "n");
    assertEquals(names?.length, 4);
    await reader.send({ request: "history", limit: 5, id: "h" });
    const page = await reader.until(({ id }) => id === "h");
    assertEquals(page.response, "history");

    const { acked } = crowd.ledger;
    const began = performance.now();
    await disk.remount("size=64m");
    await crowd.eachAcked(1);
    const ms = performance.now() - began;
    tell(`${acked} fit, ${refused()} were refused; recovered in ${ms} ms`);
    assert(ms < MAX_RECOVERY_MS, `${ms} ms`);
    await crowd.eachAcked(100);
    await crowd.finish();
    for (const { closings, refusals } of crowd.writers) {
      assertEquals([...refusals.keys(), ...closings], ["store_full"]);
    }
    const { refused: all } = assertNothingWrong(
      crowd.ledger,
      await server.history(),
    );
    assert(all > 300);
    // It was full, and still what is acknowledged survives a kill.
    await server.killAndRestart();
    assertNothingWrong(crowd.ledger, await server.history());
    const troubles = server.lines.filter((line) => /store_/.test(line));
    assertMatch(troubles.join("\n"), /store_fails.*full[^]*store_works/);
  },
);

Deno.test("D7: a copy of the files at any moment under load opens, with all that was acknowledged before", async () => {
  await using server = await DurableServer.start();
  await using crowd = new Crowd({
    size: 4,
    inFlight: 32,
    address: () => server.address,
  });
  const copies = [];
  for (let copy = 0; copy < COPIES; copy++) {
    await crowd.acked(500 + Math.floor(Math.random() * 500));
    // A copy takes longer than a moment, so the moment is held.
    server.signal("SIGSTOP");
    const before = new Map(crowd.ledger.seqs);
    copies.push({ before, folder: await copyFolder(server.folder) });
    server.signal("SIGCONT");
  }
  await crowd.finish();
  assertNothingWrong(crowd.ledger, await server.history());
  for (const { before, folder } of copies) {
    const history = await serveOnce(folder);
    const seqs = new Map(history.map(({ content, seq }) => [content, seq]));
    for (const [text, seq] of before) assertEquals(seqs.get(text), seq);
    const numbers = history.map(({ seq }) => seq);
    assertEquals(numbers, numbers.map((_, index) => index + 1));
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("D7: a backup made under load has all that was acknowledged before", async () => {
  await using server = await DurableServer.start();
  await using crowd = new Crowd({
    size: 4,
    inFlight: 32,
    address: () => server.address,
  });
  await crowd.acked(1000);
  const before = new Map(crowd.ledger.seqs);
  const folder = await Deno.makeTempDir({ prefix: "ktn" });
  const args = ["backup", `${folder}/ktn.db`, "--data", server.folder];
  assertEquals((await runKtn(args)).code, 0);
  await crowd.finish();
  const history = await serveOnce(folder);
  const seqs = new Map(history.map(({ content, seq }) => [content, seq]));
  for (const [text, seq] of before) assertEquals(seqs.get(text), seq);
  assertNothingWrong(crowd.ledger, await server.history());
  await Deno.remove(folder, { recursive: true });
});

Deno.test("D8: a message that was changed on the disk is never served, and the operator is told", async () => {
  await using server = await DurableServer.start();
  await using crowd = new Crowd({
    size: 1,
    each: 1500, // the newest 1,000 are verified at the start
    inFlight: 64,
    padding: " is said",
    address: () => server.address,
  });
  await crowd.done();
  await server.end("SIGTERM");
  const [damaged = ""] = crowd.ledger.seqs.keys();
  const forged = damaged.replace("said", "fake");
  await overwrite(`${server.folder}/ktn.db`, damaged, forged);
  await server.start();
  const { lost, unexplained } = crowd.ledger.report(await server.history());
  assertEquals([lost[0], unexplained], [damaged, []]);
  const told = () =>
    /messages 1 to (\d+) are damaged/.exec(server.lines.join("\n"))?.[1];
  await until(() => told() !== undefined, "what the operator is told");
  assertEquals(lost.length, Number(told()), "no more than its block");
});

Deno.test("D8: after a kill, a write-ahead log that was cut gives a true beginning, and chat goes on", async () => {
  await using server = await DurableServer.start();
  await using crowd = new Crowd({
    size: 2,
    inFlight: 8,
    address: () => server.address,
  });
  await crowd.acked(500);
  await server.end("SIGKILL");
  await crowd[Symbol.asyncDispose]();
  const wal = `${server.folder}/ktn.db-wal`;
  const { size } = await Deno.stat(wal);
  await Deno.truncate(wal, Math.floor(size * 0.7));
  await server.start();
  const history = await server.history();
  const seqs = history.map(({ seq }) => seq);
  assertEquals(seqs, seqs.map((_, index) => index + 1));
  const { unexplained, reordered } = crowd.ledger.report(history);
  assertEquals([unexplained, reordered], [[], []]);
  using peer = await server.join("ada", { history: 0 });
  const message = { request: "msg", content: "hello", id: "1" };
  const { code, seq } = await peer.ask(message);
  assertEquals([code, seq], ["ack", seqs.length + 1]);
});

const REFUSALS: readonly {
  readonly what: string;
  readonly lack?: string | undefined;
  readonly why: RegExp;
  readonly prepare: (stack: AsyncDisposableStack) => Promise<string>;
}[] = [
  {
    what: "that may only be read",
    lack: MOUNTS,
    why: /Cannot write to the data folder ".*": .*--data/,
    prepare: async (stack) => {
      const disk = stack.use(await SmallDisk.mount("size=2m"));
      await disk.remount("ro");
      return disk.folder;
    },
  },
  {
    what: "that cannot be made",
    why: /Cannot write to the data folder ".*": .*--data/,
    prepare: (stack) => {
      const file = Deno.makeTempFileSync({ prefix: "ktn" });
      stack.defer(() => Deno.remove(file));
      return Promise.resolve(`${file}/data`);
    },
  },
  {
    what: "another server uses",
    why: /another ktn server is using it/,
    prepare: async (stack) => {
      const server = stack.use(await DurableServer.start());
      using peer = await server.join("ada", { history: 0 });
      await peer.ask({ request: "msg", content: "first", id: "1" });
      server.signal("SIGSTOP"); // so that it changes nothing either
      return server.folder;
    },
  },
  {
    what: "whose database is damaged",
    why: /damaged.*backup/,
    prepare: async (stack) => {
      const server = stack.use(await DurableServer.start());
      assertEquals((await server.end("SIGTERM")).code, 0);
      const path = `${server.folder}/ktn.db`;
      await overwrite(path, "SQLite format 3", "SQLite formax 3");
      return server.folder;
    },
  },
];

for (const { what, lack, why, prepare } of REFUSALS) {
  faultTest(
    `D10: a data folder ${what} is refused in one line with exit 8, and left alone`,
    lack,
    async () => {
      await using stack = new AsyncDisposableStack();
      const folder = await prepare(stack);
      const before = await digest(folder);
      const began = performance.now();
      const { code, out, err } = await runKtn(
        ["serve", "--port", "0", "--data", folder],
      );
      const ms = performance.now() - began;
      assertEquals([code, out], [8, ""], err);
      assertMatch(err, why);
      assertEquals(err.split("\n").length, 2, err);
      tell(`refused in ${Math.round(ms)} ms`);
      assert(ms < MAX_REFUSAL_MS, `${ms} ms`);
      assertEquals(await digest(folder), before);
    },
  );
}

async function copyFolder(folder: string): Promise<string> {
  const copy = await Deno.makeTempDir({ prefix: "ktn" });
  for await (const { name, isFile } of Deno.readDir(folder)) {
    if (!isFile) continue; // the operator's socket
    await Deno.copyFile(`${folder}/${name}`, `${copy}/${name}`);
  }
  return copy;
}

/** Starts a server on a folder, reads the whole history, and kills it. */
async function serveOnce(folder: string): Promise<readonly Stored[]> {
  await using server = await DurableServer.start({ folder });
  return await server.history();
}

/** Puts one text in the place of another, of the same length, in a file. */
async function overwrite(
  path: string,
  from: string,
  to: string,
): Promise<void> {
  const bytes = await Deno.readFile(path);
  const text = new TextDecoder("latin1").decode(bytes);
  let at = text.indexOf(from);
  assert(at >= 0, `no "${from}" in ${path}`);
  // Pages keep bytes that are of no use any more, so there may be several.
  for (; at >= 0; at = text.indexOf(from, at + 1)) {
    bytes.set(new TextEncoder().encode(to), at);
  }
  await Deno.writeFile(path, bytes);
}

/** What a folder holds, and how each file begins and how long it is. */
async function digest(folder: string): Promise<readonly string[]> {
  const files: string[] = [];
  try {
    for await (const { name, isFile } of Deno.readDir(folder)) {
      if (!isFile) continue; // the operator's socket
      const bytes = await Deno.readFile(`${folder}/${name}`);
      const hash = await crypto.subtle.digest("SHA-256", bytes);
      files.push(`${name} ${new Uint8Array(hash).toHex()}`);
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotADirectory)) throw error;
  }
  return files.sort();
}
