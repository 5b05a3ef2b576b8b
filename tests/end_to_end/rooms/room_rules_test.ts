import { assert, assertEquals, assertMatch } from "@std/assert";
import type { RoomClient, Told } from "../../support/room_client.ts";
import { Ticker } from "../../../server/net/ticker.ts";
import { PASSWORD, RoomServer } from "../../support/room_server.ts";

function pick(told: Told | undefined, ...fields: readonly string[]) {
  return fields.map((field) => told?.[field]);
}

/** Asks, and compares the codes of the answers. */
async function answers(
  client: RoomClient,
  cases: readonly (readonly [request: string, fields: object, code: string])[],
): Promise<void> {
  for (const [request, fields, code] of cases) {
    const answer = await client.ask(request, { ...fields });
    const what = JSON.stringify({ request, ...fields }).slice(0, 100);
    assertEquals(answer.code ?? answer.response, code, what);
  }
}

Deno.test("topic is an entry for all in the room, the asker too, and said once", async () => {
  await using server = await RoomServer.start();
  const [ada, bob, eve] = await server.people("ada", "bob", "eve");
  assert(ada && bob && eve);
  await ada.ask("join", { content: "tea", make: true });
  await bob.ask("join", { content: "tea" });
  const ack = await bob.ask("topic", { content: "Earl Grey", room: "tea" });
  assertEquals(pick(ack, "code", "seq", "room", "duplicate"), [
    ...["ack", 1, "tea", undefined],
  ]);
  for (const client of [ada, bob]) {
    const [entry] = await client.entries();
    assertEquals(
      pick(entry, "response", "code", "topic", "by", "seq", "room", "sender"),
      ["info", "topic", "Earl Grey", "bob", 1, "tea", "server"],
    );
  }
  assertEquals(await eve.entries(), []);
  const again = await ada.ask("topic", { content: "Earl Grey", room: "tea" });
  assertEquals(pick(again, "code", "seq", "duplicate"), ["ack", 1, true]);
  assertEquals(await bob.entries(), []);
  const joined = await eve.ask("join", { content: "tea" });
  assertEquals(joined.topic, "Earl Grey");
  const { content } = await eve.ask("history", { room: "tea" });
  assertEquals((content as Told[]).map(({ code }) => code), ["topic"]);
  await answers(eve, [
    ["topic", { room: "tea" }, "bad_request"],
    ["topic", { content: "x".repeat(301), room: "none" }, "unknown_room"],
    ["topic", { content: "x".repeat(301), room: "tea" }, "too_long"],
    ["topic", { content: "\u{1f375}".repeat(300), room: "tea" }, "ack"],
    ["topic", { content: "x\0", room: "tea" }, "bad_text"],
    ["topic", { content: "hello", room: "lobby" }, "ack"],
    ["topic", { content: "" }, "ack"],
  ]);
});

Deno.test("topic with an id is done once, though another topic came in between", async () => {
  await using server = await RoomServer.start();
  const [ada, bob] = await server.people("ada", "bob");
  assert(ada && bob);
  const mine = { content: "mine", id: "t-1" };
  assertEquals((await ada.ask("topic", mine)).seq, 1);
  await bob.ask("topic", { content: "his" });
  const again = await ada.ask("topic", mine);
  assertEquals(pick(again, "code", "seq", "duplicate"), ["ack", 1, true]);
  const { rooms } = await ada.ask("rooms");
  assertEquals((rooms as Told[])[0]?.topic, "his");
});

