import { assert, assertEquals } from "@std/assert";
import { Ticker } from "../../server/net/ticker.ts";
import { startServer } from "../support/live_server.ts";
import type { Peer } from "../support/peer.ts";

/** More than the kernel keeps for one connection, with 2,000 bytes each. */
const MANY = 9000;
const TEXT = "x".repeat(2000);
const A_STEP = 500;

/** Says `count` numbered messages; `reader` reads each step of them. */
async function flood(talker: Peer, reader: Peer, count: number, text = TEXT) {
  for (let n = 0; n < count; n += A_STEP) {
    const step = Array.from({ length: A_STEP }, (_, index) => ({
      request: "msg",
      content: `${n + index} ${text}`,
    }));
    const [seqs] = await Promise.all([
      readSeqs(reader, A_STEP),
      talker.send(...step),
    ]);
    assertEquals(seqs, range(n + 1, n + A_STEP));
  }
}

async function readSeqs(peer: Peer, count: number): Promise<number[]> {
  const seqs: number[] = [];
  while (seqs.length < count) {
    const { response, seq = 0 } = await peer.next();
    if (response === "message") seqs.push(seq);
  }
  return seqs;
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, n) => first + n);
}

Deno.test("a reader that stops slows nobody, and reads on without a hole or a double", async () => {
  using ticker = new Ticker("hand");
  await using server = await startServer({}, ticker);
  using stopped = await server.join("stopped");
  using reader = await server.join("reader");
  using talker = await server.join("talker");
  await flood(talker, reader, MANY);
  // It has its turn of the log; and is live again afterwards.
  assertEquals(await readSeqs(stopped, MANY), range(1, MANY));
  await talker.send({ request: "msg", content: "live again" });
  assertEquals((await stopped.next()).content, "live again");
});

Deno.test("a reader that makes no progress is cut, named slow in the operator's log", async () => {
  using ticker = new Ticker("hand");
  await using server = await startServer({}, ticker);
  using stopped = await server.join("stopped");
  using reader = await server.join("reader");
  using talker = await server.join("talker");
  await flood(talker, reader, MANY);
  ticker.advance(10_000);
  assertEquals((await talker.askNames()).names?.length, 3);
  ticker.advance(1);
  assertEquals((await talker.askNames()).names?.length, 2);
  const closed = server.events.find(({ event }) => event === "closed");
  assertEquals([closed?.name, closed?.closeCode], ["stopped", "slow"]);
  stopped.close();
});

Deno.test("a reader behind what is kept hears slow after an unbroken beginning", async () => {
  using ticker = new Ticker("hand");
  await using server = await startServer({}, ticker);
  using stopped = await server.join("stopped");
  using reader = await server.join("reader");
  using talker = await server.join("talker");
  await flood(talker, reader, 40_000, "x".repeat(600));
  const answers = await stopped.rest();
  assertEquals(answers.at(-1)?.code, "slow");
  const seqs = answers.slice(0, -1).map(({ seq = 0 }) => seq);
  assertEquals(seqs, range(1, seqs.length));
  assert(seqs.length < 40_000);
});

Deno.test("a slow reader that still reads is not cut for a server that paused it", async () => {
  using ticker = new Ticker("hand");
  await using server = await startServer({}, ticker);
  using ada = await server.join("ada", { version: 2 });
  await ada.until(({ code }) => code === "presence");
  for (let n = 0; n < 15; n++) {
    await ada.send({
      request: "msg",
      content: `${n} ${TEXT}${TEXT}`,
      id: "x" + n,
    });
    await ada.until(({ code }) => code === "ack");
  }
  // Answers of 60 KB each, far more than fit anywhere, and half a request.
  const pages = 1400;
  await ada.send(...Array(pages).fill({ request: "history" }));
  await ada.write('{"request":');
  for (let step = 0; step < 7; step++) {
    ticker.advance(9000);
    for (let n = 0; n < pages / 7; n++) {
      const { response, code } = await ada.next();
      assertEquals([response, code], ["history", undefined]);
    }
  }
  ticker.advance(500);
  await ada.write('"ping","id":"end"}\n');
  const end = await ada.until(({ id, response }) =>
    id === "end" || response === "error"
  );
  assertEquals([end.code, end.id], ["pong", "end"]);
});
