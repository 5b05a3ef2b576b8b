/** D1, D9, S12: the server is killed, and everything acknowledged is there. */

import { assert, assertEquals } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { assertNothingWrong, Crowd } from "../support/crowd.ts";
import { DurableServer } from "../support/durable_server.ts";
import { effort, tell } from "../support/effort.ts";

const WRITERS = effort(5, 20);
const ROUNDS = effort(3, 20);
/** With the fewest in every round, the long version has 100,000. */
const FEWEST = effort(200, 5000);
const MOST = effort(1500, 9000);

/** What a message sent again is answered with. */
const IDS = 1000;

/** Pages that one who hangs up asked for. */
const PAGES = 100;

Deno.test("D1: what is acknowledged survives kill -9 at any moment, once and in its order", async () => {
  await using server = await DurableServer.start();
  await using crowd = new Crowd({
    size: WRITERS,
    inFlight: 32,
    address: () => server.address,
  });
  const startMs: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    await crowd.acked(FEWEST + Math.floor(Math.random() * (MOST - FEWEST)));
    if (round % 2 === 0) crowd.cut(); // and what was stored is said again
    await server.end("SIGKILL");
    await checkIntegrity(server.folder);
    await server.start();
    startMs.push(Math.round(server.startMs));
  }
  await crowd.acked(FEWEST);
  await crowd.finish();
  tell(`${ROUNDS} kills; starts took at most ${Math.max(...startMs)} ms`);
  const report = assertNothingWrong(crowd.ledger, await server.history());
  assert(report.acked >= FEWEST * (ROUNDS + 1));
  assertEquals([report.unknown, report.refused], [0, 0]);
});

Deno.test("D9: ids acknowledged before a kill are answered with their first seq", async () => {
  await using server = await DurableServer.start();
  await using crowd = new Crowd({
    size: 1,
    each: IDS,
    inFlight: 64,
    address: () => server.address,
  });
  await crowd.done();
  await server.killAndRestart();
  const token = crowd.writers[0]?.token;
  using peer = await server.join("writer0", { history: 0, token });
  const { seqs } = crowd.ledger;
  const again = [...seqs.keys()].map((id) => (
    { request: "msg", content: id, id }
  ));
  const sending = peer.send(...again);
  for (const [id, seq] of seqs) {
    const { code, duplicate, ...rest } = await peer.next();
    assertEquals([code, duplicate], ["ack", true]);
    assertEquals([rest.id, rest.seq], [id, seq]);
  }
  await sending;
  assertEquals(seqs.size, IDS);
  assertNothingWrong(crowd.ledger, await server.history());
});

Deno.test("S12: who hangs up after the last message gets all acknowledgements, which survive a kill", async () => {
  await using server = await DurableServer.start();
  using peer = await server.join("ada", { history: 0 });
  const texts = Array.from({ length: 500 }, (_, n) => `last words ${n}`);
  const sending = peer.send(
    ...texts.map((content, n) => ({ request: "msg", content, id: `id${n}` })),
    // More than fits on the way, so that much waits when the end is heard.
    ...Array(PAGES).fill({ request: "history", limit: 1000, id: "page" }),
  ).then(() => peer.hangUp());
  const answers = await peer.rest();
  await sending;
  await server.killAndRestart();
  const pages = answers.filter(({ id }) => id === "page");
  assertEquals(pages.length, PAGES);
  const acks = answers.slice(0, -PAGES);
  assertEquals(acks.map(({ code }) => code), texts.map(() => "ack"));
  const history = await server.history();
  assertEquals(history.map(({ content }) => content), texts);
  const seqs = history.map(({ seq }) => seq);
  assertEquals(acks.map(({ seq = 0 }) => seq), seqs);
});

/** Looks at a copy, so that it is the server that mends what it left behind. */
async function checkIntegrity(folder: string): Promise<void> {
  const copy = await Deno.makeTempDir({ prefix: "ktn" });
  for await (const { name, isFile } of Deno.readDir(folder)) {
    if (!isFile) continue; // the operator's socket
    await Deno.copyFile(`${folder}/${name}`, `${copy}/${name}`);
  }
  using database = new DatabaseSync(`${copy}/ktn.db`);
  const row = database.prepare("PRAGMA integrity_check").get();
  assertEquals(Object.values(row ?? {}), ["ok"]);
  await Deno.remove(copy, { recursive: true });
}
