import { assert, assertEquals } from "@std/assert";
import { Ticker } from "../../../server/net/ticker.ts";
import type { Told } from "../../support/room_client.ts";
import { PASSWORD, RoomServer } from "../../support/room_server.ts";

function pick(told: Told | undefined, ...fields: readonly string[]) {
  return fields.map((field) => told?.[field]);
}

Deno.test("a direct message reaches all links of both, once, and nobody else", async () => {
  await using server = await RoomServer.start();
  const [bob, eve] = await server.people("Bob", "eve");
  assert(bob && eve);
  const laptop = await server.account("ada");
  const phone = await server.join("ada", { password: PASSWORD });
  const ack = await laptop.ask("msg", { content: "psst", to: "bob", id: "m1" });
  assertEquals(pick(ack, "code", "seq", "to", "away", "room"), [
    ...["ack", 1, "Bob", undefined, undefined],
  ]);
  const [got] = await bob.entries();
  assertEquals(pick(got, "sender", "to", "talk", "account", "room", "own_id"), [
    ...["ada", "Bob", ack.talk, true, undefined, undefined],
  ]);
  const [own] = await phone.entries();
  assertEquals(pick(own, "content", "to", "own_id"), ["psst", "Bob", "m1"]);
  assertEquals([await laptop.texts(), await eve.texts()], [[], []]);

  await bob.ask("msg", { content: "yes?", to: "ADA", talk: ack.talk });
  assertEquals([await laptop.texts(), await phone.texts()], [
    ...[["yes?"], ["yes?"]],
  ]);
});

Deno.test("a note to oneself comes to one's other links, once", async () => {
  await using server = await RoomServer.start();
  const laptop = await server.account("ada");
  const phone = await server.join("ada", { password: PASSWORD });
  await laptop.ask("msg", { content: "remember", to: "ada", id: "n" });
  const notes = await phone.entries();
  assertEquals(notes.map((one) => pick(one, "content", "to", "own_id")), [
    ["remember", "ada", "n"],
  ]);
  assertEquals(await laptop.texts(), []);
  const { direct } = await laptop.ask("rooms");
  const [row] = direct as Told[];
  assertEquals(pick(row, "with", "unread"), ["ada", 0]);
});

Deno.test("a direct message is refused for each reason, in this order", async () => {
  await using server = await RoomServer.start();
  const [ada, bob, eve] = await server.people("ada", "bob", "eve");
  assert(ada && bob && eve);
  await eve.ask("block", { content: "ada" });
  const { talk } = await ada.ask("msg", { content: "hi", to: "bob", id: "i1" });
  const long = "x".repeat(4097);
  const cases: readonly (readonly [object, string])[] = [
    [{ content: "x", to: 7 }, "bad_request"],
    [{ content: "x", to: "" }, "bad_request"],
    [{ content: "x", to: "bob", room: "lobby" }, "bad_request"],
    [{ content: "x", with: "bob" }, "bad_request"],
    [{ content: "", to: "nobody" }, "bad_request"],
    [{ content: long, to: "nobody" }, "unknown_user"],
    [{ content: "x", to: "eve", talk }, "unknown_user"],
    [{ content: "x", to: "bob", talk: "0".repeat(16) }, "unknown_user"],
    [{ content: long, to: "eve" }, "forbidden"],
    [{ content: long, to: "bob" }, "too_long"],
    [{ content: "x\0", to: "bob" }, "bad_text"],
    [{ content: "other", to: "bob", id: "i1" }, "id_used"],
    [{ content: "hi", id: "i1" }, "id_used"],
    [{ content: "hi", to: "bob", id: "i1" }, "ack"],
  ];
  for (const [fields, code] of cases) {
    const answer = await ada.ask("msg", { ...fields });
    assertEquals(answer.code, code, JSON.stringify(fields).slice(0, 80));
  }
  assertEquals(await bob.texts(), ["hi"]);
  assertEquals(await eve.texts(), []);
});

