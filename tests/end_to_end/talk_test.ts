import { assert, assertEquals } from "@std/assert";
import type { Answer } from "../support/answer.ts";
import { startServer } from "../support/live_server.ts";

const msg = (content: unknown, id?: string) => ({
  request: "msg",
  content,
  id,
});

Deno.test("msg reaches every other user, with author, time, seq and room", async () => {
  await using server = await startServer();
  using ada = await server.join("Ada");
  using bob = await server.join("bob");
  using eve = await server.join("eve");
  await ada.send(msg("hei på deg 🎉"));

  for (const peer of [bob, eve]) {
    const { timestamp, ...rest } = await peer.next();
    assert(Math.abs(Date.now() - Date.parse(timestamp)) < 60_000);
    assertEquals(rest, {
      sender: "Ada",
      response: "message",
      content: "hei på deg 🎉",
      seq: 1,
      room: "lobby",
    });
  }
});

Deno.test("msg without an id is not answered to a sender that speaks in lines", async () => {
  await using server = await startServer();
  using ada = await server.join("ada");
  await ada.send(msg("one"), { request: "message", content: "two" });
  assertEquals((await ada.ask({ request: "ping" })).code, "pong");
});

Deno.test("msg does not reach those who have not logged in", async () => {
  await using server = await startServer();
  using stranger = await server.connect();
  using ada = await server.join("ada");
  await ada.ask(msg("secret", "1"));
  assertEquals((await stranger.ask({ request: "ping" })).code, "pong");
});

Deno.test("msg with an id is acknowledged with its place", async () => {
  await using server = await startServer();
  using ada = await server.join("ada");
  const { timestamp: _, ...ack } = await ada.ask(msg("x", "A.b_c-9"));
  assertEquals(ack, {
    sender: "server",
    response: "info",
    content: "Message received",
    code: "ack",
    id: "A.b_c-9",
    seq: 1,
    room: "lobby",
  });
  assertEquals((await ada.ask(msg("y", "2"))).seq, 2);
});

Deno.test("msg with the same id again is stored once and answered with the first seq", async () => {
  await using server = await startServer();
  using bob = await server.join("bob");
  using ada = await server.join("ada");
  const first = await ada.ask(msg("x", "same"));
  const again = await ada.ask(msg("x", "same"));
  assertEquals([first.seq, first.duplicate], [1, undefined]);
  assertEquals([again.seq, again.duplicate, again.id], [1, true, "same"]);

  const used = await ada.ask(msg("y", "same"));
  assertEquals([used.code, used.id], ["id_used", "same"]);

  // The same id of somebody else is another message.
  assertEquals(
    (await bob.until(({ response }) => response === "message")).seq,
    1,
  );
  const other = await bob.ask(msg("x", "same"));
  assertEquals([other.seq, other.duplicate], [2, undefined]);
});

Deno.test("msg is recognised again after a new login, and within one packet", async () => {
  await using server = await startServer();
  using ada = await server.join("ada");
  await ada.send(msg("x", "i"), msg("x", "i"), msg("x", "i"));
  const acks = await ada.take(3);
  assertEquals(acks.map(({ seq }) => seq), [1, 1, 1]);
  assertEquals(acks.map((ack) => ack.duplicate), [undefined, true, true]);
  await ada.ask({ request: "logout" });

  using back = await server.join("ADA", { history: 0 });
  assertEquals((await back.ask(msg("x", "i"))).duplicate, true);
});

Deno.test("answers keep the order of the requests, messages among them", async () => {
  await using server = await startServer();
  using ada = await server.join("ada");
  await ada.send(
    msg("one", "1"),
    { request: "names", id: "2" },
    msg("two", "3"),
    msg("three", "4"),
    { request: "nonsense", id: "5" },
    msg("", "6"),
    msg("four", "7"),
    msg("", "8"),
    { request: "history", id: "9" },
    { request: "ping", id: "10" },
    { request: "login", content: "bob", id: "11" },
    { request: "help", id: "12" },
    { request: "logout", id: "13" },
  );
  const answers = await ada.rest();
  const ids = answers.map(({ id }) => Number(id));
  assertEquals(ids, Array.from({ length: 13 }, (_, index) => index + 1));
});

Deno.test("everybody sees one order, and nobody sees own messages", async () => {
  await using server = await startServer();
  await using stack = new AsyncDisposableStack();
  const names = ["p0", "p1", "p2", "p3", "p4"];
  const each = 200;
  const peers = await Promise.all(
    names.map(async (name) => stack.use(await server.join(name))),
  );
  const seen = await Promise.all(peers.map(async (peer, index) => {
    const sending = (async () => {
      for (let n = 0; n < each; n++) {
        await peer.send(msg(`${names[index]} ${n} å`, `${n}`));
      }
    })();
    const answers = await peer.take(names.length * each);
    await sending;
    return answers;
  }));

  const order = new Map<number, unknown>();
  for (const [index, answers] of seen.entries()) {
    const messages = answers.filter(({ response }) => response === "message");
    const acks = answers.filter(({ code }) => code === "ack");
    assertEquals([messages.length, acks.length], [each * 4, each]);
    assert(messages.every(({ sender }) => sender !== names[index]));
    assertGrows(messages);
    assertGrows(acks);
    for (const { seq = 0, content } of messages) {
      assertEquals(order.get(seq) ?? content, content);
      order.set(seq, content);
    }
  }
  assertEquals(order.size, names.length * each);
});

function assertGrows(answers: readonly Answer[]): void {
  const seqs = answers.map(({ seq = 0 }) => seq);
  assertEquals(seqs, seqs.toSorted((one, two) => one - two));
  assertEquals(new Set(seqs).size, seqs.length);
}
