import { assert, assertEquals, assertMatch } from "@std/assert";
import { textsOf } from "../support/answer.ts";
import type { BarePeer } from "../support/bare_peer.ts";
import { startServer } from "../support/live_server.ts";

/** A moment less than protocol.md's 30 ms: timers may fire early. */
const LEAST_GAP_MS = 28;
const ASCII = /^[\x20-\x7e]*$/;
const msg = (content: string) => ({ request: "msg", content });

Deno.test("an old client gets one payload per recv, without a newline, in ASCII", async () => {
  await using server = await startServer();
  using ada = await server.join("ada");
  using old = await server.joinBare("old");
  const start = performance.now();
  for (let n = 0; n < 5; n++) await ada.send(msg(`${n} æøå 🎉`));

  for (let n = 0; n < 5; n++) {
    const { answer, text } = await old.receive();
    assertEquals(answer.content, `${n} æøå 🎉`);
    assertMatch(text, ASCII);
  }
  // Four gaps at least; a busy machine only makes them longer.
  const passed = performance.now() - start;
  assert(passed >= 4 * LEAST_GAP_MS, `${passed} ms`);
});

Deno.test("an old client is answered Message received, and refusals, one by one", async () => {
  await using server = await startServer();
  using old = await server.joinBare("old");
  const answer = await old.ask(msg("hi"));
  assertEquals([answer.response, answer.content], ["info", "Message received"]);
  assertEquals((await old.ask(msg(""))).code, "bad_request");

  await old.send(msg("a"), { request: "names", content: "" }, msg("b"), {
    request: "help",
  });
  const contents: unknown[] = [];
  while (contents.length < 4) {
    contents.push((await old.receive()).answer.content);
  }
  assertEquals(contents.slice(0, 3), [
    "Message received",
    "old",
    "Message received",
  ]);
});

Deno.test("an old client that gives an id gets the ack instead", async () => {
  await using server = await startServer();
  using old = await server.joinBare("old");
  const answer = await old.ask({ ...msg("hi"), id: "1" });
  assertEquals([answer.code, answer.id, answer.seq], ["ack", "1", 1]);
});

Deno.test("help fits what an old client reads at once", async () => {
  await using server = await startServer();
  using old = await server.connectBare();
  await old.send({ request: "help", content: null });
  const { text } = await old.receive();
  assert(text.length < 1000, `${text.length} bytes`);
});

Deno.test("an old client's history is left out when empty and cut to the newest that fit", async () => {
  await using server = await startServer({ historyLength: 1000 });
  using first = await server.joinBare("first");
  assertEquals((await first.ask({ request: "ping" })).code, "pong");

  using ada = await server.join("ada");
  for (let n = 0; n < 50; n++) {
    await ada.ask({ ...msg(`${n} ${"ø".repeat(50)}`), id: `${n}` });
  }
  using second = await server.joinBare("second");
  const { text, answer } = await second.receive();
  assertEquals(answer.response, "history");
  assert(text.length < 1000, `${text.length} bytes`);
  assertMatch(text, ASCII);
  const said = textsOf(answer).map((one) => parseInt(String(one)));
  assertEquals(said, [48, 49]);
});

Deno.test("an old client whose newest message alone does not fit gets no history", async () => {
  await using server = await startServer();
  using ada = await server.join("ada");
  await ada.ask({ ...msg("ø".repeat(2048)), id: "1" });
  using old = await server.joinBare("old");
  assertEquals((await old.ask({ request: "ping" })).code, "pong");
});

Deno.test("values of an old client count however they are cut and spaced", async () => {
  await using server = await startServer();
  using old = await server.connectBare();
  await old.write('  {\t"request" : "lo');
  await old.write('gin", "content":"o{l');
  await old.write('d"}');
  assertEquals((await old.receive()).answer.code, "bad_name");
  await old.write('{"request":"login","content":"old"} {"request":');
  assertEquals((await old.receive()).answer.code, "welcome");
  await old.write('"names"}');
  assertEquals((await old.receive()).answer.content, "old");
});

Deno.test("an old client goes on after a fault at its next value", async () => {
  await using server = await startServer();
  using old = await server.joinBare("old");
  await old.write('{"request":"na\u0001mes"} {"request":"ping"}');
  assertEquals((await old.receive()).answer.code, "bad_json");
  assertEquals((await old.receive()).answer.code, "pong");
});

Deno.test("a newline after its first value makes a client speak lines for good", async () => {
  await using server = await startServer();
  using peer = await server.connectBare();
  await peer.write('{"request":"ping"}\n{"request":"ping"}');
  const text = await recvUntil(peer, 2);
  assertMatch(text, /^[^\n]+\n[^\n]+\n$/);
  await peer.write('{"request":"login","content":"åse"}');
  assertMatch(await recvUntil(peer, 1), /\n$/);
});

Deno.test("a lone newline turns a bare connection into a lines one, and nothing is lost", async () => {
  await using server = await startServer();
  using peer = await server.joinBare("peer");
  const pings = Array.from({ length: 5 }, (_, n) => ({
    request: "ping",
    id: `${n}`,
  }));
  await peer.send(...pings);
  const { answer } = await peer.receive();
  assertEquals(answer.id, "0");
  await peer.write("\n");
  let text = "";
  while (text.split("id").length < 5) text += await peer.recv();
  const ids = [...text.matchAll(/"id":"(\d)"/g)].map(([, id]) => id);
  assertEquals(ids, ["1", "2", "3", "4"]);
  assert(text.endsWith("\n"));
});

async function recvUntil(peer: BarePeer, lines: number): Promise<string> {
  let text = "";
  while (text.split("\n").length <= lines) text += await peer.recv();
  return text;
}

Deno.test("an old client hears logout and is closed, with everything before it", async () => {
  await using server = await startServer();
  using old = await server.joinBare("old");
  await old.send({ request: "names" }, { request: "logout" });
  assertEquals((await old.receive()).answer.content, "old");
  assertEquals((await old.receive()).answer.response, "info");
  assertEquals(await old.recv(), undefined);
});

Deno.test("two old clients and a line client see one another", async () => {
  await using server = await startServer();
  using one = await server.joinBare("one");
  using two = await server.joinBare("two");
  using ada = await server.join("ada");
  await one.ask(msg("from one"));
  assertEquals((await two.receive()).answer.content, "from one");
  const seen = await ada.until(({ response }) => response === "message");
  assertEquals(seen.sender, "one");
  await ada.send(msg("from ada"));
  assertEquals((await one.receive()).answer.content, "from ada");
  assertEquals((await two.receive()).answer.content, "from ada");
});

Deno.test("what an old client sends at once, without a newline, is stored once and in order however much it is", async () => {
  await using server = await startServer({ rate: null });
  using reader = await server.join("reader");
  using old = await server.joinBare("old");
  const texts = Array.from(
    { length: 100 },
    (_, n) => `${n} ${"x".repeat(3000)}`,
  );
  const sent = old.writeAll(
    texts.map((text) => JSON.stringify(msg(text))).join(""),
  );
  const seen: unknown[] = [];
  while (seen.length < texts.length) {
    const { content } = await reader.until(({ response }) =>
      response === "message"
    );
    seen.push(content);
  }
  await sent;
  assertEquals(seen, texts);
});
