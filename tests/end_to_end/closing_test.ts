import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { Ticker } from "../../server/net/ticker.ts";
import { startServer } from "../support/live_server.ts";
import type { Peer } from "../support/peer.ts";

/** Resolves when the server took everything the peer sent so far. */
async function settle(peer: Peer): Promise<void> {
  await peer.ask({ request: "ping" });
}

Deno.test("half-close is answered in full, then closed", async () => {
  await using server = await startServer();
  using bob = await server.join("bob");
  using ada = await server.connect();
  await ada.write(
    '{"request":"login","content":"ada"}\n' +
      '{"request":"msg","content":"one","id":"1"}\n' +
      '{"request":"names"}\n{"request":"msg","content":"two","id":"2"}',
  );
  await ada.hangUp();
  const answers = await ada.rest();
  assertEquals(answers.map(({ code }) => code), [
    "welcome",
    "ack",
    undefined,
    "ack",
  ]);
  const said = await bob.take(2);
  assertEquals(said.map(({ content }) => content), ["one", "two"]);
});

Deno.test("half-close in the middle of a value is answered bad_json", async () => {
  await using server = await startServer();
  using peer = await server.connect();
  await peer.write('{"request":"ping"}\n{"request":');
  await peer.hangUp();
  const codes = (await peer.rest()).map(({ code }) => code);
  assertEquals(codes, ["pong", "bad_json"]);
});

Deno.test("who does not log in is closed with login_timeout, who does is not", async () => {
  using ticker = new Ticker("hand");
  await using server = await startServer({ loginMs: 5000 }, ticker);
  using silent = await server.connectBare();
  using busy = await server.connect();
  using ada = await server.join("ada");
  await settle(busy);
  ticker.advance(5000);
  await settle(busy);
  ticker.advance(1);
  assertEquals((await silent.receive()).answer.code, "login_timeout");
  assertEquals(await silent.recv(), undefined);
  assertEquals((await busy.next()).code, "login_timeout");
  assertEquals(await busy.nextLine(), undefined);
  await settle(ada);
});

Deno.test("a value not completed in time is closed with value_timeout", async () => {
  using ticker = new Ticker("hand");
  await using server = await startServer({}, ticker);
  using ada = await server.join("ada");
  using slow = await server.join("slow");
  await slow.write('{"request":"ping"}\n{"request":');
  assertEquals((await slow.next()).code, "pong");
  ticker.advance(9000);
  await slow.write('"pi');
  await settle(ada);
  ticker.advance(1001);
  assertEquals((await slow.next()).code, "value_timeout");
  assertEquals(await slow.nextLine(), undefined);
  await settle(ada);
});

Deno.test("each value has its own time", async () => {
  using ticker = new Ticker("hand");
  await using server = await startServer({}, ticker);
  using ada = await server.join("ada");
  for (let n = 0; n < 4; n++) {
    await ada.write('{"request":"ping"}\n{"request":');
    assertEquals((await ada.next()).code, "pong");
    ticker.advance(6000);
    await ada.write('"ping"}\n');
    assertEquals((await ada.next()).code, "pong");
  }
});

Deno.test("a silent program of version 2 is asked for a sign of life, then closed", async () => {
  using ticker = new Ticker("hand");
  await using server = await startServer({}, ticker);
  using modern = await server.join("modern", { version: 2 });
  using old = await server.join("old");
  await modern.until(({ code }) => code === "presence");
  ticker.advance(29_999);
  ticker.advance(1);
  const ping = await modern.until(({ code }) => code === "ping");
  assertEquals([ping.response, ping.sender], ["info", "server"]);
  ticker.advance(15_000);
  await settle(old);
  ticker.advance(1);
  const last = (await modern.rest()).at(-1);
  assertEquals([last?.response, last?.code], ["error", "idle"]);
  ticker.advance(1_000_000);
  await settle(old);
});

Deno.test("any byte is a sign of life", async () => {
  using ticker = new Ticker("hand");
  await using server = await startServer({}, ticker);
  using modern = await server.join("modern", { version: 2 });
  // Until the login is done nothing is read, and deadlines begin anew then.
  await modern.send({ request: "ping" });
  await modern.until(({ code }) => code === "pong");
  for (let round = 0; round < 3; round++) {
    ticker.advance(31_000);
    await modern.until(({ code }) => code === "ping");
    ticker.advance(10_000);
    await modern.write(" \n");
    await modern.send({ request: "ping" });
    await modern.until(({ code }) => code === "pong");
    ticker.advance(500);
  }
});

Deno.test("one connection more than fit is told full and closed, until there is room", async () => {
  await using server = await startServer({ maxClients: 2 });
  using ada = await server.join("ada");
  using _bob = await server.join("bob");
  for (let n = 0; n < 3; n++) {
    using more = await server.connectBare();
    const { answer } = await more.receive();
    assertEquals([answer.response, answer.code], ["error", "full"]);
    const said = "Closing: at most 2 may connect; ktn serve --max-clients";
    assertStringIncludes(String(answer.content), said);
    assertEquals(await more.recv(), undefined);
  }
  await ada.ask({ request: "logout" });
  await ada.rest();
  ada.close();
  using eve = await server.join("eve");
  assertEquals((await eve.askNames()).names, ["bob", "eve"]);
});

