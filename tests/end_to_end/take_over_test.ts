import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { Ticker } from "../../server/net/ticker.ts";
import type { Answer } from "../support/answer.ts";
import { type LiveServer, startServer } from "../support/live_server.ts";
import type { Peer } from "../support/peer.ts";

const V2 = { version: 2 };
const PAST_GRACE_MS = 61_000;

async function login(
  server: LiveServer,
  fields: object,
): Promise<readonly [peer: Peer, answer: Answer]> {
  const peer = await server.connect();
  const login = { request: "login", content: "ada", ...V2, ...fields };
  return [peer, await peer.ask(login)];
}

/** Resolves when the server has noticed that so many connections ended. */
async function lost(server: LiveServer, watcher: Peer, count: number) {
  const gone = () => server.events.filter(({ event }) => event === "gone");
  while (gone().length < count) await watcher.ask({ request: "ping" });
}

Deno.test("a token takes the name back from a live connection, which is told replaced", async () => {
  await using server = await startServer();
  const [first, { token }] = await login(server, {});
  using _first = first;
  const [second, welcome] = await login(server, { token });
  using _second = second;
  assertEquals(welcome.code, "welcome");
  assertNotEquals(welcome.token, token);
  const last = (await first.rest()).at(-1);
  assertEquals([last?.response, last?.code], ["error", "replaced"]);
  assertEquals((await second.askNames()).names, ["ada"]);
});

Deno.test("a token works only for its own name, and until the next one is used", async () => {
  await using server = await startServer();
  const [first, { token }] = await login(server, {});
  using _first = first;
  using bob = await server.join("bob", V2);
  const [second, { token: next }] = await login(server, { token });
  using _second = second;
  const [third] = await login(server, { token: next });
  using _third = third;
  for (const wrong of [token, "", "x", "0".repeat(32), "ä".repeat(32)]) {
    const [peer, answer] = await login(server, { token: wrong });
    using _peer = peer;
    assertEquals(answer.code, "name_taken", wrong);
    const asBob = { request: "login", content: "bob", token: wrong };
    assertEquals((await peer.ask(asBob)).code, "name_taken", wrong);
  }
  assertEquals((await bob.askNames()).names, ["ada", "bob"]);
});

Deno.test("a lost connection keeps its name, silently, until its owner is back", async () => {
  using ticker = new Ticker("hand");
  await using server = await startServer({}, ticker);
  using watcher = await server.join("watcher", V2);
  const [first, { token }] = await login(server, {});
  await watcher.until(({ joined }) => joined?.includes("ada") ?? false);
  first.close();
  await lost(server, watcher, 1);

  const names = await watcher.askNames();
  assertEquals(names.names, ["watcher", "ada"]);
  const [thief, refused] = await login(server, {});
  using _thief = thief;
  assertEquals(refused.code, "name_taken");
  assertEquals([refused.content, refused.retry_ms], [
    'Cannot use "ada": it is taken; free in 60 s',
    60_000,
  ]);

  ticker.advance(10_000);
  await watcher.send({ request: "msg", content: "while away", id: "1" });
  await watcher.until(({ code }) => code === "ack");
  const [back, welcome] = await login(server, { token, since: 0 });
  using _back = back;
  assertEquals(welcome.code, "welcome");
  const page = await back.next();
  assertEquals((page.content as Answer[])[0]?.content, "while away");

  // Past the first grace time the name is still there: nobody was told a thing.
  ticker.advance(29_000);
  await back.ask({ request: "ping" });
  await watcher.ask({ request: "ping" });
  ticker.advance(29_000);
  const still = await watcher.askNames();
  assertEquals(still.names, ["watcher", "ada"]);
});

Deno.test("a lost name is free, and everybody told, when nobody came back in time", async () => {
  using ticker = new Ticker("hand");
  await using server = await startServer({}, ticker);
  using watcher = await server.join("watcher");
  const [first, { token }] = await login(server, {});
  first.close();
  await lost(server, watcher, 1);
  using modern = await server.join("modern", V2);
  await modern.until(({ joined }) => joined?.includes("modern") ?? false);

  ticker.advance(29_000);
  await modern.ask({ request: "ping" });
  ticker.advance(29_000);
  await modern.ask({ request: "ping" });
  assert((await modern.askNames()).names?.includes("ada"));
  ticker.advance(PAST_GRACE_MS - 58_000);
  const told = await modern.until(({ left }) => left?.length === 1);
  assertEquals(told.left, ["ada"]);
  // The token of a name that is free is no hindrance.
  const [again, welcome] = await login(server, { token });
  using _again = again;
  assertEquals(welcome.code, "welcome");
});

Deno.test("a name that is kept is refused with the time until it is free, one that is in use without", async () => {
  using ticker = new Ticker("hand");
  await using server = await startServer({}, ticker);
  using watcher = await server.join("watcher", V2);
  const [first, { token }] = await login(server, {});
  first.close();
  await lost(server, watcher, 1);
  using thief = await server.connect();
  using old = await server.connectBare();
  const asAda = { request: "login", content: "ada" };
  const told: unknown[] = [];
  for (const ms of [0, 10_000, 9500]) {
    ticker.advance(ms);
    await watcher.ask({ request: "ping" });
    const { content, retry_ms: retryMs } = await thief.ask(asAda);
    told.push([`${content}`.split("; ")[1], retryMs]);
  }
  assertEquals(told, [
    ["free in 60 s", 60_000],
    ["free in 50 s", 50_000],
    ["free in 41 s", 40_500],
  ]);
  // A number is nothing for a program of 2016.
  await old.send(asAda);
  const { answer } = await old.receive();
  assertEquals([answer.code, answer.retry_ms], ["name_taken", undefined]);

  const [back] = await login(server, { token });
  using _back = back;
  const { content, retry_ms: retryMs } = await thief.ask(asAda);
  assertEquals([content, retryMs], [
    'Cannot use "ada": it is taken',
    undefined,
  ]);
});

Deno.test("logout after a take-over by the old connection does not free the name", async () => {
  await using server = await startServer();
  const [first, { token }] = await login(server, {});
  using _first = first;
  await first.send({ request: "ping" });
  const [second] = await login(server, { token });
  using _second = second;
  await first.send({ request: "logout" });
  await first.rest();
  assertEquals((await second.askNames()).names, ["ada"]);
});

Deno.test("one's own messages carry their id in the pages of a login, for version 2 and for their author alone", async () => {
  await using server = await startServer();
  const [first, { token }] = await login(server, {});
  await first.send({ request: "msg", content: "mine", id: "m-1" });
  await first.until(({ code }) => code === "ack");
  await first.send({ request: "msg", content: "without an id" });
  await first.ask({ request: "ping" });
  first.close();
  const [back] = await login(server, { token, since: 0 });
  using _back = back;
  assertEquals(ownIdsIn(await back.until(isHistory)), ["m-1", undefined]);
  using bob = await server.join("bob", V2);
  assertEquals(ownIdsIn(await bob.until(isHistory)), [undefined, undefined]);
  await back.send({ request: "history" }); // bob's coming may be told before
  const page = await back.until(isHistory);
  assertEquals(ownIdsIn(page), [undefined, undefined]);
  await back.send({ request: "logout" });
  await back.rest();
  using old = await server.join("ada");
  assertEquals(ownIdsIn(await old.next()), [undefined, undefined]);
});

function isHistory({ response }: Answer): boolean {
  return response === "history";
}

function ownIdsIn({ content }: Answer): readonly unknown[] {
  return (content as Answer[]).map((message) => message.own_id);
}
