import { assert, assertEquals } from "@std/assert";
import type { Told } from "../../support/room_client.ts";
import { RoomServer } from "../../support/room_server.ts";

/** What of a payload a test looks at. */
function pick(told: Told, ...fields: readonly string[]): readonly unknown[] {
  return fields.map((field) => told[field]);
}

Deno.test("join makes a room, and lets others in who hear what is said from then on", async () => {
  await using server = await RoomServer.start();
  const [ada, bob, eve] = await server.people("ada", "bob", "eve");
  assert(ada && bob && eve);
  const made = await ada.ask("join", { content: "#tea", make: true });
  assertEquals(
    pick(made, "code", "room", "topic", "count", "names", "role", "history"),
    ["joined", "tea", "", 1, ["ada"], "owner", "all"],
  );
  assertEquals(await bob.code("join", { content: "Tea" }), "joined");
  const ack = await ada.ask("msg", { content: "hello", room: "tea" });
  assertEquals(pick(ack, "code", "seq", "room"), ["ack", 1, "tea"]);
  const [message] = await bob.entries();
  assertEquals(message && pick(message, "content", "seq", "room", "sender"), [
    ...["hello", 1, "tea", "ada"],
  ]);
  assertEquals(await eve.texts(), []);
  assertEquals(await ada.texts(), []);
});

Deno.test("join answers once more what it answered first, and makes nothing", async () => {
  await using server = await RoomServer.start();
  const ada = await server.join("ada");
  const first = await ada.ask("join", { content: "tea", make: true });
  const again = await ada.ask("join", { content: "tea", make: true });
  const plain = await ada.ask("join", { content: "tea" });
  for (const one of [again, plain]) {
    const { timestamp: _, id: __, duplicate, ...rest } = one;
    const { timestamp: ___, id: ____, ...expected } = first;
    assertEquals([rest, duplicate], [expected, true]);
  }
});

Deno.test("join is refused for a room that is missing, used, illegal, or one too many", async () => {
  await using server = await RoomServer.start();
  const [ada, bob] = await server.people("ada", "bob");
  assert(ada && bob);
  await bob.ask("join", { content: "tea", make: true });
  const cases: readonly (readonly [object, string])[] = [
    [{ content: "nowhere" }, "unknown_room"],
    [{ content: "tea", make: true }, "bad_room"],
    [{ content: "TEA", make: true }, "bad_room"],
    [{ content: "lobby", make: true }, "bad_room"],
    [{ content: "server", make: true }, "bad_room"],
    [{ content: "a b", make: true }, "bad_room"],
    [{ content: "", make: true }, "bad_room"],
    [{}, "bad_request"],
    [{ content: "x", make: "yes" }, "bad_request"],
    [{ content: "one", make: true }, "joined"],
    [{ content: "two", make: true }, "joined"],
    [{ content: "three", make: true }, "joined"],
    [{ content: "four", make: true }, "too_many"],
  ];
  for (const [fields, code] of cases) {
    assertEquals(
      await ada.code("join", { ...fields }),
      code,
      JSON.stringify(fields),
    );
  }
});

Deno.test("leave answers behind the last entry, and nothing more comes", async () => {
  await using server = await RoomServer.start();
  const [ada, bob] = await server.people("ada", "bob");
  assert(ada && bob);
  await ada.ask("join", { content: "tea", make: true });
  await bob.ask("join", { content: "tea" });
  await ada.ask("msg", { content: "one", room: "tea" });
  const left = await bob.ask("leave", { content: "tea" });
  assertEquals(pick(left, "code", "room", "duplicate"), [
    ...["left", "tea", undefined],
  ]);
  assertEquals(await bob.texts(), ["one"]);
  await ada.ask("msg", { content: "two", room: "tea" });
  assertEquals(await bob.texts(), []);
  assertEquals(
    await bob.code("msg", { content: "x", room: "tea" }),
    "unknown_room",
  );
  const again = await bob.ask("leave", { content: "tea" });
  assertEquals(pick(again, "code", "duplicate"), ["left", true]);
  assertEquals(await bob.code("leave", { content: "lobby" }), "forbidden");
  assertEquals(await bob.code("leave", { content: "none" }), "unknown_room");
});

Deno.test("requests about a room one is not in are refused as about one that is missing", async () => {
  await using server = await RoomServer.start();
  const [ada, eve] = await server.people("ada", "eve");
  assert(ada && eve);
  await ada.ask("join", { content: "tea", make: true, private: true });
  await ada.ask("msg", { content: "secret", room: "tea" });
  const requests: readonly (readonly [string, object])[] = [
    ["msg", { content: "x" }],
    ["msg", { content: "x".repeat(5000) }],
    ["msg", { content: "x\0" }],
    ["names", {}],
    ["history", {}],
    ["history", { before: 5 }],
    ["search", { content: "secret" }],
    ["topic", { content: "x" }],
    ["topic", { content: "x".repeat(500) }],
    ["set", { private: false }],
    ["invite", {}],
    ["invite", { content: "eve" }],
    ["read", { seq: 1 }],
    ["join", {}],
    ["join", { password: "wrong password" }],
    ["join", { invite: "0".repeat(32) }],
    ["leave", {}],
  ];
  const answerOf = async (request: string, fields: object, room: string) => {
    const isNamed = request === "join" || request === "leave";
    const place = isNamed ? { content: room } : { room };
    const { timestamp: _, id: __, ...rest } = await eve.ask(request, {
      ...{ ...fields, ...place },
    });
    return rest;
  };
  for (const [request, fields] of requests) {
    const hidden = await answerOf(request, fields, "tea");
    const missing = await answerOf(request, fields, "nowhere");
    assertEquals(hidden.code, "unknown_room", `${request}`);
    assertEquals(hidden, missing, request);
  }
  assertEquals(await eve.texts(), []);
});