Deno.test("set changes a room for its owner, and tells everybody in it once", async () => {
  await using server = await RoomServer.start();
  const [ada, bob] = await server.people("ada", "bob");
  assert(ada && bob);
  await ada.ask("join", { content: "tea", make: true });
  await bob.ask("join", { content: "tea" });
  await answers(bob, [
    ["set", { room: "tea", private: true }, "forbidden"],
    ["set", { room: "none", private: true }, "unknown_room"],
    ["set", { private: true }, "forbidden"],
  ]);
  await answers(ada, [
    ["set", { room: "tea", private: "yes" }, "bad_request"],
    ["set", { room: "tea", history: "some" }, "bad_request"],
    ["set", { room: "tea", slow_s: -1 }, "bad_request"],
    ["set", { room: "tea", password: "short" }, "weak_password"],
  ]);
  const change = {
    room: "tea",
    private: true,
    password: PASSWORD,
    "slow_s": 0,
  };
  const ack = await ada.ask("set", change);
  assertEquals(pick(ack, "code", "seq", "room"), ["ack", 1, "tea"]);
  for (const client of [ada, bob]) {
    const [entry] = await client.entries();
    assertEquals(
      pick(entry, "code", "private", "password", "by", "slow_s", "history"),
      ["room_changed", true, true, "ada", undefined, undefined],
    );
    assert(!JSON.stringify(entry).includes(PASSWORD));
  }
  const again = await ada.ask("set", change);
  assertEquals(pick(again, "code", "duplicate", "seq"), ["ack", true, 1]);
  assertEquals(await bob.entries(), []);
  await ada.ask("set", { room: "tea", password: "" });
  assertEquals(pick((await bob.entries())[0], "password"), [false]);
});

Deno.test("set changes nothing for who has left while its password was hashed", async () => {
  await using server = await RoomServer.start({
    passwordCost: { logN: 14, r: 8, p: 2 },
  });
  const ada = await server.account("ada");
  const phone = await server.join("ada", { token: ada.token, beside: true });
  const bob = await server.join("bob");
  await ada.ask("join", { content: "tea", make: true });
  await bob.ask("join", { content: "tea" });
  await ada.send({ request: "set", room: "tea", password: PASSWORD, id: "s" });
  assertEquals(await phone.code("leave", { content: "tea" }), "left");
  const answer = await ada.until(({ id }) => id === "s");
  assertEquals(answer.code, "unknown_room");
  assertEquals(await bob.entries(), []);
});

Deno.test("a private room is joined by its password, a wrong one is a missing room; a public one says so", async () => {
  await using server = await RoomServer.start();
  const [ada, bob] = await server.people("ada", "bob");
  assert(ada && bob);
  const made = { make: true, password: PASSWORD };
  await ada.ask("join", { content: "hidden", private: true, ...made });
  await ada.ask("join", { content: "open", ...made });
  await answers(bob, [
    ["join", { content: "hidden" }, "unknown_room"],
    ["join", { content: "hidden", password: "wrong one" }, "unknown_room"],
    ["join", { content: "nowhere", password: "wrong one" }, "unknown_room"],
    ["join", { content: "open" }, "bad_password"],
    ["join", { content: "open", password: "wrong one" }, "bad_password"],
  ]);
  const list = await bob.ask("rooms", { all: true });
  assertEquals((list.rooms as Told[]).map(({ room }) => room), [
    ...["lobby", "open"],
  ]);
  await answers(bob, [
    ["join", { content: "hidden", password: PASSWORD }, "joined"],
    ["join", { content: "open", password: PASSWORD }, "joined"],
  ]);
});

Deno.test("invite lets somebody into a private room once, and tells all its links", async () => {
  await using server = await RoomServer.start();
  const [ada, eve] = await server.people("ada", "eve");
  assert(ada && eve);
  const bob = await server.account("bob");
  const phone = await server.join("bob", { password: PASSWORD });
  await ada.ask("join", { content: "tea", make: true, private: true });
  await answers(ada, [
    ["invite", { content: "nobody", room: "tea" }, "unknown_user"],
    ["invite", { content: "bob", room: "none" }, "unknown_room"],
    ["invite", { content: "bob", room: "tea", uses: 0 }, "bad_request"],
    ["invite", { content: "bob", room: "tea" }, "ack"],
  ]);
  const again = await ada.ask("invite", { content: "bob", room: "tea" });
  assertEquals(pick(again, "code", "duplicate"), ["ack", true]);
  for (const link of [bob, phone]) {
    const told = (await link.heard()).filter(({ code }) =>
      code === "invitation"
    );
    assertEquals(told.map((one) => pick(one, "room", "by", "id")), [
      ["tea", "ada", undefined],
    ]);
  }
  const seen = await bob.ask("rooms", { all: true });
  assertEquals((seen.rooms as Told[]).map(({ room }) => room), [
    "lobby",
    "tea",
  ]);
  await answers(eve, [["join", { content: "tea" }, "unknown_room"]]);
  await answers(bob, [
    ["join", { content: "tea" }, "joined"],
    ["invite", { content: "eve", room: "tea" }, "forbidden"],
    ["leave", { content: "tea" }, "left"],
    ["join", { content: "tea" }, "unknown_room"],
  ]);
  const codes = await phone.codes();
  assertEquals(codes, ["joined", "left"]);
});