Deno.test("a direct message waits for an account that is away, over a restart too, and not for a guest", async () => {
  const folder = await Deno.makeTempDir({ prefix: "ktn" });
  try {
    await using server = await RoomServer.start({ dataFolder: folder });
    const bob = await server.account("bob");
    const { token } = bob;
    const eve = await server.join("eve");
    await bob.ask("logout");
    await eve.ask("logout");
    const ada = await server.join("ada");
    const ack = await ada.ask("msg", { content: "one", to: "bob" });
    assertEquals(pick(ack, "code", "away"), ["ack", true]);
    assertEquals(
      await ada.code("msg", { content: "x", to: "eve" }),
      "unknown_user",
    );
    await server.restart();
    const again = await server.join("ada", { token: ada.token });
    await again.ask("msg", { content: "two", to: "bob" });
    const back = await server.join("bob", { token, since: 0 });
    assertEquals(await back.texts(), ["one", "two"]);
    const { direct } = await back.ask("rooms");
    assertEquals(pick((direct as Told[])[0], "with", "unread", "seq"), [
      ...["ada", 2, 2],
    ]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("below version 3 what is said to one alone stands in the lobby, live, in pages and in history", async () => {
  await using server = await RoomServer.start();
  const [ada, eve] = await server.people("ada", "eve");
  assert(ada && eve);
  const old = await server.join("bob", { version: 2 });
  assertEquals(old.welcome?.version, 2);
  await ada.ask("msg", { content: "psst", to: "bob" });
  await ada.ask("msg", { content: "(private) fake" });
  await ada.ask("msg", { content: "hers", to: "eve" });
  await ada.ask("topic", { content: "tea" });
  const shown = [
    { sender: "ada", content: "(private) psst", seq: 1, room: "lobby" },
    { sender: "ada", content: " (private) fake", seq: 2, room: "lobby" },
    {
      sender: "server",
      content: "ada changed the topic to: tea",
      seq: 4,
      room: "lobby",
    },
  ];
  const bare = ({ timestamp: _, response: __, ...rest }: Told) => rest;
  const live = (await old.heard()).filter(({ seq }) => seq !== undefined);
  assertEquals(live.map(bare), shown);
  const { content } = await old.ask("history");
  assertEquals((content as Told[]).map(bare), shown);
  const found = await old.ask("search", { content: "psst" });
  assertEquals((found.content as Told[]).map(bare), shown.slice(0, 1));
  const back = await server.join("bob", {
    ...{ version: 2, token: old.token, since: 0 },
  });
  const isPage = ({ response }: Told) => response === "history";
  const page = (await back.heard()).find(isPage);
  assertEquals((page?.content as Told[]).map(bare), shown);
  const requests: readonly (readonly [string, object])[] = [
    ["msg", { content: "x", to: "ada" }],
    ["history", { with: "ada" }],
    ["search", { content: "x", talk: "0" }],
    ["join", { content: "tea" }],
    ["rooms", {}],
    ["read", { seq: 1 }],
    ["register", { content: PASSWORD }],
  ];
  for (const [request, fields] of requests) {
    const code = await back.code(request, { ...fields });
    assertEquals(code, "bad_request", request);
  }
});

Deno.test("a 2016 client is shown a direct message as one of the lobby, in strings alone", async () => {
  await using server = await RoomServer.start();
  const ada = await server.account("ada");
  using old = await server.live.joinBare("bob");
  await ada.ask("msg", { content: "psst", to: "bob" });
  const { answer } = await old.receive();
  const { timestamp: _, ...rest } = answer;
  assertEquals(rest, {
    sender: "ada",
    response: "message",
    content: "(private) psst",
    room: "lobby",
  });
});

Deno.test("what two said is read by them alone: a new owner of the name reads nothing of it", async () => {
  const ticker = new Ticker("hand");
  await using server = await RoomServer.start({}, ticker);
  const [ada, bob] = await server.people("ada", "bob");
  assert(ada && bob);
  const { talk } = await ada.ask("msg", { content: "secret", to: "bob" });
  await bob.ask("logout");
  const thief = await server.join("bob", { since: 0 });
  assertEquals(await thief.texts(), []);
  assertEquals(await thief.code("history", { talk }), "unknown_user");
  assertEquals(
    await thief.code("search", { content: "secret", talk }),
    "unknown_user",
  );
  const none = await thief.ask("history", { with: "ada" });
  assertEquals(pick(none, "content", "more"), [[], false]);
  assertEquals((await thief.ask("rooms")).direct, []);
  assertEquals(
    await ada.code("msg", { content: "x", to: "bob", talk }),
    "unknown_user",
  );
  await ada.ask("msg", { content: "who?", to: "bob" });
  assertEquals(await thief.texts(), ["who?"]);
  const mine = await ada.ask("history", { talk });
  assertEquals((mine.content as Told[]).map(({ content }) => content), [
    "secret",
  ]);
});

Deno.test("history and search of a talk page back and forth, and say what they cover", async () => {
  await using server = await RoomServer.start();
  const [ada, bob] = await server.people("ada", "bob");
  assert(ada && bob);
  for (let n = 1; n <= 4; n++) {
    await ada.ask("msg", { content: `word ${n}`, to: "bob" });
    await ada.ask("msg", { content: `word`, room: "lobby" });
  }
  const seqs = ({ content }: Told) => (content as Told[]).map(({ seq }) => seq);
  const newest = await bob.ask("history", { with: "ada", limit: 2 });
  assertEquals([seqs(newest), ...pick(newest, "more", "first", "last")], [
    ...[[5, 7], true, 5, 8],
  ]);
  const rest = await bob.ask("history", { with: "ada", before: 5 });
  assertEquals([seqs(rest), ...pick(rest, "more", "first", "last")], [
    ...[[1, 3], false, 1, 4],
  ]);
  const after = await bob.ask("history", { with: "ada", after: 1, limit: 2 });
  assertEquals([seqs(after), ...pick(after, "more", "first", "last")], [
    ...[[3, 5], true, 2, 5],
  ]);
  const end = await bob.ask("history", { with: "ada", after: 5 });
  assertEquals([seqs(end), ...pick(end, "more", "first", "last")], [
    ...[[7], false, 6, 8],
  ]);
  const ahead = await bob.ask("history", { with: "ada", after: 1000 });
  assertEquals([seqs(ahead), ...pick(ahead, "more", "last")], [[], false, 8]);
  const none = await bob.ask("history", { with: "ada", before: 0 });
  assertEquals([seqs(none), ...pick(none, "more", "last")], [[], false, 0]);
  const found = await bob.ask("search", { content: "word", with: "ada" });
  assertEquals(seqs(found), [1, 3, 5, 7]);
});

Deno.test("below version 3 a page of which nothing may be shown is read over", async () => {
  await using server = await RoomServer.start();
  const ada = await server.account("ada");
  await server.join("bob");
  await ada.ask("msg", { content: "first" });
  for (const content of ["1", "2", "3", "4", "5"]) {
    await ada.ask("msg", { content, to: "bob" });
  }
  await ada.ask("msg", { content: "last" });
  const old = await server.join("ada", { password: PASSWORD, version: 2 });
  const texts = async (fields: object) => {
    const { content, more } = await old.ask("history", { ...fields });
    return [...(content as Told[]).map(({ content }) => content), more];
  };
  assertEquals(await texts({ before: 7, limit: 2 }), ["first", false]);
  assertEquals(await texts({ after: 1, limit: 2 }), ["last", false]);
});

Deno.test("block lets nothing more come, from a second link too, and unblock lets it again", async () => {
  await using server = await RoomServer.start();
  const eve = await server.join("eve");
  const ada = await server.account("ada");
  const phone = await server.join("ada", { password: PASSWORD });
  assertEquals(await ada.code("block", { content: "nobody" }), "unknown_user");
  assertEquals(
    pick(await ada.ask("block", { content: "EVE" }), "code", "duplicate"),
    [
      ...["ack", undefined],
    ],
  );
  assertEquals(
    pick(await ada.ask("block", { content: "eve" }), "code", "duplicate"),
    [
      ...["ack", true],
    ],
  );
  const told = (await phone.heard()).find(({ code }) => code === "blocked");
  assertEquals(pick(told, "user", "blocked"), ["eve", true]);
  assertEquals(await eve.code("msg", { content: "x", to: "ada" }), "forbidden");
  await phone.ask("unblock", { content: "eve" });
  assertEquals(await eve.code("msg", { content: "x", to: "ada" }), "ack");
  assertEquals(await ada.texts(), ["x"]);
});
