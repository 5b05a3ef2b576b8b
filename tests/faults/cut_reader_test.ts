/** A reader's connection is cut again and again, or its server is. */

import { assert, assertEquals } from "@std/assert";
import { assertNothingWrong, Crowd } from "../support/crowd.ts";
import { DurableServer } from "../support/durable_server.ts";
import { effort, tell } from "../support/effort.ts";
import { Follower } from "../support/follower.ts";

const CUTS = effort(40, 200);
const KILLS = effort(3, 20);
/** In how many lines of what it is shown a cut may come. */
const MOST_LINES = 60;

Deno.test("a reader that is cut at random sees every seq it may read exactly once, in order", async () => {
  await using server = await DurableServer.start();
  await using crowd = new Crowd({
    size: 3,
    inFlight: 8,
    address: () => server.address,
  });
  const reader = new Follower("reader", () => server.address);
  await reader.follow({ lines: MOST_LINES });
  for (let cut = 0; cut < CUTS; cut++) {
    await reader.follow({ lines: Math.floor(Math.random() * MOST_LINES) });
  }
  await checkAll(server, crowd, reader);
  assertEquals(reader.refusals, []);
});

Deno.test("a reader whose server is killed sees every seq it may read exactly once, in order", async () => {
  await using server = await DurableServer.start();
  await using crowd = new Crowd({
    size: 3,
    inFlight: 8,
    address: () => server.address,
  });
  const reader = new Follower("reader", () => server.address);
  for (let kill = 0; kill < KILLS; kill++) {
    const following = reader.follow({});
    await crowd.acked(50 + Math.floor(Math.random() * 500));
    await server.end("SIGKILL");
    assertEquals(await following, false);
    await server.start();
  }
  await checkAll(server, crowd, reader);
  assertEquals(reader.refusals, []);
});

Deno.test("a reader that was cut before it could read its new token comes back with the old one", async () => {
  await using server = await DurableServer.start();
  using first = await server.connect();
  const login = { request: "login", content: "ada", version: 2, history: 0 };
  const { token = "" } = await first.ask(login);
  first.close();
  for (let unread = 0; unread < 3; unread++) {
    using cut = await server.connect();
    await cut.send({ ...login, token });
    await cut.next(); // read by nobody who would keep it
  }
  using last = await server.connect();
  const { code, token: next } = await last.ask({ ...login, token });
  assertEquals(code, "welcome");
  // Once the new one is used, the old one is worth nothing.
  using again = await server.connect();
  assertEquals((await again.ask({ ...login, token: next })).code, "welcome");
  using late = await server.connect();
  assertEquals((await late.ask({ ...login, token })).code, "name_taken");
});

/** Lets the reader come to the end of all that was said, and compares. */
async function checkAll(
  server: DurableServer,
  crowd: Crowd,
  reader: Follower,
): Promise<void> {
  await crowd.eachAcked(1);
  await crowd.finish();
  const history = await server.history();
  const seqs = history.map(({ seq }) => seq);
  await reader.follow({ seq: seqs.at(-1) ?? 0 });
  tell(`${seqs.length} messages, ${reader.seqs.length} seen`);
  assertEquals(reader.seqs.length, seqs.length);
  assertEquals(reader.seqs, seqs);
  assert(seqs.length > 0);
  assertNothingWrong(crowd.ledger, history);
}