Deno.test("who is blocked invites nobody who has blocked it", async () => {
  await using server = await RoomServer.start();
  const [ada, bob] = await server.people("ada", "bob");
  assert(ada && bob);
  await ada.ask("join", { content: "tea", make: true });
  await bob.ask("block", { content: "ada" });
  const invitation = { content: "bob", room: "tea" };
  assertEquals(await ada.code("invite", invitation), "forbidden");
  assertEquals(await bob.codes(), []);
  await bob.ask("unblock", { content: "ada" });
  assertEquals(await ada.code("invite", invitation), "ack");
});

Deno.test("a code of an invitation lets in as often as it may be used", async () => {
  await using server = await RoomServer.start();
  const [ada, bob, eve, dan] = await server.people("ada", "bob", "eve", "dan");
  assert(ada && bob && eve && dan);
  await ada.ask("join", { content: "tea", make: true, private: true });
  const { code, invite } = await ada.ask("invite", { room: "tea", uses: 2 });
  assertEquals(code, "invite");
  assertMatch(String(invite), /^[0-9a-f]{32}$/);
  const all = { content: "tea", invite };
  await answers(bob, [
    ["join", { content: "tea" }, "unknown_room"],
    ["join", { content: "tea", invite: "0".repeat(32) }, "unknown_room"],
    ["join", all, "joined"],
  ]);
  await answers(eve, [["join", all, "joined"]]);
  await answers(dan, [["join", all, "unknown_room"]]);
});

Deno.test("a code is used up once for who joins with two links at once", async () => {
  await using server = await RoomServer.start();
  const ada = await server.join("ada");
  const bob = await server.account("bob");
  const phone = await server.join("bob", { token: bob.token, beside: true });
  const eve = await server.join("eve");
  await ada.ask("join", { content: "tea", make: true, private: true });
  const code = await ada.ask("invite", { room: "tea", uses: 2 });
  const join = { request: "join", content: "tea", invite: code.invite };
  await Promise.all([
    bob.send({ ...join, id: "j" }),
    phone.send({ ...join, id: "j" }),
  ]);
  for (const link of [bob, phone]) {
    assertEquals((await link.until(({ id }) => id === "j")).code, "joined");
  }
  const { invite } = code;
  assertEquals(await eve.code("join", { content: "tea", invite }), "joined");
});