Deno.test("presence is told in each room, to those who are in it", async () => {
  await using server = await RoomServer.start();
  const [ada, bob, eve] = await server.people("ada", "bob", "eve");
  assert(ada && bob && eve);
  await ada.ask("join", { content: "tea", make: true });
  await bob.ask("join", { content: "tea" });
  const isOfTea = ({ code, room }: Told) =>
    code === "presence" && room === "tea";
  const came = await ada.until((told) =>
    isOfTea(told) && (told.joined as string[]).includes("bob")
  );
  assertEquals(pick(came, "left", "count"), [[], 2]);
  assertEquals((await ada.ask("names", { room: "tea" })).names, ["ada", "bob"]);
  await bob.ask("leave", { content: "tea" });
  const left = await ada.until(isOfTea);
  assertEquals(pick(left, "joined", "left", "count"), [[], ["bob"], 1]);
  const eves = (await eve.heard()).filter(isOfTea);
  assertEquals(eves, []);
});

Deno.test("welcome says the rooms one is in, and a resume shows every entry once, in order", async () => {
  await using server = await RoomServer.start();
  const [ada, bob] = await server.people("ada", "bob");
  assert(ada && bob);
  for (const room of ["tea", "attic", "cellar"]) {
    await ada.ask("join", { content: room, make: true });
    if (room !== "cellar") await bob.ask("join", { content: room });
  }
  const say = async (room: string, content: string) =>
    await ada.ask("msg", { content, room });
  await say("tea", "1");
  await bob.heard();
  bob.close();
  for (const [n, room] of ["attic", "tea", "cellar", "lobby"].entries()) {
    await say(room, `${n + 2}`);
  }
  await ada.ask("msg", { content: "6", to: "bob" });
  const back = await server.join("bob", { token: bob.token, since: 1 });
  assertEquals(back.welcome?.rooms, ["lobby", "tea", "attic"]);
  assertEquals(await back.texts(), ["2", "3", "5", "6"]);
});

Deno.test("version 3 always gets a page at login, the last with more: false", async () => {
  await using server = await RoomServer.start();
  for (const fields of [{}, { history: 0 }, { since: 0 }]) {
    const ada = await server.join("ada", fields);
    const pages = (await ada.heard()).filter(({ response }) =>
      response === "history"
    );
    assertEquals(pages.map((page) => pick(page, "content", "more", "id")), [
      [[], false, undefined],
    ]);
    await ada.ask("logout");
  }
});

Deno.test("rooms lists one's own rooms, the newest first, with what is unread", async () => {
  await using server = await RoomServer.start();
  const [ada, bob] = await server.people("ada", "bob");
  assert(ada && bob);
  await ada.ask("join", { content: "tea", make: true });
  await ada.ask("join", { content: "open", make: true });
  await ada.ask("join", { content: "hidden", make: true, private: true });
  await bob.ask("join", { content: "tea" });
  await ada.ask("msg", { content: "hi @Bob", room: "tea" });
  await ada.ask("msg", { content: "hello", room: "tea" });
  await ada.ask("msg", { content: "hello", room: "open" });
  await ada.ask("msg", { content: "psst", to: "bob" });
  const mine = await bob.ask("rooms");
  assertEquals(mine.rooms, [
    {
      ...{ room: "tea", topic: "", count: 2, private: false, role: "member" },
      ...{ seq: 2, read: 0, unread: 2, mentions: 1 },
    },
    {
      ...{ room: "lobby", topic: "", count: 2, private: false, role: "member" },
      ...{ seq: 0, read: 0, unread: 0, mentions: 0 },
    },
  ]);
  const [direct] = mine.direct as Told[];
  assert(direct);
  assertEquals(pick(direct, "with", "seq", "read", "unread"), ["ada", 4, 0, 1]);
  const all = await bob.ask("rooms", { all: true });
  assertEquals((all.rooms as Told[]).map(({ room }) => room), [
    ...["tea", "lobby", "open"],
  ]);
  assertEquals((all.rooms as Told[])[2], {
    ...{ room: "open", topic: "", count: 1, private: false },
  } as unknown as Told);
  const page = await bob.ask("rooms", { all: true, after: "tea", limit: 1 });
  assertEquals((page.rooms as Told[]).map(({ room }) => room), ["lobby"]);
  assertEquals([page.more, page.direct], [true, []]);
  const behind = async (after: string) => {
    const { rooms, more } = await bob.ask("rooms", { all: true, after });
    return [...(rooms as Told[]).map(({ room }) => room), more];
  };
  assertEquals(await behind("hidden"), ["open", false]);
  assertEquals(await behind("NOWHERE"), ["open", false]);
  assertEquals(await behind("open"), [false]);
});