Deno.test("the server's own machine may connect as often as it likes, whatever one address may", async () => {
  await using server = await startServer({
    addressConnections: 1,
    addressLogins: 1,
    addressRate: { count: 1, windowMs: 60_000 },
  });
  await using stack = new AsyncDisposableStack();
  for (let n = 0; n < 40; n++) {
    await settle(stack.use(await server.connect()));
  }
});

Deno.test("who asks too much is refused with rate, then cut", async () => {
  await using server = await startServer({
    rate: { burst: 5, perSecond: 0.001 },
  });
  using bob = await server.join("bob");
  using ada = await server.join("ada");
  for (let n = 0; n < 100; n++) {
    await ada.send({ request: "ping", id: `${n}` });
  }
  const answers = await ada.rest();
  const codes = answers.map(({ code }) => code);
  assertEquals(codes.slice(0, 4), Array(4).fill("pong"));
  assertEquals(codes.slice(4), Array(61).fill("rate"));
  assertEquals(answers.slice(4, -1).map(({ id }) => id), numbers(4, 63));
  await settle(bob);
});

function numbers(first: number, last: number): string[] {
  return Array.from({ length: last - first + 1 }, (_, n) => `${first + n}`);
}

Deno.test("more than 16 requests before login cut the connection", async () => {
  await using server = await startServer({
    rate: { burst: 100, perSecond: 100 },
  });
  using peer = await server.connect();
  await peer.send(...Array(17).fill({ request: "ping" }));
  const codes = (await peer.rest()).map(({ code }) => code);
  assertEquals(codes, [...Array(16).fill("pong"), "rate"]);
});

/** What the default rate allows. */
const RATE = { burst: 10, perSecond: 4 };

for (
  const [what, bytes] of [["lines", "\n"], ["blanks", " "], [
    "junk",
    "x",
  ]] as const
) {
  Deno.test(`more than 4 KiB of ${what} before login cut the connection`, async () => {
    await using server = await startServer({ rate: RATE });
    using raw = await server.connectRaw();
    await raw.write(new TextEncoder().encode(bytes.repeat(4097)));
    assertMatch(await raw.drain(), /"code":"rate"/);
  });
}

Deno.test("who logs in and sends a lot in one go is not cut for what came before login", async () => {
  await using server = await startServer({ rate: RATE });
  using ada = await server.connect();
  await ada.send(
    { request: "login", content: "ada" },
    ...[1, 2, 3].map((n) => ({
      request: "msg",
      content: "x".repeat(4096),
      id: `${n}`,
    })),
  );
  const answers = await ada.take(4);
  const codes = answers.map(({ code }) => code);
  assertEquals(codes, ["welcome", "ack", "ack", "ack"]);
});

Deno.test("a server that stops tells everybody, and when to come back", async () => {
  await using server = await startServer();
  using ada = await server.join("ada");
  using stranger = await server.connect();
  await settle(stranger);
  using old = await server.joinBare("old");
  const stopping = server.stop();
  for (const peer of [ada, stranger]) {
    const last = (await peer.rest()).at(-1);
    assertEquals([last?.response, last?.code], ["error", "shutdown"]);
    const retryMs = last?.retry_ms ?? 0;
    assertEquals(last?.content, "Closing: the server stops");
    assert(retryMs >= 250 && retryMs <= 1000, `${retryMs}`);
    peer.close();
  }
  assertEquals((await old.receive()).answer.code, "shutdown");
  assertEquals(await old.recv(), undefined);
  old[Symbol.dispose]();
  await stopping;
});

Deno.test("a server that stops asks its clients back one after the other, over 750 ms", async () => {
  await using server = await startServer();
  await using stack = new AsyncDisposableStack();
  const peers = await Promise.all(
    [0, 1, 2, 3].map(async (n) => stack.use(await server.join(`peer${n}`))),
  );
  const stopping = server.stop();
  const told = await Promise.all(peers.map(async (peer) => {
    const last = (await peer.rest()).at(-1);
    peer.close();
    return last?.retry_ms ?? 0;
  }));
  await stopping;
  const inOrder = told.sort((one, other) => one - other);
  assertEquals(inOrder, [250, 438, 625, 813]);
});

Deno.test("a server that stops waits five seconds for who never reads, and no longer", async () => {
  // No tick comes that would cut who is slow.
  await using server = await startServer({}, new Ticker("hand"));
  using stopped = await server.join("stopped");
  using ada = await server.join("ada");
  const message = { request: "msg", content: "x".repeat(4000) };
  for (let n = 0; n < 20; n++) await ada.send(...Array(200).fill(message));
  await settle(ada);
  const began = performance.now();
  const stopping = server.stop();
  await ada.rest();
  ada.close();
  await stopping;
  assert(performance.now() - began > 4900);
  stopped.close();
});

Deno.test("a server that stops acknowledges what it was given before", async () => {
  await using server = await startServer();
  using ada = await server.join("ada");
  await ada.ask({ request: "msg", content: "x", id: "1" });
  await ada.send({ request: "msg", content: "y", id: "2" });
  const stopping = server.stop();
  const answers = await ada.rest();
  ada.close();
  await stopping;
  const codes = answers.map(({ code }) => code);
  // Either it was read in time and stored, or it was neither.
  assert(["ack,shutdown", "shutdown"].includes(codes.join()), codes.join());
});