Deno.test("an invitation waits for an account, and is told once, also over a restart", async () => {
  const folder = await Deno.makeTempDir({ prefix: "ktn" });
  try {
    await using server = await RoomServer.start({ dataFolder: folder });
    const bob = await server.account("bob");
    await bob.ask("logout");
    const ada = await server.join("ada");
    await ada.ask("join", { content: "tea", make: true, private: true });
    await ada.ask("invite", { content: "bob", room: "tea" });
    await server.restart();
    const back = await server.join("bob", { password: PASSWORD });
    assertEquals(await back.codes(), ["invitation"]);
    const again = await server.join("bob", { password: PASSWORD });
    assertEquals(await again.codes(), []);
    await answers(again, [["join", { content: "tea" }, "joined"]]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("history: joined hides what was said before, none keeps nothing but a resume", async () => {
  await using server = await RoomServer.start();
  const [ada, bob] = await server.people("ada", "bob");
  assert(ada && bob);
  const textsOf = ({ content }: Told) =>
    (content as Told[]).filter(({ response }) => response === "message")
      .map(({ content }) => content);
  for (const history of ["joined", "none"]) {
    await ada.ask("join", { content: history, make: true });
    await ada.ask("set", { room: history, history });
    await ada.ask("msg", { content: "before", room: history });
    await bob.ask("join", { content: history });
    await ada.ask("msg", { content: "after", room: history });
    const expected = history === "joined" ? ["after"] : [];
    for (const request of ["history", "search"]) {
      const found = await bob.ask(request, { room: history, content: "after" });
      assertEquals(textsOf(found), expected, `${request} ${history}`);
    }
    const before = await bob.ask("search", {
      room: history,
      content: "before",
    });
    assertEquals(textsOf(before), []);
  }
  const seq = Number((await ada.ask("msg", { content: "seen" })).seq);
  await bob.heard();
  bob.close();
  for (const room of ["joined", "none"]) {
    await ada.ask("msg", { content: `missed in ${room}`, room });
  }
  const back = await server.join("bob", { token: bob.token, since: seq });
  assertEquals(await back.texts(), ["missed in joined", "missed in none"]);
  const fresh = await server.join("bob", { token: back.token, history: 100 });
  const texts = await fresh.texts();
  assertEquals(texts.includes("missed in none"), false);
  assertEquals(texts.includes("missed in joined"), true);
  assertEquals(texts.includes("before"), false);
});

Deno.test("a moderated room hears its moderators only", async () => {
  await using server = await RoomServer.start();
  const [ada, bob] = await server.people("ada", "bob");
  assert(ada && bob);
  await ada.ask("join", { content: "tea", make: true });
  await bob.ask("join", { content: "tea" });
  await ada.ask("set", { room: "tea", moderated: true });
  await answers(bob, [
    ["msg", { content: "x", room: "tea" }, "forbidden"],
    ["msg", { content: "x".repeat(5000), room: "tea" }, "forbidden"],
    ["topic", { content: "x", room: "tea" }, "forbidden"],
  ]);
  await answers(ada, [
    ["msg", { content: "x", room: "tea" }, "ack"],
    ["topic", { content: "x", room: "tea" }, "ack"],
  ]);
});

Deno.test("slow_s lets each member say something so often, its moderators as they like", async () => {
  await using server = await RoomServer.start();
  const [ada, bob] = await server.people("ada", "bob");
  assert(ada && bob);
  await ada.ask("join", { content: "tea", make: true });
  await bob.ask("join", { content: "tea" });
  await ada.ask("set", { room: "tea", slow_s: 60 });
  const first = { content: "one", room: "tea", id: "s-1" };
  await answers(bob, [["msg", first, "ack"]]);
  const slow = await bob.ask("msg", { content: "two", room: "tea" });
  assertEquals([slow.code, Number(slow.retry_ms) > 50_000], ["rate", true]);
  assertEquals(pick(await bob.ask("msg", first), "code", "duplicate"), [
    ...["ack", true],
  ]);
  await answers(bob, [["msg", { content: "elsewhere" }, "ack"]]);
  await answers(ada, [
    ["msg", { content: "a", room: "tea" }, "ack"],
    ["msg", { content: "b", room: "tea" }, "ack"],
  ]);
});

Deno.test("read marks only go forward, are shared by links, and survive a restart", async () => {
  const folder = await Deno.makeTempDir({ prefix: "ktn" });
  try {
    await using server = await RoomServer.start({ dataFolder: folder });
    const bob = await server.join("bob");
    const ada = await server.account("ada");
    const phone = await server.join("ada", { password: PASSWORD });
    for (let n = 0; n < 3; n++) await bob.ask("msg", { content: `${n}` });
    await bob.ask("msg", { content: "psst", to: "ada" });
    await answers(ada, [
      ["read", {}, "bad_request"],
      ["read", { seq: 1, room: "lobby", with: "bob" }, "bad_request"],
      ["read", { seq: 1, room: "none" }, "unknown_room"],
      ["read", { seq: 1, with: "nobody" }, "unknown_user"],
      ["read", { seq: 2, room: "lobby" }, "ack"],
      ["read", { seq: 9, with: "bob" }, "ack"],
    ]);
    const told = (await phone.heard()).filter(({ code }) => code === "read");
    assertEquals(told.map((one) => pick(one, "room", "with", "seq")), [
      ["lobby", undefined, 2],
      [undefined, "bob", 4],
    ]);
    const back = await ada.ask("read", { seq: 1 });
    assertEquals(pick(back, "code", "duplicate"), ["ack", true]);
    const unread = async (client: RoomClient) => {
      const { rooms, direct } = await client.ask("rooms");
      const [row] = rooms as Told[];
      return [
        ...pick(row, "read", "unread"),
        ...pick((direct as Told[])[0], "read", "unread"),
      ];
    };
    assertEquals(await unread(phone), [2, 1, 4, 0]);
    await ada.ask("read", { seq: 1, back: true });
    assertEquals(await unread(phone), [1, 2, 4, 0]);
    await server.restart();
    const again = await server.join("ada", { password: PASSWORD });
    assertEquals(await unread(again), [1, 2, 4, 0]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("away is shown by whois, names and acks, and whois says what others may know", async () => {
  await using server = await RoomServer.start();
  const bob = await server.join("bob");
  const ada = await server.account("ada");
  const phone = await server.join("ada", { password: PASSWORD });
  await ada.ask("join", { content: "tea", make: true });
  await ada.ask("join", { content: "hidden", make: true, private: true });
  await bob.ask("join", { content: "tea" });
  await phone.heard();
  await answers(ada, [
    ["away", { content: "x".repeat(301) }, "too_long"],
    ["away", { content: "lunch" }, "ack"],
  ]);
  assertEquals((await ada.ask("away", { content: "lunch" })).duplicate, true);
  const told = (await phone.heard()).filter(({ code }) => code === "away");
  assertEquals(told.map(({ away }) => away), ["lunch"]);
  const who = await bob.ask("whois", { content: "ADA" });
  assertEquals(
    pick(who, "code", "user", "account", "away", "rooms", "address"),
    [
      ...["whois", "ada", true, "lunch", ["lobby", "tea"], undefined],
    ],
  );
  assertEquals([typeof who.since, typeof who.idle_s], ["string", "number"]);
  assertEquals((await bob.ask("names")).away, ["ada"]);
  assertEquals(
    (await bob.ask("msg", { content: "x", to: "ada" })).away,
    "lunch",
  );
  await ada.ask("away");
  assertEquals((await bob.ask("whois", { content: "ada" })).away, undefined);
  assertEquals(
    (await bob.ask("msg", { content: "x", to: "ada" })).away,
    undefined,
  );
  await answers(bob, [
    ["whois", { content: "nobody" }, "unknown_user"],
    ["whois", {}, "bad_request"],
  ]);
  for (const link of [ada, phone]) await link.ask("logout");
  const gone = await bob.ask("whois", { content: "ada" });
  assertEquals(pick(gone, "since", "rooms"), [undefined, []]);
  assertEquals(typeof gone.seen, "string");
});

Deno.test("what one link joins or leaves the others of an account are told, and hear", async () => {
  await using server = await RoomServer.start();
  const bob = await server.join("bob");
  const ada = await server.account("ada");
  const phone = await server.join("ada", { password: PASSWORD });
  await bob.ask("join", { content: "tea", make: true });
  await phone.heard();
  await ada.ask("join", { content: "tea" });
  await bob.ask("msg", { content: "hi", room: "tea" });
  const heard = await phone.heard();
  const [joined, message] = heard.filter(({ code, response }) =>
    code === "joined" || response === "message"
  );
  assertEquals(pick(joined, "code", "room", "id", "role"), [
    ...["joined", "tea", undefined, "member"],
  ]);
  assertEquals(message?.content, "hi");
  await phone.ask("leave", { content: "tea" });
  await bob.ask("msg", { content: "gone", room: "tea" });
  assertEquals(await ada.codes(), ["left"]);
  assertEquals(await ada.texts(), []);
});

Deno.test("a room without a history can be resumed for five minutes, and no longer", async () => {
  using ticker = new Ticker("hand");
  await using server = await RoomServer.start({}, ticker);
  const ada = await server.join("ada");
  const bob = await server.account("bob");
  await ada.ask("join", { content: "tea", make: true });
  await ada.ask("set", { room: "tea", history: "none" });
  await bob.ask("join", { content: "tea" });
  const said = await ada.ask("msg", { content: "old", room: "tea" });
  const since = Number(said.seq) - 1;
  const minutes = async (count: number) => {
    for (let n = 0; n < count * 4; n++) {
      ticker.advance(15_000);
      await Promise.all([ada.ask("ping"), bob.ask("ping")]);
    }
  };
  const resumed = async () => {
    const link = await server.join("bob", { password: PASSWORD, since });
    const texts = await link.texts();
    await link.ask("logout");
    return texts;
  };
  await minutes(3);
  await ada.ask("msg", { content: "new", room: "tea" });
  assertEquals(await resumed(), ["old", "new"]);
  await minutes(3);
  assertEquals(await resumed(), ["new"]);
});
